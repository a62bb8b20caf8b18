"""Writes of fines against the uninsured: proposed, decided by a second person, published (article 109)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from accounts.models import User
from core import audit, writing
from core.transitions import fire
from core.writing import Refused
from coverage.choices import FineState
from coverage.models import GapCase, GapFine
from coverage.services.cases import insist_past, open_for
from coverage.states import APPROVE_FINE, FINE, REFUSE_FINE
from rulebook.book import values_on
from rulebook.choices import RuleCode

#: The range of a fine: at first, and where the order was not followed in time (work-safety law, article 109).
FIRST: Final = (RuleCode.FINE_MIN, RuleCode.FINE_MAX)
OVERDUE: Final = (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX)


@dataclass(frozen=True, slots=True)
class Penalty:
    """A decision under article 109. `overdue`: the order was not followed in time; `amount` in yuan."""

    number: str
    decided_on: date
    amount: Decimal
    overdue: bool


def complain_penalty(penalty: Penalty, due_on: date | None) -> str | None:
    """What is wrong with the decision, None for a good one."""
    rules = values_on(penalty.decided_on)
    codes = OVERDUE if penalty.overdue else FIRST
    low, high = (rules.get(code) for code in codes)
    if penalty.overdue and (due_on is None or penalty.decided_on <= due_on):
        return f"责令期限为 {due_on}，在 {penalty.decided_on} 尚未逾期，不能按逾期未改正处罚"
    if low is None or high is None:
        return f"{penalty.decided_on} 没有已审定的罚款幅度，请由省应急管理厅先在规则数值表中审定"
    if not low <= penalty.amount <= high:
        case = "逾期未改正" if penalty.overdue else "责令限期改正"
        return (
            f"罚款 {penalty.amount:,.2f} 元不在安全生产法第一百零九条规定的范围内（{case}：{low:,.0f} 元至 {high:,.0f} 元），"
            "请核对决定书"
        )
    return None


def propose_fine(*, case: GapCase, penalty: Penalty, by: User, today: date, at: datetime) -> GapFine:
    """Write the decision down for the second person. Raises NotAllowed, Refused."""
    with open_for(case, "propose-fine", by, at) as locked:
        if locked.state not in FINE.sources:
            raise Refused(f"「{FINE.label}」在当前状态「{locked.get_state_display()}」下不能办理")
        insist_past("decided_on", "决定日期", penalty.decided_on, today)
        writing.insist(complain_penalty(penalty, locked.order_due_on))
        writing.insist(_complain_repeated(locked, penalty))
        fine = GapFine.objects.create(
            case=locked,
            number=penalty.number.strip(),
            decided_on=penalty.decided_on,
            amount=penalty.amount,
            overdue=penalty.overdue,
            proposed_by=by,
            proposed_at=at,
        )
        audit.record("gap-fine.proposed", by=by, at=at, subject=str(fine), amount=str(penalty.amount))
    return fine


def _complain_repeated(case: GapCase, penalty: Penalty) -> str | None:
    """One fine with the order, and after it one for not having corrected in time."""
    kinds = set(case.fines.exclude(state=FineState.REFUSED).values_list("overdue", flat=True))
    if penalty.overdue in kinds:
        return "该案件已有同一情形的罚款，请核对，不得重复处罚"
    return "该案件已按逾期未改正处罚，不能再按责令限期改正处罚" if True in kinds else None


def decide_fine(*, fine: GapFine, approve: bool, note: str, by: User, at: datetime) -> GapFine:
    """Approve or refuse a fine as the second person. Raises NotAllowed, Refused; a refusal needs its reason."""
    move = APPROVE_FINE if approve else REFUSE_FINE
    with open_for(fine.case, move.name, by, at) as case:
        locked = writing.lock(fine, related=("proposed_by__organisation",))
        writing.insist(None if approve or note.strip() else "不予批准须写明理由，请填写审批意见", "note")
        answered: GapFine = fire(
            move, locked, by=by, at=at, answered_by=by, answered_at=at, answer_note=note.strip()[:500]
        )
        if approve:
            fire(FINE, case, by=by, at=at)
    return answered


def publish_fine(*, fine: GapFine, published_on: date, by: User, today: date, at: datetime) -> GapFine:
    """Record the day on which the decision was published. Raises NotAllowed, Refused."""
    with open_for(fine.case, "publish-fine", by, at):
        locked = writing.lock(fine)
        writing.insist(None if locked.state == FineState.DECIDED else "罚款尚未批准，批准后再登记公示日期")
        insist_past("published_on", "公示日期", published_on, today)
        if published_on < locked.decided_on:
            raise Refused(("published_on", f"公示日期 {published_on} 早于决定日期 {locked.decided_on}，请更正"))
        locked.published_on = published_on
        locked.save(update_fields=["published_on"])
        audit.record("gap-fine.published", by=by, at=at, subject=str(locked), on=str(published_on))
    return locked
