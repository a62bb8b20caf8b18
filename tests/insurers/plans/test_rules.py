"""What a plan must hold to (domain.md 4.3)."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from insurers.plans.rules import (
    PolicyTerms,
    agency_finding,
    first_of,
    head_findings,
    item_findings,
    month_in_period,
    plan_warnings,
    sending_complaints,
)
from tests.world import BASES

TERMS = PolicyTerms("AZX-1", date(2023, 3, 15), date(2024, 3, 14), Decimal(1500), True, ["HAZCHEM"])
GOOD: dict[str, Any] = {
    "start_on": date(2023, 3, 15),
    "end_on": date(2024, 3, 14),
    **BASES,
    "standards": ["ZJ_HAZCHEM"],
    "special_measures": "每季度由专家驻点一天",
    "fee_estimate": Decimal(1500),
    "fee_reason": "",
}
ITEM: dict[str, Any] = {"kind": "HAZ", "topics": ["H1"], "frequency": 2, "months": [6, 9]}


def test_a_sound_plan_has_no_finding() -> None:
    assert list(head_findings(GOOD, TERMS)) == []
    assert list(item_findings(ITEM, GOOD["start_on"], GOOD["end_on"])) == []


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"start_on": date(2023, 3, 14)}, "start_on", "mismatch"),
        ({"end_on": date(2024, 3, 15)}, "end_on", "mismatch"),
        ({"end_on": date(2023, 3, 1)}, "end_on", "order"),
        ({"basis_risk": "动火作业"}, "basis_risk", "length"),
        ({"basis_risk": "无"}, "basis_risk", "length"),
        ({"basis_history": "没有"}, "basis_history", "length"),
        ({"standards": ["AQ9010"]}, "standards", "mismatch"),
        ({"special_measures": " "}, "special_measures", "required"),
        ({"fee_estimate": Decimal("1500.01")}, "fee_reason", "required"),
        ({"fee_estimate": Decimal(-1)}, "fee_estimate", "range"),
    ],
)
def test_findings_on_the_plan(values: dict[str, Any], key: str, code: str) -> None:
    found = list(head_findings({**GOOD, **values}, TERMS))
    assert [(finding.key, finding.code) for finding in found] == [(key, code)]


def test_the_sentence_names_the_period_and_the_remedy() -> None:
    (finding,) = head_findings({**GOOD, "end_on": date(2024, 6, 1)}, TERMS)
    assert (
        finding.tail == "（2024-06-01）不在保单 AZX-1 的保险期间（2023-03-15 至 2024-03-14）内，请在该期间内制定方案。"
    )


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"topics": []}, "topics", "required"),
        ({"topics": ["T1"]}, "topics", "mismatch"),
        ({"kind": "RISK"}, "topics", "mismatch"),
        ({"frequency": 1}, "frequency", "range"),
        ({"frequency": 0}, "frequency", "range"),
    ],
)
def test_findings_on_an_item(values: dict[str, Any], key: str, code: str) -> None:
    found = list(item_findings({**ITEM, **values}, GOOD["start_on"], GOOD["end_on"]))
    assert [(finding.key, finding.code) for finding in found] == [(key, code)]


def test_months_lie_in_the_period_that_may_cross_the_year() -> None:
    assert first_of(2, date(2023, 3, 15)) == date(2024, 2, 1)
    assert month_in_period(3, date(2023, 3, 15), date(2023, 4, 1))
    found = list(item_findings({**ITEM, "months": [2, 9]}, date(2023, 3, 15), date(2023, 12, 31)))
    assert [(finding.key, "2月" in finding.tail) for finding in found] == [("months", True)]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "months"),
    [
        (None, None, []),
        (None, date(2023, 8, 31), ["9月"]),
        (date(2023, 7, 1), None, ["6月"]),
        (None, date(2023, 6, 28), ["9月"]),
        (date(2020, 1, 1), date(2026, 1, 1), []),
    ],
)
def test_an_agency_is_qualified_in_the_planned_months(
    valid_from: date | None, valid_to: date | None, months: list[str]
) -> None:
    found = agency_finding("示例机构", [6, 9], date(2023, 3, 15), valid_from, valid_to)
    assert [month for month in ("6月", "9月") if found and f" {month}" in found.tail] == months
    assert (found is None) == (not months)


def test_a_plan_is_sent_with_assistance_only_and_warned_of_missing_kinds() -> None:
    assert sending_complaints([]) == ["方案没有服务项目，请至少填写一项。"]
    assert "帮扶活动" in sending_complaints([{"campaign_assist": False}])[0]
    assert sending_complaints([{"campaign_assist": True}]) == []
    assert plan_warnings([{"kind": "HAZ"}])[0].startswith("方案没有宣传教育培训、应急演练项目")
    assert plan_warnings([{"kind": kind} for kind in ("HAZ", "TRAIN", "DRILL")]) == []
