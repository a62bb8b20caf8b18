"""The upload workbook of policies (contract, sheets/policies.csv)."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.choices import code_items, synonyms_of
from core.workbooks import CodeList, Column, Layout, Row
from enterprises.credit_codes import advise_code
from enterprises.sheets import uscc_column, warn_of_name
from insurers.base.sheets import ENTERPRISE_NAME
from insurers.policies.choices import STATUS_WORDS, PolicyStatus

STATUS_LIST: Final = CodeList(
    "policy_status", code_items(PolicyStatus), synonyms_of(PolicyStatus, STATUS_WORDS), opposed=True
)

#: A policy for a year with some days of grace; longer ones are asked about (contract, sheets/policies.csv).
LONGEST_PERIOD: Final = 370

Bound = Decimal | float | None


@dataclass(frozen=True, slots=True)
class EnterpriseFact:
    """An enterprise of the register, as far as policies concern it."""

    id: int
    name: str
    county: str
    city: str
    employees: int


@dataclass(frozen=True, slots=True)
class PolicyFacts:
    """What the row checks need to know.

    `enterprises` by credit code, those of the batch; `in_division` tells whether the insurer writes in a city,
    `division_note` says where it does; `fee_rate_rule` are the lowest and highest share of the dated rule, inclusive;
    `nearest` finds the credit code that a name and a wrong code probably mean.
    """

    today: dt.date
    enterprises: Mapping[str, EnterpriseFact]
    in_division: Callable[[str], bool]
    division_note: str
    fee_rate_rule: tuple[Bound, Bound]
    nearest: Callable[[str, str], str | None]


def check_policy(row: Row, facts: PolicyFacts) -> None:
    """Row checks of a policy."""
    _check_enterprise(row, facts)
    _check_period(row)
    _check_amounts(row)
    _check_rate(row, facts.fee_rate_rule)


def _check_enterprise(row: Row, facts: PolicyFacts) -> None:
    if not row.ok("uscc"):
        found = facts.nearest(row.get("enterprise_name") or "", "")
        advise_code(row, "uscc", known=(found,) if found else ())
    if not row.has("uscc"):
        return
    code = row.values["uscc"]
    enterprise = facts.enterprises.get(code)
    if enterprise is None:
        suggestion = facts.nearest(row.get("enterprise_name") or "", code)
        message = f"的值“{code}”在企业台账中不存在，请核对代码，或请所在市应急管理局先登记该企业。"
        row.fault("unknown-enterprise", "uscc", message=message, suggestion=suggestion)
        return
    if not facts.in_division(enterprise.city):
        message = f"的值“{code}”对应的企业不在本机构业务辖区内（{facts.division_note}），请由辖区机构填报。"
        row.fault("division", "uscc", message=message)
        return
    warn_of_name(row, enterprise.name)
    if row.has("insured_people") and row.values["insured_people"] < enterprise.employees:
        message = f"的值少于企业台账的从业人员数 {enterprise.employees} 人，请核对是否全员投保。"
        row.fault("partly-insured", "insured_people", message=message)


def _check_period(row: Row) -> None:
    if not row.has("start_on", "end_on"):
        return
    start, end = row.values["start_on"], row.values["end_on"]
    if end <= start:
        row.fault("order", "end_on", message=f"（{end}）应晚于保险起期（{start}），请核对。")
    elif (end - start).days + 1 > LONGEST_PERIOD:
        message = f"：保险期间共 {(end - start).days + 1} 天，超过 {LONGEST_PERIOD} 天，请核对。"
        row.fault("long-period", "end_on", message=message)


def _check_amounts(row: Row) -> None:
    _check_order(row, "limit_per_person", "limit_per_accident", "不应低于每人责任限额")
    _check_order(row, "limit_per_accident", "limit_total", "不应低于每次事故责任限额")
    _check_order(row, "premium_paid", "premium_due", "不应高于应收保费", at="premium_paid")


def _check_order(row: Row, low: str, high: str, rule: str, at: str | None = None) -> None:
    """The amount `low` must not exceed `high`; the fault stands at `high` unless told otherwise."""
    if row.has(low, high) and row.values[low] > row.values[high]:
        key = at or high
        other = row.values[high if key == low else low]
        row.fault("order", key, message=f"（{row.values[key]}）{rule}（{other}），请核对。")


def _check_rate(row: Row, rule: tuple[Bound, Bound]) -> None:
    if not row.has("fee_rate"):
        return
    low, high = (None if bound is None else Decimal(str(bound)) for bound in rule)
    rate = row.values["fee_rate"]
    if (low is not None and rate < low) or (high is not None and rate > high):
        row.fault("rate", "fee_rate", message=f"（{rate:.2%}）超出现行规定的范围（{_spell(low, high)}），请核对。")


def _spell(low: Decimal | None, high: Decimal | None) -> str:
    parts = [] if low is None else [f"不低于 {low:.2%}"]
    return "，".join(parts if high is None else [*parts, f"不高于 {high:.2%}"])


POLICIES: Final = Layout(
    kind="policies",
    sheet="保单台账",
    version="2023.1",
    identity=("policy_no",),
    check=check_policy,
    columns=(
        Column(
            title="保单号",
            key="policy_no",
            type="text",
            length=40,
            pattern="[A-Z0-9-]{8,40}",
            required="Y",
            width=22,
            is_code_text=True,
            rule="8 至 40 位大写字母、数字和连字符；在本机构内唯一",
            example="AZX-2023-000001",
        ),
        ENTERPRISE_NAME,
        uscc_column("须为企业台账中本机构辖区内的企业"),
        Column(title="保险起期", key="start_on", type="date", required="Y", width=12, example="2023-03-01"),
        Column(
            title="保险止期",
            key="end_on",
            type="date",
            required="Y",
            width=12,
            rule="含最后一天，晚于保险起期",
            example="2024-02-29",
        ),
        Column(
            title="投保人数",
            key="insured_people",
            type="int",
            units=("人", "名"),
            minimum=1,
            required="Y",
            width=10,
            rule="至少 1 人；少于从业人员数时提示",
            example="100",
        ),
        Column(
            title="每人责任限额(元)",
            key="limit_per_person",
            type="money",
            minimum=0,
            required="Y",
            width=16,
            example="500000",
        ),
        Column(
            title="每次事故责任限额(元)",
            key="limit_per_accident",
            type="money",
            minimum=0,
            required="Y",
            width=18,
            rule="不低于每人责任限额",
            example="5000000",
        ),
        Column(
            title="累计责任限额(元)",
            key="limit_total",
            type="money",
            minimum=0,
            required="Y",
            width=16,
            rule="不低于每次事故责任限额",
            example="10000000",
        ),
        Column(
            title="应收保费(元)", key="premium_due", type="money", minimum=0, required="Y", width=14, example="12000.00"
        ),
        Column(
            title="实收保费(元)",
            key="premium_paid",
            type="money",
            minimum=0,
            required="Y",
            width=14,
            rule="不高于应收保费",
            example="12000.00",
        ),
        Column(
            title="事故预防服务费比例",
            key="fee_rate",
            type="percent",
            required="Y",
            width=14,
            rule="0.15 或 15%",
            example="15%",
        ),
        Column(
            title="保单状态",
            key="status",
            type="code",
            codes=STATUS_LIST,
            required="Y",
            width=10,
            rule="到期由系统判断，不填",
            example="有效",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)
