"""A case is opened from a fact, by the authority that the rule gives it to; the same fact opens no second one.

An enterprise is pursued for not being insured in one case at a time: whether the gap or an inspection said so first, the
other fact joins the open case. Where another authority has that case, a finding that was handed over to one's own goes to
it 并案移送, so that the case ends for the finding, too (domain.md 0.6: one authority of the place); a candidate of the gap,
which nobody handed over, is refused with the case's number, since the case pursues the same gap.
"""

from datetime import date, datetime
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import User
from accounts.roles import Role
from core import audit, walls, writing
from core.writing import Refused
from dispositions.choices import CaseState
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
    place = {"sector": fact.sector, "county": fact.county, "city": fact.city}
    keys = {
        *authority_for(subject=fact.subject, kind=fact.kind, **place),
        *authority_for(subject=fact.subject, kind=FindingKind.OTHER, **place),  # a sector authority, whatever the fault
    }
    sector = own.sector if own.kind == OrganisationKind.SECTOR_AUTHORITY else ""
    if Key(own.kind, own.division_id, sector) in keys:
        return None
    if by.role == Role.REG_PROV:
        return f"「{fact.subject_name}」的该项业务由属地监管机构立案；需省级监管局办理的，由监管分局转办"
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
    if same.authority_id == by.organisation_id:
        remedy = "请并入该案件办理"
    else:
        remedy = "请并案移送该机关办理" if fact.receiver_id else "由该机关在该案件中办理"
    return (
        f"「{fact.subject_name}」应保未保已由「{same.authority}」立案（{same.number}），同一事实不得重复立案，{remedy}"
    )


def insist_side(*, subject: FindingSubject, by: User, at: datetime) -> None:
    """Nobody opens a case on whom the other kind of authority deals with, whatever else was sent. Raises NotAllowed,
    Refused."""
    with writing.open_ledger(Case, subject.official, by=by, permission=WRITE, at=at, step="open"):
        writing.insist(complain_side(subject, by.role))


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


def hand_to_case(*, fact: Fact, by: User, today: date, at: datetime) -> Case:
    """Give a fact that was handed over to the own authority to another's open case of the matter 并案移送.

    Raises NotAllowed, Refused.
    """
    with writing.open_ledger(Case, fact.name, by=by, permission=WRITE, at=at, step="hand-in", sentences=SENTENCES):
        writing.insist(complain_fact(fact, by))
        known, same = case_of_fact(fact.source, fact.key), case_of_matter(fact)
        if known is not None:
            raise Refused(f"「{fact.name}」已在案件 {known.number} 中办理，不得重复移送")
        if same is None or fact.receiver_id is None or same.authority_id == by.organisation_id:
            raise Refused(f"「{fact.name}」没有可以并案移送的其他机关案件，请立案或者并入本机关的案件")
        audit.record("disposition.joined", by=by, at=at, subject=same.number, fact=fact.name, source=fact.source)
        with walls.aside("a fact goes into the open case of another authority, which the sender does not read"):
            case = writing.lock(same, related=("authority",))
            writing.insist(None if case.state != CaseState.CLOSED else f"案件 {case.number} 已经办结，请刷新页面后立案")
            _write_origin(case, fact, by, at)
        source = source_of(fact.source)
        if source is not None:
            source.opened(case, fact.key, by, today, at)
            source.referred(case, fact.key, case.authority, by, at)
    return case


def _write_origin(case: Case, fact: Fact, by: User, at: datetime) -> None:
    Origin.objects.create(case=case, source=fact.source, key=fact.key, name=fact.name[:200], added_by=by, added_at=at)


def _add_origin(case: Case, fact: Fact, by: User, today: date, at: datetime) -> None:
    """Write down that the case deals with the fact, and tell the room that holds it."""
    _write_origin(case, fact, by, at)
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
