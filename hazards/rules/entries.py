"""What may be entered on the way of a hazard: each `complain_*` answers a Chinese sentence, None for a good entry.

Pure: the day is passed in, facts come as values. The services refuse with these sentences and write nothing then.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from core.calendar import NONE, Overrides
from hazards import deadlines
from hazards.choices import ENDED
from hazards.facts import NOT_SUPERVISED, Facts

#: Persons who take the notice of a major hazard (应急厅函〔2024〕322号, as abstracted).
HEADS: Final = ("主要负责人", "实际控制人")


@dataclass(frozen=True, slots=True)
class Notice:
    """A written notice and its receipt. `capacity`: in which the receiver signs, e.g. 主要负责人."""

    number: str
    notified_on: date
    receiver: str
    capacity: str
    deadline: date


def complain_notice(
    notice: Notice, facts: Facts, today: date, issued_on: date | None = None, *, is_kept: bool = False
) -> str | None:
    """Number, signer and days of a notice; a major hazard is told to the head of the enterprise.

    `is_kept`: it tells again and leaves the deadline that stands, which may have passed.
    """
    if not notice.number.strip() or not notice.receiver.strip():
        return "告知书文号和签收人都须填写"
    if notice.notified_on < facts.found_on:
        return f"告知日期 {notice.notified_on} 早于发现日期 {facts.found_on}，请更正"
    if issued_on is not None and notice.notified_on < issued_on:
        return f"告知日期 {notice.notified_on} 早于告知书的开具日期 {issued_on}，请更正"
    if notice.notified_on > today:
        return f"告知日期 {notice.notified_on} 晚于今天 {today}，请更正"
    if notice.deadline <= notice.notified_on and not is_kept:
        return f"整改期限 {notice.deadline} 须晚于告知日期 {notice.notified_on}"
    if facts.is_major and notice.capacity not in HEADS:
        return f"重大隐患须由{'或者'.join(HEADS)}签收，填写的是「{notice.capacity[:20]}」"
    return None


def complain_rectified(rectified_on: date, cost: Decimal | None, facts: Facts, today: date) -> str | None:
    """Day and money of a finished rectification; `cost` in yuan."""
    start = facts.notified_on or facts.found_on
    if not start <= rectified_on <= today:
        return f"整改完成日期 {rectified_on} 须在 {start} 至 {today} 之间"
    if cost is not None and cost < 0:
        return f"投入资金 {cost} 元不能为负数"
    return None


def complain_return(reason: str, deadline: date, today: date) -> str | None:
    """A failed review names its reason and a new deadline."""
    if not reason.strip():
        return "退回整改须写明理由"
    return None if deadline > today else f"新的整改期限 {deadline} 须晚于今天 {today}"


def complain_extension(deadline: date, before: date, reason: str, today: date) -> str | None:
    """A later deadline names its reason and lies ahead."""
    if not reason.strip():
        return "延长整改期限须写明理由"
    if deadline <= max(today, before):
        return f"新的整改期限 {deadline} 须晚于原期限 {before} 和今天 {today}"
    return None


def complain_refusal(ground: str, *, is_written: bool, facts: Facts, today: date) -> str | None:
    """A refusal is found on a written one, or once a deadline has expired."""
    if not ground.strip():
        return "认定拒不整改须写明理由"
    if is_written or (facts.deadline is not None and facts.deadline < today):
        return None
    return f"整改期限 {facts.deadline} 尚未届满，且企业没有书面拒绝，不能认定拒不整改"


def complain_level(level: str, reason: str, facts: Facts, state: str) -> str | None:
    """A change between 一般 and 重大 names its reason and is made while the hazard is open."""
    if state in ENDED:
        return "已销号或者作废的隐患不能再调整等级"
    if level == facts.level:
        return "调整后的等级与现等级相同，无需办理"
    if facts.is_major and (held := _held_as_major(facts)):
        return held
    return None if reason.strip() else "调整隐患等级须写明理由"


def _held_as_major(facts: Facts) -> str | None:
    """What a department has taken in hand stays a major hazard until that department lets it go."""
    if facts.ever_told:
        return "该重大隐患已报告主管部门，等级不能再调低"
    if facts.stop_ordered:
        return "该重大隐患已被责令停产停业，等级不能再调低"
    return "该重大隐患正在挂牌督办，须先由督办部门解除督办" if facts.supervise != NOT_SUPERVISED else None


class Measure(StrEnum):
    """Measures of enforcement (law 65, 70, 102; domain.md 4.8 enf_*)."""

    CORRECT = "责令改正"
    STOP = "停产停业"
    SEAL = "查封扣押"
    CUT_POWER = "停电停供"
    FINE = "罚款"
    TRANSFER = "移送"


@dataclass(frozen=True, slots=True)
class FineRange:
    """Yuan that a fine of article 102 may have on a day; a bound that no dated rule sets is None."""

    low: Decimal | None
    high: Decimal | None
    case: str


#: Article 102 of the work-safety law as amended in 2021; the amounts are dated rules (`rulebook.book`).
NOT_REMOVED: Final = "未采取措施消除事故隐患"
REFUSED: Final = "拒不执行，对有关责任人员"


@dataclass(frozen=True, slots=True)
class Enforcement:
    """An entry of a department. `fine` in yuan and `of_refusal` count for 罚款 alone."""

    measure: Measure
    number: str
    decided_on: date
    fine: Decimal | None = None
    of_refusal: bool = True


def complain_enforcement(entry: Enforcement, since: date, today: date, bounds: FineRange) -> str | None:
    """Number, day and amount of a measure; `since` is the day of the report, or of the finding where there is none;
    `bounds` are those of the day decided."""
    if not entry.number.strip():
        return "执法文书号须填写"
    if not since <= entry.decided_on <= today:
        return f"决定日期 {entry.decided_on} 须在 {since} 至 {today} 之间"
    if entry.measure != Measure.FINE:
        return None if entry.fine is None else f"措施「{entry.measure}」不带罚款金额，罚款请另行登记"
    return _complain_fine(entry, bounds)


def _complain_fine(entry: Enforcement, bounds: FineRange) -> str | None:
    if entry.fine is None or entry.fine <= 0:
        return "罚款金额须为正数（元）"
    if bounds.low is None or bounds.high is None:
        return f"{entry.decided_on} 没有已审定的罚款幅度，请由省应急管理厅先在规则数值表中审定"
    if bounds.low <= entry.fine <= bounds.high:
        return None
    span = f"{bounds.low:,.0f} 元至 {bounds.high:,.0f} 元" if bounds.low else f"不超过 {bounds.high:,.0f} 元"
    return f"罚款 {entry.fine:,.2f} 元不在《安全生产法》第一百零二条规定的范围内（{bounds.case}：{span}），请核对决定书"


def complain_publicity(published_on: date, decided_on: date, today: date) -> str | None:
    """The day of publicity; a late one is written down and shown as late, an impossible one is refused."""
    if decided_on <= published_on <= today:
        return None
    return f"公示日期 {published_on} 须在决定日期 {decided_on} 至 {today} 之间"


def is_late_publicity(published_on: date | None, decided_on: date, today: date, overrides: Overrides = NONE) -> bool:
    """Whether the penalty was, or still is, published later than 7 working days after the decision (law 78)."""
    return deadlines.due(deadlines.PUBLICITY, decided_on, overrides).is_overdue(published_on or today)
