"""The workbook of expenses: where they lie, reversals, closed months and split vouchers left alone."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core import clock, jobs
from core.choices import JobState
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.imports.services import accept_upload
from core.imports.withdrawing import WithdrawalRefused, withdraw_upload
from enterprises.models import Enterprise
from insurers.expenses.models import Expense
from insurers.expenses.services import close_month
from insurers.expenses.sheets import EXPENSES
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.uploads import load_all, send, verdicts

SEPTEMBER = date(2023, 9, 1)


def workbook(path: Path, *rows: dict[str, Any]) -> Path:
    """A workbook of expenses; rows by column key over a sound default."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.append([column.title for column in EXPENSES.columns])
    for row in rows:
        values = {
            "voucher_no": "PZ-1",
            "category": "培训资料",
            "payee": "示例咨询有限公司",
            "payee_uscc": "91330106MA0000007Q",
            "amount": 1000,
            "booked_on": "2023-09-30",
            **row,
        }
        sheet.append([values.get(column.key) for column in EXPENSES.columns])
    book.save(path)
    return path


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def load(path: Path, cast: Cast, *rows: dict[str, Any], **options: Any) -> Upload:
    return send("expenses", workbook(path / "expenses.xlsx", *rows), cast.insurer_a_clerk, **options)


def close(cast: Cast, month: date = SEPTEMBER) -> None:
    close_month(month=month, by=cast.insurer_a_lead, today=clock.today(), at=clock.now())


def codes(upload: Upload) -> set[tuple[Any, ...]]:
    return {(row, column, code) for row, column, code, _severity in verdicts(upload)}


def test_an_expense_lies_where_its_policy_lies_and_moves_with_it(cast: Cast) -> None:
    load_all(SAMPLES / "plain")
    for expense in Expense.objects.select_related("policy"):
        assert (expense.city_id, expense.enterprise_id) == (expense.policy.city_id, expense.policy.enterprise_id)
    moved = Expense.objects.filter(city__code="330100")[0]
    Enterprise.objects.filter(pk=moved.enterprise_id).update(county="330802", city="330800")
    moved.refresh_from_db()
    assert (moved.city_id, moved.county_id) == ("330800", "330802")


def test_a_reversal_names_its_voucher_and_takes_the_amount_back(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    upload = load(
        tmp_path,
        cast,
        {"policy_no": policy.policy_no},
        {"policy_no": policy.policy_no, "voucher_no": "PZ-2", "amount": -1000, "note": "冲销 PZ-1 重复入账"},
        {"policy_no": policy.policy_no, "voucher_no": "PZ-3", "amount": -5, "note": "冲销 PZ-9"},
        {"policy_no": policy.policy_no, "voucher_no": "PZ-4", "amount": -5, "note": "冲销 PZ-4"},
        {"policy_no": policy.policy_no, "voucher_no": "PZ-5", "amount": -5},
    )
    assert codes(upload) == {(4, "G", "mismatch"), (5, "G", "mismatch"), (6, "G", "range")}
    assert [(e.voucher_no, e.reverses) for e in Expense.objects.order_by("voucher_no")] == [
        ("PZ-1", ""),
        ("PZ-2", "PZ-1"),
    ]


def test_another_insurer_s_policy_is_unknown(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    foreign = world.policy(policy.enterprise, by="INS-B-ZJ")
    upload = load(tmp_path, cast, {"policy_no": foreign.policy_no})
    assert codes(upload) == {(2, "B", "unknown-policy")}
    assert not Expense.objects.exists()


def test_a_closed_month_takes_nothing_new_and_changes_nothing(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    row = {"policy_no": policy.policy_no}
    load(tmp_path, cast, row)
    close(cast)
    again = load(
        tmp_path, cast, row, {**row, "voucher_no": "PZ-2"}, {**row, "voucher_no": "PZ-3", "booked_on": "2023-10-08"}
    )
    assert codes(again) == {(3, "J", "locked")}
    assert (again.unchanged, again.new) == (1, 1)
    assert "2023 年 9 月已结账" in again.verdicts.get(code="locked").message
    moved = load(tmp_path, cast, {**row, "booked_on": "2023-10-09"})
    assert codes(moved) == {(2, "J", "locked")}
    changed = load(tmp_path, cast, {**row, "amount": 999})
    assert codes(changed) == {(2, "J", "locked")}
    assert Expense.objects.get(voucher_no="PZ-1").amount == Decimal(1000)


def test_a_month_closed_between_check_and_acceptance_stops_it(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    upload = load(tmp_path, cast, {"policy_no": policy.policy_no}, accept=False)
    close(cast)
    job = jobs.run_job(accept_upload(upload=upload, by=cast.insurer_a_clerk, at=clock.now()).pk)
    assert job is not None
    assert job.state == JobState.FAILED
    assert not Expense.objects.exists()


def test_an_upload_of_a_closed_month_is_not_withdrawn(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    upload = load(tmp_path, cast, {"policy_no": policy.policy_no})
    close(cast)
    with pytest.raises(WithdrawalRefused, match="2023 年 9 月"):
        withdraw_upload(upload=upload, by=cast.insurer_a_clerk, at=clock.now())
    assert Expense.objects.count() == 1
    upload.refresh_from_db()
    assert upload.state == UploadState.ACCEPTED


def test_a_voucher_split_in_the_portal_is_not_overwritten(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    for part in (1, 2):
        on = policy if part == 1 else world.policy(world.enterprise())
        world.expense(on, voucher_no="PZ-1", part=part)
    upload = load(tmp_path, cast, {"policy_no": policy.policy_no, "amount": 999})
    assert codes(upload) == {(2, "A", "locked")}
    assert Expense.objects.count() == 2


def test_the_export_of_a_split_voucher_comes_back_unchanged(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    from insurers.base.exporting import export_ledger

    given = world.activity(policy)
    world.expense(policy, voucher_no="PZ-1", part=1, activity=given)
    other = world.policy(world.enterprise())
    world.expense(other, voucher_no="PZ-1", part=2, activity=world.activity(other))
    close(cast, Expense.objects.all()[0].booked_on.replace(day=1))
    path = tmp_path / "out.xlsx"
    export_ledger(kind="expenses", by=cast.insurer_a_clerk, at=clock.now(), today=clock.today(), path=path)
    upload = send("expenses", path, cast.insurer_a_clerk)
    assert (upload.rows, upload.held, upload.unchanged) == (2, 0, 2)


def test_the_export_has_the_official_layout(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    from insurers.base.exporting import export_ledger

    expense = world.expense(policy, activity=world.activity(policy))
    path = tmp_path / "out.xlsx"
    assert export_ledger(kind="expenses", by=cast.insurer_a_clerk, at=clock.now(), today=clock.today(), path=path) == 1
    text = [str(cell) for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row if cell]  # type: ignore[union-attr]
    assert {"凭证号", "入账日期", expense.voucher_no, policy.policy_no, expense.activity.activity_no} <= set(text)  # type: ignore[union-attr]
