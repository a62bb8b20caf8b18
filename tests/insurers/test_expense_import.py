"""The workbook of expenses: every planted fault, nothing twice, closed months and split vouchers left alone."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.models import Upload
from insurers.models import Expense, MonthClosing
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.insurers.test_importing import expected, load_all, person, send, verdicts

NAME = "expenses_INS-A-ZJ.xlsx"


@pytest.fixture(params=["plain", "official"])
def folder(request: pytest.FixtureRequest) -> Path:
    return SAMPLES / str(request.param)


def load_expenses(folder: Path, **options: Any) -> Upload:
    return send("expenses", folder / NAME, person("ins-a-zj"), **options)


def close(month: date) -> MonthClosing:
    lead = person("ins-a-zj-lead")
    return MonthClosing.objects.create(insurer=lead.organisation, month=month, closed_by=lead, closed_at=clock.now())


def test_every_planted_fault_is_found_and_the_same_file_again_changes_nothing(cast: Cast, folder: Path) -> None:
    load_all(folder)
    upload = load_expenses(folder)
    wanted = expected(folder)[NAME]
    assert verdicts(upload) == wanted
    assert upload.held == len({row for row, _column, _code, severity in wanted if severity == "error"})
    assert (upload.new, upload.changed, upload.unchanged) == (upload.accepted, 0, 0)
    before = list(Expense.objects.order_by("pk").values())
    MonthClosing.objects.all().delete()
    again = load_expenses(folder)
    assert (again.new, again.changed, again.unchanged) == (0, 0, upload.accepted)
    assert list(Expense.objects.order_by("pk").values()) == before


def test_an_expense_lies_where_its_policy_lies_and_moves_with_it(cast: Cast) -> None:
    load_all(SAMPLES / "plain")
    load_expenses(SAMPLES / "plain")
    assert {(e.city_id, e.enterprise_id) for e in Expense.objects.all()} == {
        (e.policy.city_id, e.policy.enterprise_id) for e in Expense.objects.select_related("policy")
    }
    expense = Expense.objects.select_related("enterprise").filter(city__code="330100")[0]
    type(expense.enterprise).objects.filter(pk=expense.enterprise_id).update(county="330802", city="330800")
    expense.refresh_from_db()
    assert (expense.city_id, expense.county_id) == ("330800", "330802")
