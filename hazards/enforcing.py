"""What departments do after a refusal: measures, publicity, follow-up, reopening, supervision (N35, N36; law 65 to 102)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from campaigns.choices import RuleCode
from campaigns.rulebook import values_on
from core.transitions import TransitionRefused
from hazards import entries, guards, states
from hazards.choices import EnforcementKind, Supervision
from hazards.entries import FineRange, Measure
from hazards.models import Enforcement, Hazard, Refusal, Reopening
from hazards.moving import act, attach_all, insist, move

FOLLOW_UP = "FOLLOW_UP"
#: The highest level of supervision that each kind of department sets.
REACH = {"COUNTY_EM": ("NONE", "COUNTY"), "CITY_EM": ("NONE", "COUNTY", "CITY"), "SECTOR": ("NONE", "CITY")}


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


def enter(
    *, hazard: Hazard, entry: Entry, by: User, today: date, at: datetime, seen: datetime | None = None,
    files: Sequence[Any] = (),
) -> Hazard:  # fmt: skip
    """Write a measure or a follow-up, with its documents; the first measure moves the case to 执法中.

    Raises NotAllowed, TransitionRefused, AttachmentRefused.
    """

    def write(row: Hazard) -> None:
        insist(guards.may_take(row, by))
        insist(_complain(row, entry, today))
        made = Enforcement.objects.create(
            hazard=row, organisation=by.organisation, kind=entry.kind, number=entry.number.strip(),
            decided_on=entry.decided_on, fine=entry.fine, of_refusal=entry.of_refusal, text=entry.text.strip(),
            entered_by=by, entered_at=at,
        )  # fmt: skip
        attach_all(made, "document", files, by, at)

    if hazard.state == "ACCEPTED" and entry.kind != FOLLOW_UP:
        return move(states.ENFORCE, hazard=hazard, by=by, at=at, seen=seen, before=write)
    return act(
        hazard=hazard, permission=Permission.HAZARD_ENFORCE, by=by, at=at, step="enforcement-entered", seen=seen,
        work=write,
    )  # fmt: skip


def _complain(row: Hazard, entry: Entry, today: date) -> str | None:
    if row.state not in {"ACCEPTED", "ENFORCING"}:
        return f"隐患处于「{row.get_state_display()}」状态，执法记录只能在受理之后、办结之前登记"
    refusal = Refusal.objects.filter(hazard=row, reported_at__isnull=False).order_by("-pk").first()
    since = timezone.localdate(refusal.reported_at) if refusal and refusal.reported_at else row.found_on
    if entry.kind == FOLLOW_UP:
        if row.state != "ENFORCING":
            return "须先登记执法措施，再登记跟踪记录"
        if not entry.text.strip():
            return "跟踪记录为空，请写明核查情况"
        return (
            None if since <= entry.decided_on <= today else f"跟踪日期 {entry.decided_on} 须在 {since} 至 {today} 之间"
        )
    measure = Measure(str(EnforcementKind(entry.kind).label))
    told = entries.Enforcement(measure, entry.number, entry.decided_on, entry.fine, entry.of_refusal)
    return entries.complain_enforcement(told, since, today, fine_range(entry.decided_on, of_refusal=entry.of_refusal))


def publish(
    *, hazard: Hazard, entry: Enforcement, published_on: date, by: User, today: date, at: datetime,
    seen: datetime | None = None,
) -> Hazard:  # fmt: skip
    """Write the day of publicity of a measure (law 78). Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        mine = Enforcement.objects.select_for_update(of=("self",)).get(pk=entry.pk, hazard=row)
        if mine.organisation_id != by.organisation_id:
            raise TransitionRefused("只有作出决定的部门可以登记公示")
        insist(entries.complain_publicity(published_on, mine.decided_on, today))
        mine.published_on = published_on
        mine.save(update_fields=["published_on"])

    return act(
        hazard=hazard, permission=Permission.HAZARD_ENFORCE, by=by, at=at, step="enforcement-published", seen=seen,
        work=write,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consent:
    """A department's consent to reopen; `officers` names the two or more who checked on site."""

    number: str
    agreed_on: date
    officers: str
    opinion: str


def reopen(
    *, hazard: Hazard, consent: Consent, by: User, today: date, at: datetime, seen: datetime | None = None
) -> Hazard:
    """Consent to reopen after a stop, on an acceptance report. Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        facts = row.facts()
        if not Enforcement.objects.filter(hazard=row, kind="STOP", organisation=by.organisation_id).exists():
            raise TransitionRefused("只有作出停产停业决定的部门可以同意恢复生产经营")
        if not facts.has_acceptance_report:
            raise TransitionRefused("还缺少：验收报告，请由报送单位上传后再办理")
        if len([name for name in consent.officers.replace("，", "、").split("、") if name.strip()]) < 2:
            raise TransitionRefused("现场核查须有两名以上执法人员，请以顿号分隔填写姓名")
        if not row.found_on <= consent.agreed_on <= today:
            raise TransitionRefused(f"同意日期 {consent.agreed_on} 须在 {row.found_on} 至今天 {today} 之间")
        Reopening.objects.create(
            hazard=row, organisation=by.organisation, number=consent.number.strip(), agreed_on=consent.agreed_on,
            officers=consent.officers.strip(), opinion=consent.opinion.strip(), entered_by=by, entered_at=at,
        )  # fmt: skip

    return act(
        hazard=hazard, permission=Permission.HAZARD_ENFORCE, by=by, at=at, step="reopened", seen=seen, work=write
    )


def resume(*, hazard: Hazard, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """Back to rectification. Raises NotAllowed, TransitionRefused."""
    return move(states.RESUME, hazard=hazard, by=by, at=at, seen=seen)


def settle(*, hazard: Hazard, by: User, today: date, at: datetime, seen: datetime | None = None) -> Hazard:
    """Close the case. Raises NotAllowed, TransitionRefused."""
    return move(states.SETTLE, hazard=hazard, by=by, at=at, seen=seen, closed_on=today)


def supervise(*, hazard: Hazard, level: str, by: User, at: datetime, seen: datetime | None = None) -> Hazard:
    """Set the level that supervises a major hazard 挂牌督办 (law 41). Raises NotAllowed, TransitionRefused."""

    def write(row: Hazard) -> None:
        insist(guards.only_department(row.facts(), by))
        if row.level != "MAJOR" or row.state in states.FINAL:
            raise TransitionRefused("只有未销号的重大隐患可以挂牌督办")
        if level not in REACH.get(by.role, ()) or row.supervise not in REACH[by.role]:
            raise TransitionRefused(f"「{dict(Supervision.choices).get(level, level)}」挂牌督办由相应层级的部门办理")
        Hazard.objects.filter(pk=row.pk).update(supervise=level)

    return act(
        hazard=hazard, permission=Permission.HAZARD_ENFORCE, by=by, at=at, step="supervised", seen=seen, work=write
    )
