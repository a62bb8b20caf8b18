"""What a proposal of a dated rule must be. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rulebook.choices import RuleCode

SHARES = frozenset({RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, RuleCode.COMMISSION_MAX})
DAYS = frozenset(
    {
        RuleCode.EXPIRING_DAYS,
        RuleCode.LONG_PERIOD_DAYS,
        RuleCode.FILING_DAYS,
        RuleCode.COMPLAINT_DAYS,
        RuleCode.COMPLAINT_FURTHER_DAYS,
        RuleCode.COMPLAINT_EXTENSION_DAYS,
        RuleCode.OBJECTION_DAYS,
    }
)
#: What the Zhejiang regulator keeps: the ranges of the insurance law (letter 169, G20). The rest is the province's.
OF_REGULATOR = frozenset(
    {
        RuleCode.CONDUCT_FINE_MIN,
        RuleCode.CONDUCT_FINE_MAX,
        RuleCode.REPORT_FINE_MIN,
        RuleCode.REPORT_FINE_MAX,
    }
)
#: The pairs of which the first must not exceed the second.
PAIRS = (
    (RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX),
    (RuleCode.FINE_MIN, RuleCode.FINE_MAX),
    (RuleCode.FINE_OVERDUE_MIN, RuleCode.FINE_OVERDUE_MAX),
    (RuleCode.AGENCY_FINE_MIN, RuleCode.AGENCY_FINE_MAX),
    (RuleCode.CONDUCT_FINE_MIN, RuleCode.CONDUCT_FINE_MAX),
    (RuleCode.REPORT_FINE_MIN, RuleCode.REPORT_FINE_MAX),
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What shall hold from a day on; `valid_to` inclusive, None until the next rule."""

    code: str
    value: Decimal | None
    valid_from: date
    valid_to: date | None
    source: str
    clause: str
    certainty: str


def codes_kept(*, is_regulator: bool) -> list[str]:
    """The rules that somebody of the regulator, or of the province, proposes and decides, in the order of the codes."""
    return [code for code in RuleCode.values if complain_keeper(code, is_regulator=is_regulator) is None]


def complain_keeper(code: str, *, is_regulator: bool) -> str | None:
    """Why somebody of the regulator, or of the province, does not keep the rule; None where they do."""
    if (code in OF_REGULATOR) == is_regulator:
        return None
    keeper = "国家金融监督管理总局浙江监管局" if code in OF_REGULATOR else "省应急管理厅"
    return f"该规则由{keeper}提出和审定，请联系该单位"


def complain_proposal(proposal: Proposal) -> str | None:
    """What is wrong with a proposal, None for a good one."""
    value = proposal.value
    if not proposal.source.strip():
        return "依据为空，请填写文件名称和文号。"
    if proposal.valid_to is not None and proposal.valid_to < proposal.valid_from:
        return f"截止日期 {proposal.valid_to} 早于起始日期 {proposal.valid_from}，请更正。"
    if value is None:
        return None
    if value < 0:
        return f"数值 {value} 为负数，请更正。"
    if proposal.code in SHARES and value > 1:
        return f"比例 {value} 大于 1，请以小数填写，例如 0.21。"
    if proposal.code == RuleCode.SERVICE_STANDARD and not (value == int(value) and 2019 <= value <= 2100):
        return f"版本年号 {value} 须为 2019 至 2100 的整数，例如 2019。"
    if proposal.code in DAYS and value != value.to_integral_value():
        return f"天数 {value} 不是整数，请更正。"
    return None
