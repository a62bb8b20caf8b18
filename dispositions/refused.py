"""Refused hazards in the room of dispositions: who has them, what was done of them (N34 to N36; work-safety law 102).

Their table of moves and their measures stay in the hazards. List, board and the table of reports (附表8) read them here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from core.choices import official_labels
from core.people import User
from core.plain import Answers, Plain
from core.touches import Memory
from dispositions.choices import Age
from hazards.choices import EnforcementKind, HazardStatus
from hazards.figures.dues import unpublished
from hazards.models import Enforcement, Hazard, Refusal, RefusalReport
from hazards.permissions import HazardPermission
from hazards.services.enforcement import PENALTIES
from inspections.choices import Disposition

MEASURES: Final = official_labels(EnforcementKind)
#: States of a hazard in which departments have its refusal in hand.
IN_HAND: Final = (HazardStatus.REPORTED, HazardStatus.ACCEPTED, HazardStatus.ENFORCING)
#: Measures on refused hazards as the list of cases calls them.
ALIKE: Final = {
    Disposition.ORDER: EnforcementKind.CORRECT,
    Disposition.SUSPEND: EnforcementKind.STOP,
    Disposition.PENALTY: EnforcementKind.FINE,
    Disposition.TRANSFER: EnforcementKind.TRANSFER,
}
#: What a department does, follow-up entries left out.
ACTS: Final = tuple(kind for kind in EnforcementKind if kind != EnforcementKind.FOLLOW_UP)


@dataclass(frozen=True, slots=True)
class Measured:
    """What departments did of a refusal: measures, their numbers, fines in yuan, days of publication, follow-up visits."""

    kinds: Sequence[str]
    numbers: Sequence[str]
    fined: Decimal | None
    published: Sequence[date]
    visits: Sequence[tuple[date, str]]
    newest: date | None
    is_late: bool

    @property
    def words(self) -> str:
        return "、".join(self.kinds)


def measured(entries: Iterable[Enforcement], fined_by: date | None = None) -> Measured:
    """What the entries say, in their order; penalties decided until `fined_by` and not public are late."""
    latest = fined_by or date.min
    given = list(entries)
    acts = [one for one in given if one.kind != EnforcementKind.FOLLOW_UP]
    fines = [one.fine for one in acts if one.fine is not None]
    return Measured(
        kinds=tuple(dict.fromkeys(MEASURES[one.kind] for one in acts)),
        numbers=tuple(one.number for one in acts),
        fined=sum(fines, Decimal(0)) if fines else None,
        published=tuple(one.published_on for one in acts if one.published_on),
        visits=tuple((one.decided_on, one.text) for one in given if one.kind == EnforcementKind.FOLLOW_UP),
        newest=max((one.decided_on for one in acts), default=None),
        is_late=any(one.kind in PENALTIES and one.published_on is None and one.decided_on <= latest for one in acts),
    )


def refused_for(user: User) -> "QuerySet[Refusal]":
    """The reported refusals that the person's authority has or watches over; nobody else reads what was done of them."""
    rows: QuerySet[Refusal] = Refusal.objects.visible_to(user).filter(reported_at__isnull=False)
    return rows if user.may(HazardPermission.HAZARD_CASE_VIEW) else rows.none()


def with_measures(rows: "QuerySet[Refusal]", user: User) -> "QuerySet[Refusal]":
    """With the measures that the person may read, for `measured`."""
    entries = Enforcement.objects.visible_to(user).order_by("decided_on", "pk")
    return rows.prefetch_related(Prefetch("enforcements", entries))


def is_open() -> Q:
    """Departments have it in hand; of a hazard that was refused again, the last report counts."""
    newer = Refusal.objects.filter(hazard=OuterRef("hazard"), pk__gt=OuterRef("pk"), reported_at__isnull=False)
    return Q(hazard__state__in=IN_HAND) & Q(~Exists(newer))


def is_late(fined_by: date) -> Q:
    """A penalty that was decided by the day and is not public (law 78)."""
    return Q(Exists(unpublished(fined_by).filter(refusal=OuterRef("pk"))))


def of_authority(body: int, user: User) -> Q:
    """Reported to the body, as far as the person reads the reports."""
    return Q(pk__in=RefusalReport.objects.visible_to(user).filter(recipient=body).values("refusal"))


def of_kind(kind: str) -> Q:
    """A measure of the kind was taken."""
    return Q(Exists(Enforcement.objects.filter(refusal=OuterRef("pk"), kind=kind)))


def aged(age: str, day: date) -> Q:
    """In hand for so long since the report."""
    month, quarter = day - timedelta(days=30), day - timedelta(days=90)
    spans = {
        Age.MONTH: Q(reported_at__date__gte=month),
        Age.QUARTER: Q(reported_at__date__lt=month, reported_at__date__gte=quarter),
        Age.OLDER: Q(reported_at__date__lt=quarter),
    }
    return is_open() & spans[Age(age)]


@dataclass(frozen=True, slots=True)
class Tally:
    """Refusals by state, age, body that was told and measure, with what was fined in yuan."""

    total: int = 0
    open: int = 0
    late: int = 0
    ages: tuple[int, ...] = (0, 0, 0)
    by_authority: tuple[tuple[int, str, int, int], ...] = ()
    by_kind: tuple[tuple[str, int], ...] = ()
    fines: int = 0
    fined: Decimal = Decimal(0)

    @property
    def closed(self) -> int:
        return self.total - self.open


def tally_of(user: User, today: date, fined_by: date, memory: Memory) -> Tally:
    """The refusals in the person's sight; none for who reads no files of enforcement.

    Penalties decided until `fined_by` and not public are late. The numbers are kept until a refusal, a report or a
    measure is written to.
    """
    if not user.may(HazardPermission.HAZARD_CASE_VIEW):
        return Tally()
    rows, own = refused_for(user).order_by(), f"refused {user.role} {user.organisation_id} {today} {fined_by}"
    tables = (Hazard, RefusalReport, Enforcement)
    return _tally(memory.kept(rows, own, lambda: _numbers(rows, user, today, fined_by), tables))


def _tally(kept: Plain) -> Tally:
    """The numbers as the board reads them."""
    lists = {name: tuple(map(tuple, kept[name])) for name in ("by_authority", "by_kind")}
    return Tally(**{**kept, **lists, "ages": tuple(kept["ages"]), "fined": Decimal(kept["fined"])})


def _numbers(rows: "QuerySet[Refusal]", user: User, today: date, fined_by: date) -> Plain:
    """The numbers as the cache can keep them, in a fixed number of queries; yuan as text."""
    ages = {f"age{age}": Count("pk", filter=aged(age, today)) for age in Age}
    own = {"open": Count("pk", filter=is_open()), "late": Count("pk", filter=is_late(fined_by))}
    sums = rows.aggregate(total=Count("pk"), **own, **ages)
    told = RefusalReport.objects.visible_to(user).filter(refusal__in=rows).order_by()
    running = Exists(refused_for(user).filter(is_open(), pk=OuterRef("refusal")))
    bodies = (
        told.annotate(runs=running)
        .values_list("recipient", "recipient__name")
        .annotate(n=Count("refusal", distinct=True), open=Count("refusal", distinct=True, filter=Q(runs=True)))
    )
    acts = Enforcement.objects.visible_to(user).filter(refusal__in=rows, kind__in=ACTS).order_by()
    kinds = acts.values("kind").annotate(n=Count("refusal", distinct=True), times=Count("pk"), yuan=Sum("fine"))
    found = {row["kind"]: row for row in kinds}
    fines: Answers = found.get(EnforcementKind.FINE) or {}
    return {
        "total": sums["total"],
        "open": sums["open"],
        "late": sums["late"],
        "ages": [sums[f"age{age}"] for age in Age],
        "by_authority": [list(row) for row in bodies],
        "by_kind": [[kind.value, found[kind]["n"]] for kind in ACTS if kind in found],
        "fines": fines.get("times", 0),
        "fined": str(fines.get("yuan") or 0),
    }
