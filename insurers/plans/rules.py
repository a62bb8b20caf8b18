"""What a service plan must hold to (domain.md 4.3), on plain values: used by the pages and by the workbook alike.

Each finding names the column that it is about, a code of the contract (errors.csv) and a sentence without its subject.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from campaigns.rules import Usage
from core.choices import official_labels
from enterprises.choices import Sector
from hazards.choices import ServiceTopic
from insurers.base.choices import TOPIC_KIND, ServiceKind
from insurers.plans.choices import PlanStandard

#: What was written, by column: of as many types as there are columns.
Values = Mapping[str, Any]

#: The six bases of letter 169, part 3 (G11), and the shortest that says anything.
BASES: Final = ("basis_sector", "basis_scale", "basis_risk", "basis_people", "basis_mgmt", "basis_history")

SHORTEST_BASIS: Final = 10

#: What an accident history may say in one word.
NO_HISTORY: Final = "无"

#: The three main kinds of the campaign (notice, part 2.2).
MAIN_KINDS: Final = (ServiceKind.TRAIN, ServiceKind.HAZ, ServiceKind.DRILL)

MOST_TIMES: Final = 366

#: What a plan's number is written with, after the 发文代字 of its insurer.
PLAN_NUMBER: Final = r"[A-Z0-9〔〕\u4e00-\u9fff-]{4,40}"

#: The score of a plan whose effect was the best.
BEST_SCORE: Final = 100

LABELS: Final = official_labels(ServiceKind)

TOPICS: Final = official_labels(ServiceTopic)


class Finding(NamedTuple):
    """`key`: the column; `code`: of the contract; `tail`: what is wrong, without its subject."""

    key: str
    code: str
    tail: str


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What a plan must know of its policy and of the enterprise; amounts in yuan, days inclusive."""

    number: str
    start_on: date
    end_on: date
    budget: Decimal
    key_enterprise: bool
    sectors: Sequence[str]


def head_findings(head: Values, policy: PolicyTerms) -> Iterator[Finding]:
    """Findings on the plan itself; a key without a value is left to the check of required fields."""
    yield from _period_findings(head, policy)
    for key in BASES:
        finding = _basis_finding(key, head.get(key))
        if finding is not None:
            yield finding
    yield from _standard_findings(head, policy)
    yield from _fee_findings(head, policy)


def _period_findings(head: Values, policy: PolicyTerms) -> Iterator[Finding]:
    start, end = head.get("start_on"), head.get("end_on")
    term = f"保单 {policy.number} 的保险期间（{policy.start_on} 至 {policy.end_on}）"
    if start and not policy.start_on <= start <= policy.end_on:
        yield Finding("start_on", "mismatch", f"（{start}）不在{term}内，请在该期间内制定方案。")
    if end and start and end < start:
        yield Finding("end_on", "order", f"（{end}）早于方案起期（{start}），请核对。")
    elif end and not policy.start_on <= end <= policy.end_on:
        yield Finding("end_on", "mismatch", f"（{end}）不在{term}内，请在该期间内制定方案。")


def _basis_finding(key: str, text: str | None) -> Finding | None:
    said = (text or "").strip()
    if not said or (key == "basis_history" and said == NO_HISTORY) or len(said) >= SHORTEST_BASIS:
        return None
    only = f"（没有事故的可填“{NO_HISTORY}”）" if key == "basis_history" else ""
    return Finding(
        key, "length", f"的值“{said}”只有 {len(said)} 个字，至少 {SHORTEST_BASIS} 个字{only}，请写明具体情况。"
    )


def _standard_findings(head: Values, policy: PolicyTerms) -> Iterator[Finding]:
    standards = head.get("standards")
    if standards and Sector.HAZCHEM in policy.sectors and PlanStandard.ZJ_HAZCHEM not in standards:
        yield Finding("standards", "mismatch", "缺少“浙江危化品规范(试行)”：投保单位属于危险化学品领域，请补选。")
    if policy.key_enterprise and not (head.get("special_measures") or "").strip():
        yield Finding("special_measures", "required", "为空：投保单位是重点企业，须填写细化帮扶措施。")


def _fee_findings(head: Values, policy: PolicyTerms) -> Iterator[Finding]:
    estimate = head.get("fee_estimate")
    if estimate is None:
        return
    if estimate < 0:
        yield Finding("fee_estimate", "range", f"（{estimate:,.2f}）小于 0，请填写不小于 0 的金额。")
    elif estimate > policy.budget and not (head.get("fee_reason") or "").strip():
        tail = f"为空：费用预算 {estimate:,.2f} 元超过保单约定的 {policy.budget:,.2f} 元（实收保费×约定比例），请说明原因。"
        yield Finding("fee_reason", "required", tail)


def number_finding(number: str, letter_code: str) -> Finding | None:
    """A number that does not begin with the insurer's own 发文代字: another insurer could have given it, too."""
    if not letter_code:
        return Finding("plan_no", "pattern", "不能采用：本机构尚未登记发文代字，请联系系统管理员登记。")
    if number.startswith(letter_code):
        return None
    return Finding("plan_no", "pattern", f"的值“{number}”不是以本机构的发文代字“{letter_code}”开头，请在编号前补上。")


def times_by_kind(items: Iterable[Values]) -> Counter[str]:
    """How often each service is promised."""
    times: Counter[str] = Counter()
    for item in items:
        times[item["kind"]] += item["frequency"]
    return times


def shortage(items: Iterable[Values], template: Mapping[str, int]) -> str:
    """The services of the template that the plan promises less often, in words; empty where there is none."""
    held = times_by_kind(items)
    lacking = [(kind, times) for kind, times in template.items() if held[kind] < times]
    return "、".join(f"{LABELS[kind]} {held[kind]} 次（模板 {times} 次）" for kind, times in lacking)


def shortage_finding(reason: str | None, short: str) -> Finding | None:
    """Fewer services than the template for the grade holds need a reason (N11)."""
    if not short or (reason or "").strip():
        return None
    return Finding("fewer_reason", "required", f"为空：服务次数少于该风险等级的方案模板：{short}，请说明理由。")


def score_complaint(score: int | None) -> str | None:
    """What is wrong with the score of a plan's effect."""
    if score is not None and 0 <= score <= BEST_SCORE:
        return None
    return f"“服务成效评分”（{'空' if score is None else score}）不在 0 至 {BEST_SCORE} 分之间，请更正。"


def spread_months(times: int, start: date, end: date) -> list[int]:
    """Months for so many services, evenly over the period; fewer months where the period has fewer."""
    first = start.month - 1
    open_months = [month for month in ((first + n) % 12 + 1 for n in range(12)) if month_in_period(month, start, end)]
    count = min(times, len(open_months))
    return sorted(open_months[n * len(open_months) // count] for n in range(count))


def item_findings(item: Values, start: date | None, end: date | None) -> Iterator[Finding]:
    """Findings on one item; `start` and `end` are the plan's days where they are sound."""
    yield from _topic_findings(item)
    yield from _month_findings(item, start, end)


def usage_findings(
    codes: Mapping[str, Iterable[str]], day: date, usages: Mapping[str, Usage], kept: Mapping[str, Collection[str]] = {}
) -> Iterator[Finding]:
    """By column: codes that are out of use on the day that the plan begins, and that it does not have already."""
    for key, usage in usages.items():
        if said := usage.complaint(codes.get(key) or (), day, kept.get(key, ())):
            yield Finding(key, "code-list", said)


def _topic_findings(item: Values) -> Iterator[Finding]:
    kind, topics = item.get("kind"), item.get("topics") or ()
    if not kind:
        return
    if kind in MAIN_KINDS and not topics:
        yield Finding("topics", "required", f"为空：{LABELS[kind]}至少填写一个服务子项。")
    wrong = [TOPICS[topic] for topic in topics if TOPIC_KIND[topic] != kind]
    if wrong:
        tail = f"中的“{'、'.join(wrong)}”不属于服务项目“{LABELS[kind]}”，请更正服务子项或服务项目。"
        yield Finding("topics", "mismatch", tail)


def _month_findings(item: Values, start: date | None, end: date | None) -> Iterator[Finding]:
    months, times = tuple(map(int, item.get("months") or ())), item.get("frequency")
    if times is not None and not 1 <= times <= MOST_TIMES:
        yield Finding("frequency", "range", f"（{times}）不在 1 至 {MOST_TIMES} 次之间，请更正。")
    elif times is not None and months and times < len(set(months)):
        tail = f"（{times}）少于计划月份的个数（{len(set(months))} 个月），每个计划月份至少一次，请更正频次或月份。"
        yield Finding("frequency", "range", tail)
    if start and end and end >= start:
        outside = [month for month in months if not month_in_period(month, start, end)]
        if outside:
            named = "、".join(f"{month}月" for month in outside)
            yield Finding("months", "mismatch", f"中的“{named}”不在方案期间（{start} 至 {end}）内，请更正。")


def agency_finding(
    name: str, months: Iterable[int | str], start: date | None, valid_from: date | None, valid_to: date | None
) -> Finding | None:
    """The planned months in which the agency's qualification does not hold towards the end of the month (N29)."""
    if start is None or (valid_from is None and valid_to is None):
        return None
    lowest, highest = valid_from or date.min, valid_to or date.max
    wrong = [month for month in map(int, months) if not lowest <= first_of(month, start).replace(day=28) <= highest]
    if not wrong:
        return None
    named = "、".join(f"{month}月" for month in wrong)
    holds = f"{valid_from or '不限'} 至 {valid_to or '不限'}"
    return Finding(
        "agency", "unknown-agency", f"“{name}”的资质有效期（{holds}）不含计划月份 {named}，请改选机构或者月份。"
    )


def first_of(month: int, start: date) -> date:
    """The first day of the month's first occurrence that is not before the month of `start`."""
    return date(start.year + (1 if month < start.month else 0), month, 1)


def month_in_period(month: int, start: date, end: date) -> bool:
    """Whether the period has a day in the month's first occurrence."""
    return first_of(month, start) <= end


#: The notice of 2023, part 2.1, which asks for one assistance at least.
BY_NOTICE: Final = "浙应急法规〔2023〕133号二（一）"


def sending_complaints(items: Iterable[Values], basis: str = BY_NOTICE) -> list[str]:
    """What stands in the way of sending a plan out, beyond the findings on its parts; `basis` is the campaign's paper."""
    rows = list(items)
    if not rows:
        return ["方案没有服务项目，请至少填写一项。"]
    if not any(row["campaign_assist"] for row in rows):
        return [f"方案没有专项行动帮扶活动（{basis}要求至少一次），请至少将一项标为帮扶活动。"]
    return []


def plan_warnings(items: Iterable[Values]) -> list[str]:
    """What a plan should have in the campaign and lacks; it is told, and stops nothing."""
    there = {row["kind"] for row in items}
    lacking = [LABELS[kind] for kind in MAIN_KINDS if kind not in there]
    return [f"方案没有{'、'.join(lacking)}项目，专项行动要求三类服务都有安排，请核对。"] if lacking else []
