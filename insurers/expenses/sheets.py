"""The upload workbook of service expenses (contract, sheets/expenses.csv)."""

import datetime as dt
import re
from collections.abc import Container, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Final

from core.choices import code_items
from core.identifiers import complain_uscc, squeeze_code
from core.workbooks import CodeList, Column, Layout, Row
from insurers.base.sheets import POLICY_NO
from insurers.expenses.choices import ExpenseCategory

CATEGORY_LIST: Final = CodeList("expense_category", code_items(ExpenseCategory))

#: Spent on no single service: the platform and the material for training.
CATEGORIES_WITHOUT_ACTIVITY: Final = frozenset({ExpenseCategory.PLATFORM, ExpenseCategory.MATERIAL})

#: First two places of the credit codes of government bodies (GB 32100-2015, table 1).
GOVERNMENT: Final = "11"

_REVERSAL: Final = re.compile(r"冲销[\s:：]*(?:凭证号?)?[\s:：]*([^\s,，;；。()（）]+)")

#: The values of a row in the order of `CELLS`, of as many types as there are columns.
Cells = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ActivityFact:
    """A service of this insurer and the policy that it belongs to."""

    id: int
    policy_no: str


@dataclass(frozen=True, slots=True)
class ExpenseFacts:
    """What the row checks need to know, all of this insurer.

    `policies` are policy numbers; `activities` by number; `vouchers` the voucher numbers booked, in the ledger or in
    an earlier row (see `reversed_voucher`); `invoices` maps an invoice number to the identities (voucher, year) that
    it is booked under: the check adds the row's own, so keep one mapping for the whole file; `closed_months` holds
    (year, month). `recorded` holds the rows of the ledger by identity, each as its values in the order of `CELLS`,
    and `split` those of vouchers that stand there in several parts: {voucher: {a part's values: its number}}.
    """

    today: dt.date
    policies: Container[str]
    activities: Mapping[str, ActivityFact]
    vouchers: Container[str]
    invoices: MutableMapping[str, set[tuple[str, ...]]]
    closed_months: Container[tuple[int, int]]
    recorded: Mapping[tuple[str, ...], Cells] = field(default_factory=dict)
    split: Mapping[tuple[str, ...], Mapping[Cells, int]] = field(default_factory=dict)


#: Where a row repeats one part of a voucher split in the portal: that part's number, beside the values of the columns.
PART: Final = "part"


def voucher_of(row: Row) -> tuple[str, ...] | None:
    """Voucher number and the year booked; None while either could not be read."""
    voucher, booked = row.values.get("voucher_no"), row.values.get("booked_on")
    return None if voucher is None or booked is None else (voucher, str(booked.year))


def identify_expense(row: Row) -> tuple[str, ...] | None:
    """The voucher, and the part where the row is one of several."""
    voucher, part = voucher_of(row), row.values.get(PART)
    return voucher if voucher is None or part is None else (*voucher, str(part))


def reversed_voucher(row: Row) -> str | None:
    """The voucher number that a reversal names in its note, None where the note is not one."""
    match = _REVERSAL.match(row.values.get("note") or "")
    return match[1] if match else None


def check_expense(row: Row, facts: ExpenseFacts) -> None:
    """Row checks of an expense."""
    if voucher_of(row) in facts.split and PART not in row.values:
        message = (
            f"的值“{row.values['voucher_no']}”已在系统内按多张保单分摊入账，不能以单行覆盖；更正请冲销后重新入账。"
        )
        row.fault("locked", "voucher_no", message=message)
    _check_dates(row, facts)
    _check_references(row, facts)
    if row.has("payee_uscc") and row.values["payee_uscc"].startswith(GOVERNMENT):
        message = "是机关单位的代码（11 开头），服务费用不得支付给机关，请核对收款单位。"
        row.fault("pattern", "payee_uscc", message=message)
    _check_amount(row, facts)
    _check_invoice(row, facts)


def _check_dates(row: Row, facts: ExpenseFacts) -> None:
    for key in ("invoice_on", "booked_on"):
        if row.has(key) and row.values[key] > facts.today:
            row.fault("future", key, message=f"（{row.values[key]}）晚于今天（{facts.today}），请核对。")
    if row.has("booked_on"):
        _check_month(row, facts)


def _check_month(row: Row, facts: ExpenseFacts) -> None:
    """A closed month takes nothing new and keeps what it has; a row that says the same again changes nothing."""
    identity = identify_expense(row)
    if PART in row.values:
        return
    recorded = facts.recorded.get(identity) if identity is not None else None
    if recorded is not None and recorded == cells(row):
        return
    for booked in (row.values["booked_on"], recorded[BOOKED_ON] if recorded else None):
        if booked is not None and (booked.year, booked.month) in facts.closed_months:
            message = f"所在的 {booked.year} 年 {booked.month} 月已结账，请由机构负责人重新开放，或改记其他月份。"
            row.fault("locked", "booked_on", message=message)
            return


def name_part(row: Row, facts: ExpenseFacts) -> None:
    """Find the part of a split voucher that the row repeats as it stands, as exports have it."""
    parts = facts.split.get(voucher_of(row) or ())
    part = parts.get(cells(row)) if parts else None
    if part is not None:
        row.values[PART] = part


def cells(row: Row) -> Cells:
    """The row's values in the order of `CELLS`, None for an empty cell."""
    return tuple(row.values.get(key) for key in CELLS)


def _check_references(row: Row, facts: ExpenseFacts) -> None:
    if row.has("policy_no") and row.values["policy_no"] not in facts.policies:
        message = f"的值“{row.values['policy_no']}”不是本机构已登记的保单，请核对保单号或先上传保单台账。"
        row.fault("unknown-policy", "policy_no", message=message)
    if row.has("activity_no"):
        _check_activity(row, facts)
    elif row.has("category") and row.ok("activity_no") and row.values["category"] not in CATEGORIES_WITHOUT_ACTIVITY:
        label = CATEGORY_LIST.label(row.values["category"])
        row.fault("required", "activity_no", message=f"为空：费用类别为{label}时须填写服务编号。")


def _check_activity(row: Row, facts: ExpenseFacts) -> None:
    number = row.values["activity_no"]
    activity = facts.activities.get(number)
    if activity is None:
        message = f"的值“{number}”不是本机构已登记的服务，请核对编号或先上传服务记录。"
        row.fault("unknown-activity", "activity_no", message=message)
    elif row.has("policy_no") and activity.policy_no != row.values["policy_no"]:
        message = f"的值“{number}”属于保单 {activity.policy_no}，与本行保单号不一致，请核对。"
        row.fault("mismatch", "activity_no", message=message)


def _check_amount(row: Row, facts: ExpenseFacts) -> None:
    if not row.has("amount") or row.values["amount"] > 0:
        return
    voucher = reversed_voucher(row)
    if row.values["amount"] == 0 or not row.ok("note") or voucher is None:
        message = "应大于 0；冲销时可为负数，备注须以“冲销”和原凭证号开头，例如“冲销 PZ-2023-0001”。"
        row.fault("range", "amount", message=message)
    elif voucher not in facts.vouchers or voucher == row.values.get("voucher_no"):
        row.fault("mismatch", "amount", message=f"为负数，但备注中的凭证号“{voucher}”不是本机构已入账的凭证，请核对。")


def _check_invoice(row: Row, facts: ExpenseFacts) -> None:
    if row.has("category") and row.values["category"] == ExpenseCategory.AGENCY:
        for key in ("invoice_no", "invoice_on"):
            if row.ok(key) and row.get(key) is None:
                row.fault("required", key, message="为空：费用类别为委托服务费时必填。")
    identity = voucher_of(row)
    if identity is None or not row.has("invoice_no"):
        return
    booked = facts.invoices.setdefault(row.values["invoice_no"], set())
    others = booked - {identity}
    booked.add(identity)
    if others:
        number = min(others)[0]
        row.fault("duplicate-invoice", "invoice_no", message=f"已用于凭证 {number}，请核对是否重复入账。")


EXPENSES: Final = Layout(
    kind="expenses",
    sheet="服务费用",
    version="2023.1",
    identity=("voucher_no", "booked_on"),
    identity_of=identify_expense,
    check=check_expense,
    columns=(
        Column(
            title="凭证号",
            key="voucher_no",
            type="text",
            length=40,
            required="Y",
            width=18,
            is_code_text=True,
            rule="在本机构同一入账年度内唯一",
            example="PZ-2023-0001",
        ),
        POLICY_NO,
        Column(
            title="服务编号",
            key="activity_no",
            type="text",
            length=40,
            required="C",
            width=20,
            is_code_text=True,
            rule="除平台、培训资料外必填；本机构该保单的服务",
            example="FW-2023-000001",
        ),
        Column(
            title="费用类别",
            key="category",
            type="code",
            codes=CATEGORY_LIST,
            required="Y",
            width=12,
            example="委托服务费",
        ),
        Column(
            title="收款单位", key="payee", type="text", length=200, required="Y", width=30, example="示例咨询有限公司"
        ),
        Column(
            title="收款单位统一社会信用代码",
            key="payee_uscc",
            type="uscc",
            required="Y",
            width=22,
            is_code_text=True,
            squeeze=squeeze_code,
            complain=complain_uscc,
            rule="不得为机关单位（11 开头）",
            example="91330106MA0000007Q",
        ),
        Column(
            title="金额(元)",
            key="amount",
            type="money",
            required="Y",
            width=12,
            rule="大于 0；冲销为负数，备注以“冲销”和原凭证号开头",
            example="3000.00",
        ),
        Column(
            title="发票号码",
            key="invoice_no",
            type="text",
            length=20,
            required="C",
            width=22,
            is_code_text=True,
            rule="委托服务费必填",
            example="23330000000012345678",
        ),
        Column(
            title="发票日期",
            key="invoice_on",
            type="date",
            required="C",
            width=12,
            rule="委托服务费必填，不晚于当天",
            example="2023-09-20",
        ),
        Column(
            title="入账日期",
            key="booked_on",
            type="date",
            required="Y",
            width=12,
            rule="不晚于当天，所在月份未结账",
            example="2023-09-30",
        ),
        Column(title="备注", key="note", type="text", length=500, width=24),
    ),
)

#: The columns that make a row of the ledger, in the order of `ExpenseFacts.recorded`.
CELLS: Final = tuple(column.key for column in EXPENSES.columns)

BOOKED_ON: Final = CELLS.index("booked_on")
