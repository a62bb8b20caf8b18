"""The range of a fine under article 109, by dated rules."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

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
    if penalty.overdue and due_on is None:
        return "按逾期未改正处罚的，请填写责令改正的期限"
    if penalty.overdue and (due_on is None or penalty.decided_on <= due_on):
        return f"责令期限为 {due_on}，在 {penalty.decided_on} 尚未逾期，不能按逾期未改正处罚"
    if low is None or high is None:
        return f"{penalty.decided_on} 没有已审定的罚款幅度，请由省应急管理厅先在规则数值表中审定"
    if not low <= penalty.amount <= high:
        case = "逾期未改正" if penalty.overdue else "责令限期改正"
        return (
            f"罚款 {penalty.amount:,.2f} 元不在《安全生产法》第一百零九条规定的范围内（{case}：{low:,.0f} 元至 {high:,.0f} 元），"
            "请核对决定书"
        )
    return None
