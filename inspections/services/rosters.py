"""Rosters: written from the ledgers with salts, fixed by their digests before anybody knows the seed.

Set-based: the database writes the lines of a whole city in one statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Case, CharField, Count, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast, Concat, Right

from accounts.models import Organisation
from core import walls
from core.plain import Values
from enterprises.models import Enterprise
from inspections import rules
from inspections.choices import MemberRole, RosterKind
from inspections.models import Draw, DrawStratum, Recusal, Roster, RosterLine, Task
from insurers.policies.models import Policy

#: The column that keeps the object of a line.
KEYS: Final = {RosterKind.FIRMS: "enterprise_id", RosterKind.INSURERS: "company_id", RosterKind.PEOPLE: "member_id"}
#: Salts follow from a secret of 256 bits that nobody keeps; lines are numbered in the order of their digests.
INSERT: Final = """
    INSERT INTO inspections_rosterline
        (roster_id, no, digest, salt, stratum, weight, is_recused, code, name, ticket, {key})
    SELECT %s, row_number() OVER (ORDER BY digest COLLATE "C"), digest, salt, stratum, weight, recused, code, name, '', key
    FROM (
        SELECT s.*, encode(sha256(convert_to(salt || '|' || code || '|' || name, 'UTF8')), 'hex') AS digest
        FROM (
            SELECT q.*, left(encode(sha256(convert_to(%s || '|' || code || '|' || name, 'UTF8')), 'hex'), 32) AS salt
            FROM ({source}) q ({columns})
        ) s
    ) d"""
COLUMNS: Final = "key, code, name, stratum, weight, recused"
#: Lines that are no more in the ledger as they stand, and the other way round.
COMPARE: Final = """
    WITH source AS (SELECT {compared} FROM ({source}) q ({columns})),
    line AS (SELECT {key} AS key, code, name, stratum, weight, is_recused AS recused FROM inspections_rosterline
             WHERE roster_id = %s)
    SELECT (SELECT count(*) FROM (SELECT * FROM source EXCEPT SELECT {compared} FROM line) a),
           (SELECT count(*) FROM (SELECT {compared} FROM line EXCEPT SELECT * FROM source) b)"""
Source = QuerySet[Any, Values]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many are drawn: enterprises in all and of each sector at least, insurers, people; tickets of a key enterprise."""

    enterprises: int
    least: int
    insurers: int
    people: int
    key_weight: int = 1


def source_of(draw: Draw, kind: str, today: date) -> Source:
    """Who belongs on a roster: key, code, name, stratum, weight, whether somebody of the group is recused."""
    sources = {RosterKind.FIRMS: _firms, RosterKind.INSURERS: _insurers, RosterKind.PEOPLE: _people}
    return sources[RosterKind(kind)](draw, today)


def _recused(task: Task, code: str) -> Exists:
    members = task.members.current().values("pk")
    return Exists(Recusal.objects.filter(member__in=members, code=OuterRef(code)))


def _firms(draw: Draw, today: date) -> Source:
    """Those of the inspected city that must be insured and are of the agreed sectors, each under one of them."""
    task = draw.task
    rows, sectors = Enterprise.objects.filter(city__code=task.inspected_id), sectors_of(task)
    return as_lines(draw, rows.must_insure(sectors, today), sectors)


def sectors_of(task: Task) -> list[str]:
    """The sectors of the joint plan that both cities agreed to; those of the campaign where none is agreed."""
    plan = task.plans.agreed().first()
    return list(plan.sectors) if plan is not None else task.campaign.enabled_sectors()


def as_lines(draw: Draw, rows: QuerySet[Enterprise], sectors: Sequence[str]) -> Source:
    """Enterprises as what a line needs of them; the stratum is the main sector, or the first of `sectors` they have."""
    return rows.order_by().values_list(
        "pk",
        "uscc",
        "name",
        _stratum(sectors),
        Case(When(key_enterprise=True, then=draw.key_weight), default=1),
        _recused(draw.task, "uscc"),
    )


def _stratum(sectors: Sequence[str]) -> Case:
    others = [When(sectors__contains=[one], then=Value(one)) for one in sectors]
    return Case(When(main_sector__in=sectors, then=F("main_sector")), *others, default=F("sectors__0"))


def sizes_ahead(task: Task, today: date) -> dict[str, int]:
    """{sector: enterprises} of the roster as it would be fixed today, for the city that fixes it."""
    sectors = sectors_of(task)
    rows = Enterprise.objects.filter(city__code=task.inspected_id).must_insure(sectors, today).order_by()
    counted = rows.annotate(stratum=_stratum(sectors)).values_list("stratum").annotate(n=Count("pk"))
    return dict(counted.order_by("stratum"))


def _insurers(draw: Draw, today: date) -> Source:  # noqa: ARG001 - one form for all sources
    """Those with a policy in the inspected city."""
    business = Policy.objects.filter(insurer=OuterRef("pk"), city__code=draw.task.inspected_id)
    rows = Organisation.objects.insurers().filter(Exists(business)).order_by()
    return rows.values_list("pk", "code", "name", Value(""), Value(1), _recused(draw.task, "code"))


def _people(draw: Draw, today: date) -> Source:  # noqa: ARG001 - one form for all sources
    """The bureau's people of the group with a certificate, but for the leader, who is named and not drawn."""
    rows = draw.task.members.current().filter(role=MemberRole.EM, is_leader=False).exclude(certificate_no="")
    name = Concat("name", Value("，证号末四位 "), Right("certificate_no", 4), output_field=CharField())
    return rows.order_by().values_list("pk", Cast("pk", CharField()), name, Value(""), Value(1), Value(False))


def write_roster(draw: Draw, kind: str, source: Source, secret: str) -> Roster:
    """Write the lines of a roster, salted from `secret`, and fix its digest."""
    roster = Roster.objects.create(draw=draw, kind=kind, digest="", count=0, recused=0)
    with walls.aside("a roster is written by the city that prepares the draw, that of the inspectors, too"):
        _run(INSERT, source, kind, roster.pk, f"{secret}|{kind}")
        lines = lines_of(roster)
    roster.digest = rules.roster_digest(title_of(roster), lines)
    roster.count, roster.recused = len(lines), sum(line.is_recused for line in lines)
    roster.save(update_fields=["digest", "count", "recused"])
    return roster


def _run(statement: str, source: Source, kind: str, roster: int, secret: str = "") -> Values | None:
    text, values = source.query.sql_with_params()
    parts = {"source": text, "columns": COLUMNS, "key": KEYS[RosterKind(kind)], "compared": COLUMNS}
    order = (roster, secret, *values) if statement is INSERT else (*values, roster)
    with connection.cursor() as cursor:
        cursor.execute(statement.format(**parts), order)
        row: Values | None = cursor.fetchone() if statement is COMPARE else None
    return row


def write_strata(roster: Roster, wanted: dict[str, int]) -> None:
    """How many are drawn out of each part."""
    lines = lines_of(roster)
    DrawStratum.objects.bulk_create(
        [
            DrawStratum(
                roster=roster,
                code=code,
                count=sum(line.stratum == code for line in lines),
                recused=sum(line.stratum == code and line.is_recused for line in lines),
                wanted=number,
            )
            for code, number in wanted.items()
        ]
    )


def sizes_of(lines: Sequence[rules.Line]) -> dict[str, int]:
    """Participating lines by stratum, in the order of their codes."""
    found: dict[str, int] = {}
    for line in lines:
        found[line.stratum] = found.get(line.stratum, 0) + (not line.is_recused)
    return dict(sorted(found.items()))


@walls.aside("lines without names are everybody's who may see the draw: both cities hold the file of digests")
def lines_of(roster: Roster) -> list[rules.Line]:
    """What everybody holds of a roster, in order; nothing of it tells whom a line stands for."""
    rows = RosterLine.objects.filter(roster=roster).order_by("no")
    return [rules.Line(*row) for row in rows.values_list("no", "stratum", "weight", "is_recused", "digest")]


def title_of(roster: Roster) -> str:
    """The first line of what is digested."""
    return f"{roster.draw.task.no}|{roster.kind}"


def changes_since(roster: Roster, today: date) -> tuple[int, int]:
    """How many objects have come to the ledger, and how many lines left it or changed, since the roster was fixed."""
    with walls.aside("whether the ledger changed since the roster was fixed, as two numbers"):
        found = _run(COMPARE, source_of(roster.draw, roster.kind, today), roster.kind, roster.pk)
    return (int(found[0]), int(found[1])) if found else (0, 0)
