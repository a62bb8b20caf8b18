"""The window of a joint plan, and how two versions differ line by line."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections import rules

FIRST, LAST = date(2023, 4, 27), date(2023, 12, 10)


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (date(2023, 11, 6), date(2023, 11, 9), None),
        (FIRST, LAST, None),
        (date(2023, 11, 9), date(2023, 11, 6), "ends_on"),
        (date(2023, 4, 26), date(2023, 11, 9), "starts_on"),
        (date(2023, 12, 9), date(2023, 12, 11), "ends_on"),
    ],
)
def test_the_window_lies_within_the_campaign_and_before_the_cut_off(
    starts: date, ends: date, field: str | None
) -> None:
    found = rules.plan_complaint(starts, ends, FIRST, LAST)
    assert (found and found[0]) == field


def test_lines_are_compared_one_by_one() -> None:
    older, newer = "一、准备\n二、检查  \n三、反馈", "一、准备\n二、现场检查\n三、反馈\n四、移交"
    kinds = [(one.kind, one.line) for one in rules.line_changes(older, newer)]
    assert kinds == [
        ("same", "一、准备"),
        ("gone", "二、检查"),
        ("new", "二、现场检查"),
        ("same", "三、反馈"),
        ("new", "四、移交"),
    ]


TEXTS = st.lists(st.sampled_from(["甲", "乙", "丙", "丁"]), max_size=8).map("\n".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_the_comparison(older: str, newer: str) -> None:
    found = rules.line_changes(older, newer)
    assert [one.line for one in found if one.kind != "new"] == older.splitlines()
    assert [one.line for one in found if one.kind != "gone"] == newer.splitlines()


def test_entries_say_whether_they_changed() -> None:
    found = rules.changed_entries({"a": "甲", "b": "乙"}, {"a": "1", "b": "2"}, {"a": "1", "b": "3"})
    assert [(one.label, one.is_changed) for one in found] == [("甲", False), ("乙", True)]
