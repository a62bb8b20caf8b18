"""What a plan must hold to, at its borders: a day earlier or later, a character, a fen, a time more or less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from insurers.base.choices import ServiceKind
from insurers.plans.rules import (
    BASES,
    PolicyTerms,
    agency_finding,
    first_of,
    head_findings,
    item_findings,
    month_in_period,
    plan_warnings,
)
from tests import world

START, END = date(2023, 3, 15), date(2024, 3, 14)
TERMS = PolicyTerms("AZX-1", START, END, Decimal(1500), False, ["HAZCHEM"])
HEAD: dict[str, Any] = {
    "start_on": START,
    "end_on": END,
    **world.BASES,
    "standards": ["ZJ_HAZCHEM"],
    "special_measures": "",
    "fee_estimate": Decimal(1000),
    "fee_reason": "",
}
ITEM: dict[str, Any] = {"kind": "HAZ", "topics": ["H1"], "frequency": 2, "months": [6, 9]}


def of_head(terms: PolicyTerms = TERMS, **changes: Any) -> list[tuple[str, str]]:
    return [(finding.key, finding.code) for finding in head_findings({**HEAD, **changes}, terms)]


def of_basis(key: str, text: str | None) -> list[tuple[str, str]]:
    return [(finding.key, finding.code) for finding in head_findings({**HEAD, key: text}, TERMS)]


def of_item(start: date | None = START, end: date | None = END, **changes: Any) -> list[tuple[str, str]]:
    return [(finding.key, finding.code) for finding in item_findings({**ITEM, **changes}, start, end)]


def test_a_plan_may_cover_the_whole_policy_or_one_day() -> None:
    assert of_head() == []
    assert of_head(start_on=END) == []
    assert of_head(end_on=START) == []
    assert of_head(start_on=date(2023, 6, 1), end_on=date(2023, 6, 1)) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"start_on": date(2023, 3, 14)}, [("start_on", "mismatch")]),
        ({"start_on": date(2024, 3, 15), "end_on": None}, [("start_on", "mismatch")]),
        ({"end_on": date(2024, 3, 15)}, [("end_on", "mismatch")]),
        ({"start_on": None, "end_on": date(2023, 3, 14)}, [("end_on", "mismatch")]),
        ({"start_on": date(2023, 6, 2), "end_on": date(2023, 6, 1)}, [("end_on", "order")]),
        ({"start_on": None, "end_on": None}, []),
    ],
)
def test_a_plan_lies_within_its_policy(changes: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert of_head(**changes) == found


@pytest.mark.parametrize("key", BASES)
@pytest.mark.parametrize(("length", "is_good"), [(9, False), (10, True), (11, True)])
def test_each_basis_has_ten_characters(key: str, length: int, is_good: bool) -> None:
    assert of_basis(key, f" {'甲' * length} ") == ([] if is_good else [(key, "length")])


@pytest.mark.parametrize(
    "key", ["basis_sector", "basis_scale", "basis_risk", "basis_people", "basis_mgmt", "basis_history"]
)
def test_only_the_history_is_told_in_one_word(key: str) -> None:
    assert of_basis(key, "无") == ([] if key == "basis_history" else [(key, "length")])
    assert of_basis(key, " ") == of_basis(key, None) == []
    (finding,) = head_findings({**HEAD, key: "没有"}, TERMS)
    assert finding.tail.startswith("的值“没有”只有 2 个字，至少 10 个字")
    assert ("没有事故的可填“无”" in finding.tail) == (key == "basis_history")


def test_the_provincial_standard_is_for_chemical_firms() -> None:
    builder = replace(TERMS, sectors=["CONSTR"])
    assert of_head(standards=["AQ9010"]) == [("standards", "mismatch")]
    assert of_head(builder, standards=["AQ9010"]) == []
    assert of_head(standards=[]) == []


def test_special_measures_are_for_key_enterprises() -> None:
    key = replace(TERMS, key_enterprise=True)
    assert (
        of_head(key, special_measures=" ") == of_head(key, special_measures=None) == [("special_measures", "required")]
    )
    assert of_head(key, special_measures="驻点") == []


@pytest.mark.parametrize(
    ("estimate", "found"),
    [
        ("-0.01", [("fee_estimate", "range")]),
        ("0", []),
        ("1500.00", []),
        ("1500.01", [("fee_reason", "required")]),
    ],
)
def test_a_fee_beyond_the_budget_needs_a_reason(estimate: str, found: list[tuple[str, str]]) -> None:
    assert of_head(fee_estimate=Decimal(estimate)) == found
    assert of_head(fee_estimate=Decimal("1500.01"), fee_reason="增加一次演练") == []
    assert of_head(fee_estimate=None) == []


@pytest.mark.parametrize("kind", ["TRAIN", "HAZ", "DRILL"])
def test_each_main_kind_names_its_topics(kind: str) -> None:
    assert of_item(kind=kind, topics=[]) == of_item(kind=kind, topics=None) == [("topics", "required")]


@pytest.mark.parametrize("kind", sorted(set(ServiceKind.values) - {"TRAIN", "HAZ", "DRILL"}))
def test_other_kinds_need_none(kind: str) -> None:
    assert of_item(kind=kind, topics=[]) == []


def test_topics_without_a_kind_are_left_to_the_check_of_required_fields() -> None:
    assert of_item(kind="", topics=["T1"]) == []
    (finding,) = item_findings({**ITEM, "topics": ["H1", "T1"]}, START, END)
    assert "不属于服务项目" in finding.tail
    assert finding.tail.count("“") == 2


@pytest.mark.parametrize(("times", "is_good"), [(0, False), (1, True), (2, True), (366, True), (367, False)])
def test_an_item_takes_place_once_at_least_and_daily_at_most(times: int, is_good: bool) -> None:
    assert of_item(frequency=times, months=[6]) == ([] if is_good else [("frequency", "range")])


@pytest.mark.parametrize(("times", "is_good"), [(1, False), (2, True), (3, True), (None, True)])
def test_every_planned_month_has_its_time(times: int | None, is_good: bool) -> None:
    assert of_item(frequency=times, months=[6, 9]) == ([] if is_good else [("frequency", "range")])
    assert of_item(frequency=1, months=[6, 6]) == []
    assert of_item(frequency=1, months=None) == []


def test_months_are_held_against_a_sound_period_alone() -> None:
    day = date(2023, 3, 15)
    assert of_item(day, day, months=[4]) == [("months", "mismatch")]
    assert of_item(day, day, months=[3]) == []
    assert of_item(day, date(2023, 3, 14), months=[4]) == []
    assert of_item(None, END, months=[4]) == of_item(day, None, months=[4]) == []


@pytest.mark.parametrize(
    ("month", "first"), [(2, date(2024, 2, 1)), (3, date(2023, 3, 1)), (4, date(2023, 4, 1)), (12, date(2023, 12, 1))]
)
def test_the_month_of_the_first_day_is_in_its_own_year(month: int, first: date) -> None:
    assert first_of(month, START) == first


def test_a_month_that_begins_on_the_last_day_is_in_the_period() -> None:
    assert not month_in_period(4, START, date(2023, 3, 31))
    assert month_in_period(4, START, date(2023, 4, 1))


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_good"),
    [
        (None, date(2023, 6, 27), False),
        (None, date(2023, 6, 28), True),
        (date(2023, 6, 28), None, True),
        (date(2023, 6, 29), None, False),
    ],
)
def test_an_agency_is_qualified_on_the_28th_of_the_month(
    valid_from: date | None, valid_to: date | None, is_good: bool
) -> None:
    assert (agency_finding("示例机构", ["6"], START, valid_from, valid_to) is None) == is_good
    assert agency_finding("示例机构", ["6"], None, valid_from, valid_to) is None


def test_an_open_end_of_a_qualification_is_said() -> None:
    until = agency_finding("示例机构", [6], START, None, date(2023, 5, 1))
    since = agency_finding("示例机构", [6], START, date(2023, 7, 1), None)
    assert until is not None
    assert since is not None
    assert "不限 至 2023-05-01" in until.tail
    assert "2023-07-01 至 不限" in since.tail


@pytest.mark.parametrize("kind", ["TRAIN", "HAZ", "DRILL"])
def test_each_main_kind_that_is_missing_is_named(kind: str) -> None:
    (warning,) = plan_warnings([{"kind": other} for other in ("TRAIN", "HAZ", "DRILL") if other != kind])
    assert str(ServiceKind(kind).label) in warning
