"""Expenses by hand: a voucher with its shares, its reversal, and months closed and reopened (domain.md 4.6)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from accounts.models import User
from core import audit, writing
from core.gate import NotAllowed
from core.imports import staging
from core.workbooks import Row
from core.workbooks.model import Placement
from core.writing import Reason, Refused
from insurers.expenses.importing import ExpenseImporter, ExpenseSession
from insurers.expenses.models import Expense, MonthClosing
from insurers.expenses.permissions import ExpensePermission
from insurers.expenses.sheets import CELLS, EXPENSES, check_expense, voucher_of

#: Field names of the columns that an import stages.
FIELDS = {field.column: field.attname for field in Expense._meta.concrete_fields}

PLACEMENT = Placement(EXPENSES, {column.key: "" for column in EXPENSES.columns})


@dataclass(frozen=True, kw_only=True, slots=True)
class Voucher:
    """The head of a voucher, by the names of the columns; `amount` in yuan is what its shares must add up to."""

    voucher_no: str
    category: str
    payee: str
    payee_uscc: str
    amount: Decimal
    booked_on: date
    invoice_no: str = ""
    invoice_on: date | None = None
    note: str = ""
    tax_incl: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """What a voucher spends on one policy, and for which service, by the names of the columns."""

    policy_no: str
    activity_no: str
    amount: Decimal


def book_expense(*, voucher: Voucher, shares: list[Share], by: User, today: date, at: datetime) -> list[Expense]:
    """Write a voucher down, one row a share, all or none. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        Expense, voucher.voucher_no, by=by, permission=ExpensePermission.EXPENSE_UPLOAD, at=at, step="book"
    ):
        _insist_positive(voucher, shares)
        _lock(by.organisation_id)
        written = _write(voucher, shares, by, today, at)
        amount = str(voucher.amount)
        audit.record("expense.booked", by=by, at=at, subject=voucher.voucher_no, amount=amount, parts=len(written))
    return written


def reverse_expense(
    *, expense: Expense, voucher_no: str, booked_on: date, by: User, today: date, at: datetime
) -> list[Expense]:
    """Take a whole voucher back under a number of its own: every share with the opposite sign.

    Raises NotAllowed, Refused (also where nothing is left to take back).
    """
    with writing.open_ledger(
        Expense, expense, by=by, permission=ExpensePermission.EXPENSE_UPLOAD, at=at, step="reverse", on=expense
    ):
        _lock(by.organisation_id)
        parts = list(parts_of(expense).select_related("policy", "activity"))
        _insist_left(expense, parts)
        voucher = _mirrored(parts[0], -sum((part.amount for part in parts), Decimal(0)), voucher_no, booked_on)
        shares = [Share(p.policy.policy_no, p.activity.activity_no if p.activity else "", -p.amount) for p in parts]
        written = _write(voucher, shares, by, today, at)
        amount = str(voucher.amount)
        audit.record("expense.booked", by=by, at=at, subject=voucher_no, amount=amount, reverses=expense.voucher_no)
    return written


def parts_of(expense: Expense) -> QuerySet[Expense]:
    """All rows of the expense's voucher, in order."""
    return Expense.objects.filter(
        insurer_id=expense.insurer_id, voucher_no=expense.voucher_no, booked_year=expense.booked_year
    ).order_by("part")


def _insist_left(expense: Expense, parts: list[Expense]) -> None:
    if any(part.amount < 0 for part in parts):
        raise Refused(f"凭证 {expense.voucher_no} 本身是冲销凭证，不能再冲销；更正请重新入账。")
    taken = Expense.objects.filter(insurer_id=expense.insurer_id, reverses=expense.voucher_no)
    back = taken.aggregate(total=Sum("amount"))["total"]
    if back:
        raise Refused(f"凭证 {expense.voucher_no} 已冲销 {-back:,.2f} 元，不能整笔再次冲销，请核对冲销凭证。")


def _mirrored(original: Expense, amount: Decimal, voucher_no: str, booked_on: date) -> Voucher:
    """The voucher that takes one back: it says the same but for number, sum, day and note."""
    said = Voucher(**{one.name: getattr(original, one.name) for one in fields(Voucher)})
    return replace(said, voucher_no=voucher_no, amount=amount, booked_on=booked_on, note=f"冲销 {original.voucher_no}")


def _lock(insurer_id: int) -> None:
    """Bookings, imports and closings of one insurer wait for each other."""
    staging.lock_ledger(ExpenseImporter.kind, insurer_id)


def _write(voucher: Voucher, shares: list[Share], by: User, today: date, at: datetime) -> list[Expense]:
    _insist_sum(voucher, shares)
    session = ExpenseSession(by.organisation_id, today)
    rows = [_row(voucher, share, number) for number, share in enumerate(shares, start=1)]
    facts = session.facts(rows)
    if any(voucher_of(row) in facts.recorded or voucher_of(row) in facts.split for row in rows):
        sentence = f"凭证号“{voucher.voucher_no}”在 {voucher.booked_on.year} 年已入账，请核对或另编凭证号。"
        raise Refused(("voucher_no", sentence))
    for row in rows:
        check_expense(row, facts)
    _insist_sound(rows, single=len(rows) == 1)
    first = 1 if len(rows) > 1 else 0
    records = enumerate((session.record_by_name(row) for row in rows), start=first)
    return [_create(record, part, at, tax_incl=voucher.tax_incl) for part, record in records]


def _create(record: Mapping[str, object], part: int, at: datetime, *, tax_incl: bool) -> Expense:
    values = {FIELDS[column]: value for column, value in record.items()}
    return Expense.objects.create(**{**values, "part": part, "tax_incl": tax_incl, "created_at": at, "updated_at": at})


def _insist_positive(voucher: Voucher, shares: list[Share]) -> None:
    if voucher.amount <= 0 or any(share.amount <= 0 for share in shares):
        raise Refused(("amount", "凭证金额与各行金额应大于 0；冲销请在原凭证页面办理。"))


def _insist_sum(voucher: Voucher, shares: list[Share]) -> None:
    """To the fen: 99.99 is not 100.00."""
    if not shares:
        raise Refused("未填写分摊的保单，请至少填写一行保单号和金额。")
    named = [share.policy_no for share in shares]
    for number in named:
        if named.count(number) > 1:
            raise Refused(f"保单“{number}”填写了多行，请合并为一行。")
    total = sum((share.amount for share in shares), Decimal(0))
    if total != voucher.amount:
        sentence = (
            f"各保单分摊合计 {total:,.2f} 元，与凭证金额 {voucher.amount:,.2f} 元相差 "
            f"{abs(voucher.amount - total):,.2f} 元，请调整至完全一致。"
        )
        raise Refused(("amount", sentence))


def _row(voucher: Voucher, share: Share, number: int) -> Row:
    """A share as the workbook would have it, so that both are judged by the same rules."""
    written = {**asdict(voucher), **asdict(share)}
    values = {key: None if written[key] == "" else written[key] for key in CELLS}
    return Row(number, values, (), PLACEMENT)


def _insist_sound(rows: list[Row], *, single: bool) -> None:
    """Errors of all shares; what concerns the whole voucher is said once."""
    reasons: dict[Reason, None] = {}
    for row in rows:
        for fault in row.faults:
            if fault.severity == "error":
                of_share = fault.key in {"policy_no", "activity_no"}
                place = "" if single or not of_share else f"第 {row.number} 行："
                reasons[("" if of_share else fault.key, f"{place}{fault.message}")] = None
    if reasons:
        raise Refused(*reasons)


def close_month(*, month: date, by: User, today: date, at: datetime) -> MonthClosing:
    """Close a month (its first day) of the person's insurer. Raises NotAllowed, Refused."""
    first = month.replace(day=1)
    with writing.open_ledger(
        MonthClosing, f"{first:%Y-%m}", by=by, permission=ExpensePermission.FEE_CLOSE, at=at, step="close-month"
    ):
        _insist_lead(by)
        _lock(by.organisation_id)
        if first > today:
            raise Refused(("month", f"{first:%Y-%m} 尚未开始，不能结账，请选择本月或以前的月份。"))
        if MonthClosing.objects.filter(insurer_id=by.organisation_id, month=first).exists():
            raise Refused(("month", f"{first:%Y-%m} 已结账，无须重复办理。"))
        closing = MonthClosing.objects.create(insurer_id=by.organisation_id, month=first, closed_by=by, closed_at=at)
        audit.record("fee.month-closed", by=by, at=at, subject=str(closing))
    return closing


def reopen_month(*, closing: MonthClosing, by: User, at: datetime) -> None:
    """Open a closed month again; who had closed it stays in the audit. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        MonthClosing, closing, by=by, permission=ExpensePermission.FEE_CLOSE, at=at, step="reopen-month", on=closing
    ):
        _insist_lead(by)
        _lock(by.organisation_id)
        locked = writing.lock(closing)
        subject = str(locked)
        locked.delete()
        audit.record("fee.month-reopened", by=by, at=at, subject=subject)


def _insist_lead(by: User) -> None:
    """Who books does not close: the insurer's lead does (domain.md 4.6). Raises NotAllowed."""
    if not by.is_lead:
        raise NotAllowed(f"{by} is not the lead")
