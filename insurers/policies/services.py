"""Writes to what hangs on a policy: further facts, endorsements, coinsurance (domain.md 4.2)."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from accounts.models import Organisation, User
from core import audit, writing
from core.writing import Stale
from insurers.policies.models import CoinsuranceShare, Endorsement, Policy, PolicyDetail
from insurers.policies.permissions import PolicyPermission
from insurers.policies.rules import ADDED, STATED, complain_budget, fee_budget, terms_on

WHOLE: Final = Decimal("100.00")

#: What an endorsement may state; one without any of these changes nothing.
CHANGES: Final = (*STATED, *(change for _total, change in ADDED), "end_on", "ends")


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """An endorsement as entered; amounts in yuan, empty ones leave the terms as they are."""

    endorsement_no: str
    effective_on: date
    reason: str
    insured_people: int | None = None
    limit_per_person: Decimal | None = None
    limit_per_accident: Decimal | None = None
    limit_total: Decimal | None = None
    premium_due_change: Decimal | None = None
    premium_paid_change: Decimal | None = None
    end_on: date | None = None
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One insurer's percent of a coinsured policy."""

    name: str
    share: Decimal
    is_lead: bool = False
    insurer: Organisation | None = None


def save_detail(*, policy: Policy, values: Mapping[str, object], seen: str, by: User, at: datetime) -> PolicyDetail:
    """Store the further facts. `seen` is the version that the page showed, empty where there were none yet.

    Raises NotAllowed, Refused, Stale.
    """
    with _open(policy, by=by, at=at, step="policy-detailed") as locked:
        row = _current_detail(locked, seen)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, values[name])
        due = fee_budget(locked.premium_paid, locked.fee_rate)
        writing.insist(complain_budget(row.fee_budget, row.budget_reason, due))
        row.updated_at = at
        row.save()
        audit.record("policy.detailed", by=by, at=at, subject=str(policy), fields=", ".join(changed))
    return row


def _current_detail(policy: Policy, seen: str) -> PolicyDetail:
    """The further facts as the page showed them. Raises Stale."""
    row = PolicyDetail.objects.filter(policy=policy).first()
    if row is not None:
        writing.insist_current(row, seen)
    elif seen:
        raise Stale("", sentence="页面已失效，请刷新后核对现状再办理")
    return row or PolicyDetail(policy=policy)


def _open(policy: Policy, *, by: User, at: datetime, step: str) -> AbstractContextManager[Policy]:
    """A write to what hangs on the policy, whose row stays locked."""
    return writing.open_row(
        policy, by=by, permission=PolicyPermission.POLICY_WRITE, at=at, step=step, related=("insurer",)
    )


def complain_change(policy: Policy, change: Change) -> str | None:
    """What stands in the way of an endorsement; None where nothing does."""
    if not any(getattr(change, name) not in (None, "") for name in CHANGES):
        return "批单未填写任何变更内容，请至少填写一项。"
    if change.effective_on < policy.start_on:
        return f"批单生效日期 {change.effective_on} 早于保险起期 {policy.start_on}，请核对批单。"
    changes = in_effect(policy)
    before = terms_on(policy, changes)
    if before.ended:
        return f"保单已于 {before.end_on} 终止，不能再登记批单。"
    if change.effective_on > before.end_on:
        return f"批单生效日期 {change.effective_on} 晚于保险止期 {before.end_on}，请核对批单。"
    if change.ends and change.end_on:
        return "退保或注销的批单不填写新的保险止期，请删去其中一项。"
    if change.end_on and change.end_on < change.effective_on:
        return f"新的保险止期 {change.end_on} 早于批单生效日期 {change.effective_on}，请核对批单。"
    if any(row.endorsement_no == change.endorsement_no for row in changes):
        return f"批单号“{change.endorsement_no}”在本保单已登记，请核对批单号。"
    complaint = terms_on(policy, in_order([*changes, preview(policy, change)])).complaint(policy.start_on)
    return complaint and f"{complaint}，请核对批单。"


def in_order(changes: list[Endorsement]) -> list[Endorsement]:
    """Endorsements by the day of their effect, those of one day as entered."""
    return sorted(changes, key=lambda row: (row.effective_on, row.pk or 2**62))


def preview(policy: Policy, change: Change) -> Endorsement:
    """The endorsement unsaved, to show what it would change."""
    values = {name: getattr(change, name) for name in Change.__dataclass_fields__}
    return Endorsement(policy=policy, **values)


def endorse(*, policy: Policy, change: Change, by: User, at: datetime) -> Endorsement:
    """Enter an endorsement, and with it the last day of cover. Raises NotAllowed, Refused."""
    with _open(policy, by=by, at=at, step="policy-endorsed") as locked:
        writing.insist(complain_change(locked, change))
        row = preview(locked, change)
        row.recorded_by, row.recorded_at = by, at
        row.save()
        _keep_last_day(locked, at)
        effective = row.effective_on.isoformat()
        audit.record(
            "policy.endorsed", by=by, at=at, subject=str(policy), endorsement=row.endorsement_no, effective_on=effective
        )
    return row


def withdraw_endorsement(*, endorsement: Endorsement, reason: str, by: User, at: datetime) -> None:
    """Take an endorsement entered by mistake away; the history keeps it. Raises NotAllowed, Refused."""
    with _open(endorsement.policy, by=by, at=at, step="policy-endorsement-withdrawn") as policy:
        writing.insist(None if reason.strip() else "请填写撤销批单的理由")
        row = writing.lock(endorsement)
        number = row.endorsement_no
        row.delete()
        complaint = terms_on(policy, in_effect(policy)).complaint(policy.start_on)
        writing.insist(complaint and f"撤销后{complaint}，请先处理其后的批单")
        _keep_last_day(policy, at)
        subject = str(policy)
        audit.record("policy.endorsement-withdrawn", by=by, at=at, subject=subject, endorsement=number, reason=reason)


def in_effect(policy: Policy) -> list[Endorsement]:
    """The stored endorsements in the order of their effect."""
    return list(policy.endorsements.order_by("effective_on", "pk"))


def _keep_last_day(policy: Policy, at: datetime) -> None:
    end_on, ended = _last_day(policy)
    known = PolicyDetail.objects.filter(policy=policy)
    if end_on is None and not known.filter(cover_end_on__isnull=False).exists():
        return
    values = {"cover_end_on": end_on, "ended": ended, "updated_at": at}
    PolicyDetail.objects.update_or_create(policy=policy, defaults=values)


def _last_day(policy: Policy) -> tuple[date | None, str]:
    """(last day of cover or None, what ended it) as PolicyDetail keeps them: None where no endorsement moved it."""
    changes = in_effect(policy)
    if not any(change.ends or change.end_on for change in changes):
        return None, ""
    terms = terms_on(policy, changes)
    return terms.end_on, terms.ended


def complain_parts(policy: Policy, parts: list[Part]) -> str | None:
    """What stands in the way of the shares: they make 100.00 %, one leads, the policy's own insurer is among them."""
    names = [part.name for part in parts]
    if len(set(names)) != len(names):
        return "同一保险机构填写了多行，请合并为一行。"
    if any(part.share <= 0 for part in parts):
        return "共保份额应大于 0，请核对。"
    total = sum((part.share for part in parts), Decimal(0))
    if total != WHOLE:
        return f"共保份额合计 {total:.2f}%，应为 100.00%，相差 {abs(WHOLE - total):.2f} 个百分点，请调整。"
    if len(parts) < 2:
        return "共保应有两家以上保险机构；独家承保的保单请删去全部份额。"
    if sum(part.is_lead for part in parts) != 1:
        return "请指定一家首席承保机构，且只能指定一家。"
    if not any(part.insurer is not None and part.insurer.pk == policy.insurer_id for part in parts):
        return f"份额中没有本保单的保险机构“{policy.insurer.name}”，请补充。"
    return None


def save_shares(*, policy: Policy, parts: list[Part], by: User, at: datetime) -> None:
    """Store all shares of a policy at once; none ends the coinsurance. Raises NotAllowed, Refused."""
    with _open(policy, by=by, at=at, step="policy-shared") as locked:
        writing.insist(complain_parts(locked, parts) if parts else None)
        CoinsuranceShare.objects.filter(policy=locked).delete()
        for part in parts:
            CoinsuranceShare.objects.create(
                policy=locked, insurer=part.insurer, name=part.name, share=part.share, is_lead=part.is_lead
            )
        told = "；".join(f"{part.name} {part.share:.2f}%" for part in parts)
        audit.record("policy.shared", by=by, at=at, subject=str(policy), shares=told)
