"""What departments do after a refusal: measures, publicity, follow-up, reopening, supervision (N35, N36; law 65 to 102)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.core.files.base import File
from django.db.models import Q
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.roles import Role
from core import writing
from core.choices import official_labels
from core.identifiers import paper_number
from core.writing import Refused, Seen
from hazards import guards, states
from hazards.choices import EnforcementKind, HazardStatus, Supervision
from hazards.facts import MAJOR, Facts
from hazards.models import Enforcement, Hazard, Refusal, Reopening
from hazards.models.gathering import newest_file
from hazards.permissions import HazardPermission
from hazards.rules import entries
from hazards.rules.entries import FineRange, Measure
from hazards.services import numbers
from hazards.services.moves import act, attach_files, move
from rulebook.book import values_on
from rulebook.choices import RuleCode

FOLLOW_UP: Final = EnforcementKind.FOLLOW_UP
#: The levels of supervision that each kind of department sets, and may let go.
REACH: Final[dict[str, tuple[Supervision, ...]]] = {
    Role.COUNTY_EM: (Supervision.NONE, Supervision.COUNTY),
    Role.CITY_EM: (Supervision.NONE, Supervision.COUNTY, Supervision.CITY),
    Role.SECTOR: (Supervision.NONE, Supervision.CITY),
    Role.PROV_EM: (Supervision.NONE, Supervision.COUNTY, Supervision.CITY, Supervision.PROVINCE),
}
#: What is published (law 78): penalties, not orders to correct, seizures or transfers.
PENALTIES = frozenset({EnforcementKind.FINE, EnforcementKind.STOP})
#: A case is in the hands of the departments that were told of it; before, any department of the place may act.
CASE = frozenset({HazardStatus.ACCEPTED, HazardStatus.ENFORCING})
BEFORE = frozenset({HazardStatus.RECORDED, HazardStatus.NOTIFIED, HazardStatus.RECTIFYING, HazardStatus.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Entry:
    """A measure, or a word on its follow-up (kind FOLLOW_UP). `fine` in yuan."""

    kind: str
    number: str
    decided_on: date
    fine: Decimal | None
    of_refusal: bool
    text: str


def fine_range(day: date, *, of_refusal: bool) -> FineRange:
    """The range of article 102 on the day."""
    rules = values_on(day)
    if of_refusal:
        return FineRange(rules.get(RuleCode.REFUSAL_FINE_MIN), rules.get(RuleCode.REFUSAL_FINE_MAX), entries.REFUSED)
    return FineRange(Decimal(0), rules.get(RuleCode.HAZARD_FINE_MAX), entries.NOT_REMOVED)


def enter_measure(
    *,
    hazard: Hazard,
    entry: Entry,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
    files: "Sequence[File[bytes]]" = (),
) -> Hazard:
    """Write a measure or a follow-up, with its documents; the first measure of a case moves it to 执法中.

    A fine is proposed and agreed to instead (`services.fines`). Raises NotAllowed, Refused, Stale.
    """

    def write(row: Hazard) -> None:
        if entry.kind == EnforcementKind.FINE:
            raise Refused("罚款须由本部门两人办理：一人提出，另一人复核同意后登记")
        insist_entry(row, entry, by, today)
        attach_files(write_measure(row, entry, by, at), "document", files, by, at)

    if hazard.state == HazardStatus.ACCEPTED and entry.kind != FOLLOW_UP:
        return move(states.ENFORCE, hazard=hazard, by=by, at=at, seen=seen, before=write)
    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_ENFORCE,
        by=by,
        at=at,
        step="enforcement-entered",
        seen=seen,
        work=write,
    )


def insist_entry(row: Hazard, entry: Entry, by: User, today: date) -> None:
    """Raises Refused for who may not enter a measure now, and for what cannot be right."""
    writing.insist(may_enter(row, row.facts(), by) or _complain(row, entry, by, today))
    writing.insist(complain_given(row, entry, by.organisation), "number")


def complain_given(row: Hazard, entry: Entry, authority: Organisation) -> str | None:
    """That the number was given before: that of a fine belongs to it alone, another paper may tell of several hazards,
    and is one measure on each."""
    number, is_fine = paper_number(entry.number), entry.kind == EnforcementKind.FINE
    if entry.kind == FOLLOW_UP or not number:
        return None
    given = Enforcement.objects.filter(organisation=authority, number=number).exclude(kind=FOLLOW_UP)
    also = Q(kind=EnforcementKind.FINE) | Q(hazard=row) & ~Q(kind=entry.kind)
    known = (given if is_fine else given.filter(also)).select_related("hazard").first()
    if known is not None:
        where = f"隐患 {known.hazard} 的「{known.get_kind_display()}」"
    else:
        where = numbers.given_in_cases(number, authority) or ""
    return f"文书号「{number}」本机关已在{where}使用，请核对文书号" if where else None


def write_measure(row: Hazard, entry: Entry, by: User, at: datetime) -> Enforcement:
    """The entry in the file of the hazard; inside an open write."""
    case = Refusal.objects.filter(hazard=row).order_by("-pk").first() if row.state in CASE else None
    return Enforcement.objects.create(
        hazard=row,
        refusal=case,
        organisation=by.organisation,
        kind=entry.kind,
        number=paper_number(entry.number),
        decided_on=entry.decided_on,
        fine=entry.fine,
        of_refusal=entry.of_refusal,
        text=entry.text.strip(),
        files_until=newest_file(row),
        entered_by=by,
        entered_at=at,
    )


def may_enter(hazard: Hazard, facts: Facts, by: User) -> str | None:
    """Why the person may not enter a measure now, None where they may (law 65: departments of the place; N35)."""
    if hazard.state in CASE:
        return guards.may_take(hazard, by)
    if hazard.state in BEFORE:
        return guards.only_department(facts, by)
    return f"隐患处于「{hazard.get_state_display()}」状态，执法记录在登记之后、受理之后登记，已报告的请先签收"


def _complain(row: Hazard, entry: Entry, by: User, today: date) -> str | None:
    refusal = Refusal.objects.filter(hazard=row, reported_at__isnull=False).order_by("-pk").first()
    in_case = row.state in CASE and refusal is not None and refusal.reported_at is not None
    since = timezone.localdate(refusal.reported_at) if in_case else row.found_on  # type: ignore[union-attr]
    if entry.kind == FOLLOW_UP:
        return _complain_follow_up(row, entry, by, since, today)
    if entry.fine is not None and entry.of_refusal and not in_case:
        return "该隐患未经报告拒不整改，罚款依据请取消勾选「因拒不执行」"
    measure = Measure(str(EnforcementKind(entry.kind).official))
    told = entries.Enforcement(measure, entry.number, entry.decided_on, entry.fine, entry.of_refusal)
    return entries.complain_enforcement(told, since, today, fine_range(entry.decided_on, of_refusal=entry.of_refusal))


def _complain_follow_up(row: Hazard, entry: Entry, by: User, since: date, today: date) -> str | None:
    measures = Enforcement.objects.filter(hazard=row).exclude(kind=FOLLOW_UP)
    own = measures if row.state in CASE else measures.filter(organisation=by.organisation_id)
    if row.state == HazardStatus.ACCEPTED or not own.exists():
        return "须先登记执法措施，再登记跟踪记录"
    if entry.fine is not None:
        return "跟踪记录不带罚款金额，罚款请作为执法措施登记"
    if not entry.text.strip():
        return "跟踪记录为空，请写明核查情况"
    if not since <= entry.decided_on <= today:
        return f"跟踪日期 {entry.decided_on} 须在 {since} 至 {today} 之间"
    return None


def publish_penalty(
    *,
    hazard: Hazard,
    entry: Enforcement,
    published_on: date,
    by: User,
    today: date,
    at: datetime,
    seen: Seen | None = None,
) -> Hazard:
    """Write the day of publicity of a measure (law 78). Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        mine = Enforcement.objects.select_for_update(of=("self",)).get(pk=entry.pk, hazard=row)
        if mine.organisation_id != by.organisation_id:
            raise Refused("只有作出决定的部门可以登记公示")
        writing.insist(entries.complain_publicity(published_on, mine.decided_on, today))
        mine.published_on = published_on
        mine.save(update_fields=["published_on"])

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_ENFORCE,
        by=by,
        at=at,
        step="enforcement-published",
        seen=seen,
        work=write,
    )


@dataclass(frozen=True, slots=True)
class Consent:
    """A department's consent to reopen; `officers` names the two or more who checked on site."""

    number: str
    agreed_on: date
    officers: str
    opinion: str


def allow_reopening(
    *, hazard: Hazard, consent: Consent, by: User, today: date, at: datetime, seen: Seen | None = None
) -> Hazard:
    """Consent to reopen after a stop, on an acceptance report: what the own department stopped, nothing else.

    Raises NotAllowed, Refused, Stale.
    """

    def write(row: Hazard) -> None:
        facts = row.facts()
        writing.insist(f"隐患处于「{row.get_state_display()}」状态，无须办理" if row.state in states.FINAL else None)
        writing.insist(may_reopen(facts, by))
        stops = Enforcement.objects.filter(
            hazard=row, kind=EnforcementKind.STOP, organisation=by.organisation_id, reopening__isnull=True
        )
        writing.insist(_complain_consent(consent, max(stop.decided_on for stop in stops), today))
        for stop in stops:
            Reopening.objects.create(
                hazard=row,
                stop=stop,
                organisation=by.organisation,
                number=paper_number(consent.number),
                agreed_on=consent.agreed_on,
                officers=consent.officers.strip(),
                opinion=consent.opinion.strip(),
                entered_by=by,
                entered_at=at,
            )

    return act(
        hazard=hazard, permission=HazardPermission.HAZARD_ENFORCE, by=by, at=at, step="reopened", seen=seen, work=write
    )


def file_acceptance(
    *, hazard: Hazard, files: "Sequence[File[bytes]]", by: User, at: datetime, seen: Seen | None = None
) -> Hazard:
    """The department that ordered a stop files the acceptance report itself. Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        writing.insist(may_file_acceptance(row.facts(), by))
        writing.insist(None if files else "请选择验收报告文件", "sent")
        attach_files(row, "acceptance", files, by, at)

    permission = HazardPermission.HAZARD_ENFORCE
    return act(hazard=hazard, permission=permission, by=by, at=at, step="acceptance-filed", seen=seen, work=write)


def may_file_acceptance(facts: Facts, by: User) -> str | None:
    """Why the person may not file the report of acceptance; None where they may (law 65)."""
    is_own = by.organisation_id in facts.stopped_by
    return None if is_own else "只有作出停产停业决定且尚未解除的部门可以登记验收报告，报送单位在附件中上传"


def may_reopen(facts: Facts, by: User) -> str | None:
    """Why the person may not consent to reopening; None where they may."""
    if by.organisation_id not in facts.stopped_by:
        return "只有作出停产停业决定且尚未解除的部门可以同意恢复生产经营"
    return (
        None
        if facts.has_acceptance_report
        else "还缺少：停产停业决定之后的验收报告，请由报送单位上传或者由本部门登记后再办理"
    )


def _complain_consent(consent: Consent, stopped_on: date, today: date) -> str | None:
    if len([name for name in consent.officers.replace("，", "、").split("、") if name.strip()]) < 2:
        return "现场核查须有两名以上执法人员，请以顿号分隔填写姓名"
    if not stopped_on <= consent.agreed_on <= today:
        return f"同意日期 {consent.agreed_on} 须在停产停业决定日期 {stopped_on} 至今天 {today} 之间"
    return None


def resume_rectification(
    *, hazard: Hazard, deadline: date, by: User, today: date, at: datetime, seen: Seen | None = None
) -> Hazard:
    """Back to rectification by a new deadline, proven anew. Raises NotAllowed, Refused, Stale."""

    def begin(row: Hazard) -> None:
        writing.insist(None if deadline > today else f"新的整改期限 {deadline} 须晚于今天 {today}")
        row.evidence_from = newest_file(row)
        row.save(update_fields=["evidence_from"])

    return move(
        states.RESUME, hazard=hazard, by=by, at=at, seen=seen, before=begin, deadline=deadline, rectified_on=None
    )


def settle_case(*, hazard: Hazard, by: User, today: date, at: datetime, seen: Seen | None = None) -> Hazard:
    """Close the case. Raises NotAllowed, Refused, Stale."""
    return move(states.SETTLE, hazard=hazard, by=by, at=at, seen=seen, closed_on=today)


def set_supervision(*, hazard: Hazard, level: str, by: User, at: datetime, seen: Seen | None = None) -> Hazard:
    """Set the level that supervises a major hazard 挂牌督办 (law 41). Raises NotAllowed, Refused, Stale."""

    def write(row: Hazard) -> None:
        writing.insist(may_supervise(row, row.facts(), by))
        if level not in REACH[by.role]:
            raise Refused(f"「{official_labels(Supervision).get(level, level)}」挂牌督办由相应层级的部门办理")
        Hazard.objects.filter(pk=row.pk).update(supervise=level)

    return act(
        hazard=hazard,
        permission=HazardPermission.HAZARD_SUPERVISE,
        by=by,
        at=at,
        step="supervised",
        seen=seen,
        work=write,
    )


def may_supervise(hazard: Hazard, facts: Facts, by: User) -> str | None:
    """Why the person may not set the supervision now; None where they may."""
    if hazard.level != MAJOR or hazard.state in {*states.FINAL, HazardStatus.DRAFT}:
        return "只有已登记、未销号的重大隐患可以挂牌督办"
    if hazard.supervise not in REACH.get(by.role, ()):
        return f"现为{hazard.get_supervise_display()}挂牌督办，由相应层级的部门办理"
    return None if by.role == Role.PROV_EM else guards.only_department(facts, by)
