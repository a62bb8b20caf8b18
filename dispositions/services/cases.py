"""A case is opened from a fact, by the authority that the rule gives it to; the same fact opens no second one.

An enterprise is pursued for not being insured in one case at a time: whether the gap or an inspection said so first, the
other fact joins the open case, or is refused with the case's number where another authority has it.
"""

from datetime import date, datetime
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import User
from accounts.roles import NINGBO, Role
from core import audit, walls, writing
from core.writing import Refused
from dispositions.models import Case, Origin
from dispositions.rules import complain_side
from dispositions.services.base import SENTENCES, WRITE, open_case_row
from dispositions.sources import Fact, source_of
from hazards.choices import LetterKind
from hazards.services.numbers import next_of_series
from inspections.choices import FindingKind, FindingSubject
from inspections.rules.routing import Key, authority_for

DIGITS: Final = 4


def complain_fact(fact: Fact, by: User) -> str | None:
    """Why the person's authority cannot take the fact: side first, then place, sector and whom it was handed to."""
    reason = complain_side(fact.subject, by.role)
    if reason:
        return reason
    own = by.organisation
    if fact.receiver_id is not None:
        return None if fact.receiver_id == own.pk else f"「{fact.name}」已移交其他机关，只有受移交的机关可以立案"
    if by.role == Role.REG_PROV and fact.subject == FindingSubject.INSURER and fact.city != NINGBO:
        return None
    keys = authority_for(subject=fact.subject, kind=fact.kind, sector=fact.sector, county=fact.county, city=fact.city)
    sector = own.sector if own.kind == OrganisationKind.SECTOR_AUTHORITY else ""
    if Key(own.kind, own.division_id, sector) in keys:
        return None
    return f"「{fact.subject_name}」不在「{own}」的管辖范围内，请由属地有管辖权的机关立案"


def case_of_fact(source: str, key: str) -> Case | None:
    """The case that a fact opened, whoever has it: for linking and for refusing a second one."""
    with walls.aside("a fact opens one case, whoever has it; who may not read the case is told its number alone"):
        return Case.objects.filter(origins__source=source, origins__key=key).select_related("authority").first()


def case_of_matter(fact: Fact) -> Case | None:
    """The open case on the same matter, whoever has it: that the enterprise is not insured; None for other matters."""
    if fact.kind != FindingKind.NOT_INSURED or fact.enterprise is None:
        return None
    with walls.aside(
        "an enterprise is pursued once for not being insured; who may not read the case is told its number"
    ):
        rows = Case.objects.open().filter(kind=FindingKind.NOT_INSURED, enterprise=fact.enterprise)
        return rows.select_related("authority").first()


def complain_known(fact: Fact, by: User) -> str | None:
    """That the fact, or its matter, has a case already, with the case's number and what to do."""
    known = case_of_fact(fact.source, fact.key)
    if known is not None:
        return f"「{fact.name}」已由「{known.authority}」立案（{known.number}），同一事实不得重复立案"
    same = case_of_matter(fact)
    if same is None:
        return None
    remedy = "请并入该案件办理" if same.authority_id == by.organisation_id else "请在该案件中办理，或者与该机关协商"
    return (
        f"「{fact.subject_name}」应保未保已由「{same.authority}」立案（{same.number}），同一事实不得重复立案，{remedy}"
    )


def open_case(*, fact: Fact, title: str, facts: str, basis: str = "", by: User, today: date, at: datetime) -> Case:
    """Open a case; the person handles it. Raises NotAllowed, Refused."""
    with writing.open_ledger(Case, fact.name, by=by, permission=WRITE, at=at, step="open", sentences=SENTENCES):
        writing.insist(complain_fact(fact, by))
        writing.insist(complain_known(fact, by))
        writing.insist(None if title.strip() else "案由为空，请填写", "title")
        writing.insist(None if facts.strip() else "事实为空，请写明核实的情况", "facts")
        case = Case.objects.create(
            **_about(fact),
            number=_number(by, today),
            title=title.strip()[:200],
            facts=facts.strip(),
            basis=basis.strip(),
            authority=by.organisation,
            handler=by,
            opened_on=today,
            opened_by=by,
            opened_at=at,
        )
        audit.record("disposition.opened", by=by, at=at, subject=case.number, fact=fact.name, source=fact.source)
        _add_origin(case, fact, by, today, at)
    return case


def join_case(*, case: Case, fact: Fact, by: User, today: date, at: datetime) -> Case:
    """Add a further fact of the same matter to an open case, which ends for both. Raises NotAllowed, Refused."""
    with open_case_row(case, "join", by, at) as locked:
        writing.insist(complain_fact(fact, by))
        known, same = case_of_fact(fact.source, fact.key), case_of_matter(fact)
        if known is not None:
            raise Refused(f"「{fact.name}」已在案件 {known.number} 中办理，不得重复并入")
        if same is None or same.pk != locked.pk:
            raise Refused(f"「{fact.name}」与案件 {locked.number} 不是同一企业的应保未保，不能并入，请另行立案")
        audit.record("disposition.joined", by=by, at=at, subject=locked.number, fact=fact.name, source=fact.source)
        _add_origin(locked, fact, by, today, at)
    return locked


def _add_origin(case: Case, fact: Fact, by: User, today: date, at: datetime) -> None:
    """Write down that the case deals with the fact, and tell the room that holds it."""
    Origin.objects.create(case=case, source=fact.source, key=fact.key, name=fact.name[:200], added_by=by, added_at=at)
    source = source_of(fact.source)
    if source is not None:
        source.opened(case, fact.key, by, today, at)


def _number(by: User, today: date) -> str:
    """CZ, the code of the authority, the year, and a running number without gaps."""
    seq = next_of_series(LetterKind.CASE, by.organisation, today.year)
    return f"CZ-{by.organisation.code}-{today.year}-{seq:0{DIGITS}d}"


def _about(fact: Fact) -> dict[str, object]:
    """The columns that the fact gives."""
    return {
        "subject": fact.subject,
        "subject_name": fact.subject_name,
        "enterprise": fact.enterprise,
        "insurer": fact.insurer,
        "agency": fact.agency,
        "city_id": fact.city,
        "county_id": fact.county or None,
        "sector": fact.sector,
        "source": fact.source,
        "source_key": fact.key,
        "source_name": fact.name,
        "kind": fact.kind,
    }
