"""Row checks of the expenses' workbook (contract, sheets/expenses.csv)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from core.workbooks import Duplicates
from insurers.expenses.sheets import EXPENSES, ActivityFact, ExpenseFacts, reversed_voucher
from tests.core.workbooks.books import checked, row_of

GOOD: dict[str, Any] = {
    "voucher_no": "PZ-1",
    "policy_no": "AZX-0001",
    "activity_no": "FW-0001",
    "category": "EXPERT",
    "payee": "示例公司",
    "payee_uscc": "91330106MA0000007Q",
    "amount": Decimal(3000),
    "booked_on": dt.date(2023, 9, 30),
}
INVOICED = {"category": "AGENCY", "invoice_no": "001", "invoice_on": dt.date(2023, 9, 20)}


def facts(invoices: dict[str, set[tuple[str, ...]]] | None = None) -> ExpenseFacts:
    return ExpenseFacts(
        today=dt.date(2023, 11, 23),
        policies={"AZX-0001", "AZX-0002"},
        activities={"FW-0001": ActivityFact(1, "AZX-0001")},
        vouchers={"PZ-0"},
        invoices={} if invoices is None else invoices,
        closed_months={(2023, 6)},
    )


def found(**values: Any) -> list[tuple[str, str]]:
    return checked(EXPENSES, facts(), **{**GOOD, **values})


def test_a_good_row_is_clean() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"policy_no": "AZX-9"}, "policy_no", "unknown-policy"),
        ({"policy_no": "AZX-0002"}, "activity_no", "mismatch"),
        ({"activity_no": "FW-9"}, "activity_no", "unknown-activity"),
        ({"activity_no": None}, "activity_no", "required"),
        ({"payee_uscc": "11330000002482269X"}, "payee_uscc", "pattern"),
        ({"amount": Decimal(0)}, "amount", "range"),
        ({"amount": Decimal(-5)}, "amount", "range"),
        ({"amount": Decimal(-5), "note": "退款"}, "amount", "range"),
        ({"amount": Decimal(-5), "note": "冲销"}, "amount", "range"),
        ({"amount": Decimal(-5), "note": "备注 冲销 PZ-0"}, "amount", "range"),
        ({"amount": Decimal(0), "note": "冲销 PZ-0"}, "amount", "range"),
        ({"amount": Decimal(-5), "note": "冲销 PZ-9"}, "amount", "mismatch"),
        ({**INVOICED, "invoice_no": None}, "invoice_no", "required"),
        ({**INVOICED, "invoice_on": None}, "invoice_on", "required"),
        ({"invoice_on": dt.date(2023, 11, 24)}, "invoice_on", "future"),
        ({"booked_on": dt.date(2023, 11, 24)}, "booked_on", "future"),
        ({"booked_on": dt.date(2023, 6, 30)}, "booked_on", "locked"),
    ],
)
def test_each_rule_has_its_fault(values: dict[str, Any], key: str, code: str) -> None:
    assert found(**values) == [(key, code)]


@pytest.mark.parametrize(
    "values",
    [
        {"category": "PLATFORM", "activity_no": None},
        {"category": "MATERIAL", "activity_no": None},
        INVOICED,
        {"booked_on": dt.date(2023, 11, 23)},
        {"booked_on": dt.date(2022, 6, 30)},
        *(
            {"amount": Decimal(-5), "note": note}
            for note in ("冲销PZ-0", "冲销 PZ-0，重复入账", "冲销：PZ-0", "冲销凭证号PZ-0")
        ),
    ],
)
def test_the_other_side_of_each_rule_is_clean(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_the_voucher_named_in_a_reversal_can_be_asked_for() -> None:
    assert reversed_voucher(row_of(EXPENSES, note="冲销 PZ-7（重复）")) == "PZ-7"
    assert reversed_voucher(row_of(EXPENSES, note="正常")) is None
    assert reversed_voucher(row_of(EXPENSES)) is None


def test_the_same_invoice_twice_warns_the_second_time() -> None:
    booked: dict[str, set[tuple[str, ...]]] = {"002": {("PZ-8", "2022")}}
    known = facts(booked)
    rows = [
        row_of(EXPENSES, **{**GOOD, **INVOICED}),
        row_of(EXPENSES, **{**GOOD, **INVOICED, "voucher_no": "PZ-2"}),
        row_of(EXPENSES, **{**GOOD, **INVOICED, "voucher_no": "PZ-3", "invoice_no": "002"}),
    ]
    for row in rows:
        EXPENSES.check(row, known)
    assert [[fault.code for fault in row.faults] for row in rows] == [[], ["duplicate-invoice"], ["duplicate-invoice"]]
    assert "PZ-8" in rows[2].faults[0].message
    assert not rows[1].held


def test_the_same_row_again_warns_of_nothing() -> None:
    row = row_of(EXPENSES, **{**GOOD, **INVOICED})
    EXPENSES.check(row, facts({"001": {("PZ-1", "2023")}}))
    assert not row.faults


def test_a_voucher_number_is_unique_within_the_year_booked() -> None:
    rows = [row_of(EXPENSES, **{**GOOD, "booked_on": dt.date(year, 9, 1)}) for year in (2022, 2023, 2023)]
    rows.append(row_of(EXPENSES, **{**GOOD, "booked_on": None}))
    Duplicates(EXPENSES).see_all(rows)
    assert [[(f.key, f.code) for f in row.faults] for row in rows][:2] == [[], []]
    rows[2].number = 9
    seen = Duplicates(EXPENSES)
    seen.see_all(rows)
    assert [(fault.key, fault.code) for fault in rows[2].faults] == [("voucher_no", "duplicate-in-file")]
    assert EXPENSES.identify(rows[3]) is None
