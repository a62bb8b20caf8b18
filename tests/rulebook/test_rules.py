"""What a proposal of a dated rule must be, at its borders."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rulebook.choices import RuleCode
from rulebook.rules import PAIRS, Proposal, complain_proposal

DAY = date(2024, 1, 1)
GOOD = Proposal(RuleCode.LIMIT_PER_PERSON, Decimal(400000), DAY, None, "示例通知〔2024〕1号", "第三条", "V")


@pytest.mark.parametrize("valid_to", [None, DAY, date(2024, 1, 2)])
def test_a_rule_may_hold_for_its_first_day_alone(valid_to: date | None) -> None:
    assert complain_proposal(replace(GOOD, valid_to=valid_to)) is None


def test_a_rule_cannot_end_before_it_begins() -> None:
    assert complain_proposal(replace(GOOD, valid_to=date(2023, 12, 31))) == (
        "截止日期 2023-12-31 早于起始日期 2024-01-01，请更正。"
    )


@pytest.mark.parametrize("source", ["", "  "])
def test_a_rule_names_its_source(source: str) -> None:
    assert complain_proposal(replace(GOOD, source=source)) == "依据为空，请填写文件名称和文号。"


def test_a_rule_may_say_that_there_is_no_value() -> None:
    assert complain_proposal(replace(GOOD, value=None)) is None


@pytest.mark.parametrize(("value", "is_good"), [("0", True), ("0.01", True), ("-0.01", False)])
def test_a_value_is_not_negative(value: str, is_good: bool) -> None:
    assert (complain_proposal(replace(GOOD, value=Decimal(value))) is None) == is_good


@pytest.mark.parametrize("code", [RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, RuleCode.COMMISSION_MAX])
@pytest.mark.parametrize(("value", "is_good"), [("0.21", True), ("1", True), ("1.01", False), ("21", False)])
def test_a_share_is_one_at_most(code: str, value: str, is_good: bool) -> None:
    assert (complain_proposal(replace(GOOD, code=code, value=Decimal(value))) is None) == is_good


@pytest.mark.parametrize(
    "code",
    [
        RuleCode.EXPIRING_DAYS,
        RuleCode.LONG_PERIOD_DAYS,
        RuleCode.FILING_DAYS,
        RuleCode.COMPLAINT_DAYS,
        RuleCode.COMPLAINT_FURTHER_DAYS,
        RuleCode.COMPLAINT_EXTENSION_DAYS,
    ],
)
@pytest.mark.parametrize(("value", "is_good"), [("15", True), ("15.0", True), ("15.5", False)])
def test_days_are_whole(code: str, value: str, is_good: bool) -> None:
    assert (complain_proposal(replace(GOOD, code=code, value=Decimal(value))) is None) == is_good


def test_an_amount_may_be_no_whole_number() -> None:
    assert complain_proposal(replace(GOOD, value=Decimal("400000.50"))) is None


def test_every_lower_bound_has_its_upper_one() -> None:
    assert dict(PAIRS) == {
        "fee_share_min": "fee_share_max",
        "fine_min": "fine_max",
        "fine_overdue_min": "fine_overdue_max",
        "agency_fine_min": "agency_fine_max",
        "conduct_fine_min": "conduct_fine_max",
        "report_fine_min": "report_fine_max",
    }
