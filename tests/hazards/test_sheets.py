"""Row checks of the hazards' workbook (contract, sheets/hazards.csv)."""

import datetime as dt
from difflib import get_close_matches
from typing import Any

import pytest

from core.workbooks import plain
from core.workbooks.reading import read_texts
from hazards.sheets import LAYOUT, ActivityFact, HazardFacts
from tests.core.workbooks.books import checked, row_of

CODE = "91330106MA0000007Q"
DAY = dt.date(2023, 9, 1)
OLD, NEW = "动火作业未审批（旧）", "未按规定进行动火作业审批"


def criteria(day: dt.date) -> dict[str, str]:
    clause = OLD if day < DAY else NEW
    return {plain(clause): clause}


FACTS = HazardFacts(
    dt.date(2023, 11, 23),
    {"FW-1": ActivityFact(1, CODE, DAY, dt.date(2023, 9, 3))},
    criteria,
    near=lambda text, day: next(iter(get_close_matches(text, criteria(day).values(), n=1, cutoff=0.4)), None),
)
GOOD: dict[str, Any] = {
    "insurer_ref": "YH-1",
    "activity_no": "FW-1",
    "uscc": CODE,
    "level": "GENERAL",
    "category": "WELDING",
    "topic": "H1",
    "place": "3号车间",
    "description": "动火作业未办理审批",
    "found_on": DAY,
    "found_by": "李某",
    "notice_no": "GZ-1",
    "notified_on": dt.date(2023, 9, 2),
    "receiver": "张某",
    "deadline": dt.date(2023, 9, 17),
    "measures": "停止作业",
    "rectified_on": dt.date(2023, 9, 12),
}


def found(**values: Any) -> list[tuple[str, str]]:
    return checked(LAYOUT, FACTS, **{**GOOD, **values})


def test_a_good_row_is_clean() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"activity_no": "FW-9"}, "activity_no", "unknown-activity"),
        ({"uscc": "91330106MA0000015J"}, "uscc", "mismatch"),
        ({"level": "MAJOR"}, "criterion", "required"),
        ({"level": "MAJOR", "criterion": "随便"}, "criterion", "code-list"),
        ({"level": "MAJOR", "criterion": OLD}, "criterion", "code-list"),
        ({"level": "MAJOR", "criterion": "其他:"}, "criterion", "code-list"),
        ({"level": "MAJOR", "criterion": "其他"}, "criterion", "code-list"),
        ({"topic": "H6"}, "topic", "mismatch"),
        ({"topic": "T1"}, "topic", "mismatch"),
        ({"found_on": dt.date(2023, 8, 31)}, "found_on", "order"),
        ({"found_on": dt.date(2023, 9, 4), "notified_on": dt.date(2023, 9, 5)}, "found_on", "order"),
        ({"notified_on": dt.date(2023, 8, 31)}, "notified_on", "order"),
        ({"deadline": dt.date(2023, 9, 2)}, "deadline", "order"),
        ({"rectified_on": dt.date(2023, 9, 1)}, "rectified_on", "order"),
        ({"rectified_on": dt.date(2023, 11, 24)}, "rectified_on", "future"),
        ({"notified_on": dt.date(2023, 11, 24)}, "notified_on", "future"),
        ({"found_on": dt.date(2023, 11, 24)}, "found_on", "future"),
    ],
)
def test_each_rule_has_its_fault(values: dict[str, Any], key: str, code: str) -> None:
    assert found(**values) == [(key, code)]


@pytest.mark.parametrize(
    "values",
    [
        {"level": "MAJOR", "criterion": NEW},
        {"level": "MAJOR", "criterion": f" {NEW} "},
        {"criterion": "随便"},
        {"level": "MAJOR", "criterion": "其他：新工艺无标准"},
        {"level": "MAJOR", "criterion": "其他:新工艺"},
        {"topic": None},
        {"rectified_on": None},
        {"notified_on": DAY, "rectified_on": DAY},
        {"deadline": dt.date(2024, 9, 3)},
        {"found_on": dt.date(2023, 9, 3), "notified_on": dt.date(2023, 9, 3)},
        {"rectified_on": dt.date(2023, 11, 23)},
    ],
)
def test_the_other_side_of_each_rule_is_clean(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_the_catalogue_of_the_day_found_counts_and_the_nearest_criterion_is_suggested() -> None:
    row = row_of(LAYOUT, **{**GOOD, "level": "MAJOR", "criterion": "未按规定动火作业审批"})
    LAYOUT.check(row, FACTS)
    assert row.faults[0].suggestion == NEW


def test_faulty_inputs_stop_the_checks_that_need_them() -> None:
    assert found(activity_no=None, level=None, found_on=None, notified_on=None) == []
    assert found(activity_no="FW-9", uscc="x", found_on=dt.date(2020, 1, 1)) == [("activity_no", "unknown-activity")]
    assert found(level="MAJOR", criterion="随便", found_on=None) == []


@pytest.mark.parametrize(("code", "meant"), [("91330106MA0000007R", CODE), ("91330106MA0000015R", None)])
def test_a_wrong_code_is_told_that_of_the_service_if_it_is_near(code: str, meant: str | None) -> None:
    row = read_texts(LAYOUT, {"activity_no": "FW-1", "uscc": code}, number=2)
    LAYOUT.check(row, FACTS)
    assert [fault.suggestion for fault in row.faults if fault.code == "uscc"] == [meant]
