"""Row checks of the services' workbook (contract, sheets/activities.csv)."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from core.workbooks.reading import read_texts
from insurers.activities.sheets import ACTIVITIES, ActivityFacts
from insurers.base.facts import AgencyFact, PolicyFact
from tests.core.workbooks.books import checked, row_of

CODE = "91330106MA0000007Q"
POLICY = PolicyFact(1, 1, CODE, "杭州示例有限公司", "330106", "330100", dt.date(2023, 3, 1), dt.date(2024, 2, 29))
FACTS = ActivityFacts(
    today=dt.date(2023, 11, 23),
    policies={"AZX-0001": POLICY},
    agencies={
        "示例安全技术公司": AgencyFact(1),
        "示例旧公司": AgencyFact(2, dt.date(2020, 1, 1), dt.date(2023, 8, 31)),
        "示例新公司": AgencyFact(3, dt.date(2023, 9, 2), None),
    },
    of_enterprises={CODE: [("AZX-0001", POLICY.start_on, POLICY.end_on)]},
)
GOOD: dict[str, Any] = {
    "activity_no": "FW-0001",
    "policy_no": "AZX-0001",
    "enterprise_name": "杭州示例有限公司",
    "uscc": CODE,
    "kind": "HAZ",
    "topics": ("H1", "H2"),
    "campaign_assist": True,
    "start_on": dt.date(2023, 9, 1),
    "end_on": dt.date(2023, 9, 1),
    "form": "ONSITE",
    "place": "示例路1号",
    "agency": "自有",
    "staff": "李某",
    "content": "现场核查动火作业审批与监护情况",
    "general_hazards": 2,
    "major_hazards": 0,
    "notice_no": "GZ-1",
    "cost": 3000,
}


def found(**values: Any) -> list[tuple[str, str]]:
    return checked(ACTIVITIES, FACTS, **{**GOOD, **values})


def test_a_good_row_is_clean() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"policy_no": "AZX-9999"}, "policy_no", "unknown-policy"),
        ({"uscc": "91330106MA0000015J"}, "uscc", "mismatch"),
        ({"enterprise_name": "某公司"}, "enterprise_name", "name-differs"),
        ({"topics": None}, "topics", "required"),
        ({"topics": ("H1", "T1")}, "topics", "mismatch"),
        ({"kind": "RISK", "topics": ("H1",)}, "topics", "mismatch"),
        ({"kind": "DRILL", "topics": ("D1",)}, "participants", "required"),
        ({"kind": "TRAIN", "topics": ("T1",)}, "participants", "required"),
        ({"start_on": dt.date(2023, 11, 24), "end_on": dt.date(2023, 11, 24)}, "start_on", "future"),
        ({"start_on": dt.date(2023, 2, 28)}, "start_on", "period"),
        ({"end_on": dt.date(2023, 8, 31)}, "end_on", "order"),
        ({"agency": "无名公司"}, "agency", "unknown-agency"),
        ({"agency": "示例旧公司"}, "agency", "unknown-agency"),
        ({"agency": "示例新公司"}, "agency", "unknown-agency"),
        ({"notice_no": None}, "notice_no", "required"),
        ({"notice_no": None, "general_hazards": 0, "major_hazards": 1}, "notice_no", "required"),
        ({"kind": "RISK", "topics": None, "h1_checked": 0}, "h1_checked", "mismatch"),
        ({"kind": "RISK", "topics": None, "h3_due": 5}, "h3_due", "mismatch"),
        ({"h1_checked": 3, "h1_problems": 4}, "h1_problems", "order"),
        ({"h9_checked": 0, "h9_problems": 1}, "h9_problems", "order"),
        ({"h3_due": 7, "h3_certified": 8}, "h3_certified", "order"),
    ],
)
def test_each_rule_has_its_fault(values: dict[str, Any], key: str, code: str) -> None:
    assert found(**values) == [(key, code)]


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "RISK", "topics": None},
        {"h1_checked": 3, "h1_problems": 3},
        {"h3_due": 7, "h3_certified": 7, "h3_checked": 5, "h3_problems": 0},
        {"h6_problems": 2},
        {"kind": "DRILL", "topics": ("D1",), "participants": 0},
        {"agency": "示例安全技术公司"},
        {"notice_no": None, "general_hazards": 0},
        {"start_on": dt.date(2023, 3, 1)},
        {"end_on": dt.date(2023, 12, 31)},
        {"start_on": dt.date(2023, 11, 23), "end_on": dt.date(2023, 11, 23)},
        {"agency": "示例旧公司", "start_on": dt.date(2023, 8, 31)},
        {"agency": "示例新公司", "start_on": dt.date(2023, 9, 2), "end_on": dt.date(2023, 9, 3)},
    ],
)
def test_the_other_side_of_each_rule_is_clean(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_a_day_in_the_future_gets_no_further_fault() -> None:
    late = dt.date(2025, 1, 1)
    assert found(start_on=late, end_on=dt.date(2023, 9, 1), agency="示例旧公司") == [("start_on", "future")]


def test_faulty_inputs_stop_the_checks_that_need_them() -> None:
    assert found(policy_no=None, uscc=None, kind=None, start_on=None, general_hazards=None, notice_no=None) == []
    assert found(policy_no="AZX-9999", uscc="x", enterprise_name="y") == [("policy_no", "unknown-policy")]


def test_suggestions_name_what_is_meant() -> None:
    row = row_of(ACTIVITIES, **{**GOOD, "policy_no": "AZX-000I", "agency": "示例安全技术"})
    ACTIVITIES.check(row, FACTS)
    assert [fault.suggestion for fault in row.faults] == ["AZX-0001", "示例安全技术公司"]
    row = row_of(ACTIVITIES, **{**GOOD, "topics": ("H1", "T1")})
    ACTIVITIES.check(row, FACTS)
    assert row.faults[0].suggestion is None
    assert "专项行动文件要求" in row.faults[0].message


def test_a_far_number_of_the_same_enterprise_is_not_suggested() -> None:
    facts = replace(FACTS, of_enterprises={CODE: [("BZX-2022-71", dt.date(2022, 1, 1), dt.date(2023, 12, 31))]})
    row = row_of(ACTIVITIES, **{**GOOD, "policy_no": "AZX-9999"})
    ACTIVITIES.check(row, facts)
    assert [fault.suggestion for fault in row.faults] == [None]


def test_another_enterprise_than_the_policy_s_is_not_replaced_by_it() -> None:
    row = row_of(ACTIVITIES, **{**GOOD, "uscc": "91330203MA2BCDEF13"})
    ACTIVITIES.check(row, FACTS)
    assert [(fault.code, fault.suggestion) for fault in row.faults] == [("mismatch", None)]


@pytest.mark.parametrize(
    ("written", "on", "meant"),
    [
        ("AZX-0009", dt.date(2023, 9, 1), "AZX-0002"),
        ("AZX-0009", dt.date(2022, 9, 1), "AZX-0003"),
        ("AZX-0003x", dt.date(2026, 9, 1), "AZX-0003"),
        ("AZX-0004", dt.date(2026, 9, 1), None),
    ],
)
def test_an_unknown_policy_is_taken_for_one_of_the_same_enterprise_in_force_that_day(
    written: str, on: dt.date, meant: str | None
) -> None:
    facts = replace(
        FACTS,
        of_enterprises={
            CODE: [
                ("AZX-0003", dt.date(2022, 1, 1), dt.date(2022, 12, 31)),
                ("AZX-0002", dt.date(2023, 1, 1), dt.date(2023, 12, 31)),
            ]
        },
    )
    row = row_of(ACTIVITIES, **{**GOOD, "policy_no": written, "start_on": on, "end_on": on})
    ACTIVITIES.check(row, facts)
    assert [fault.suggestion for fault in row.faults if fault.code == "unknown-policy"] == [meant]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("杭州示例公司", "杭州示例有限公司"), ("杭州示利有限公司", "杭州示例有限公司"), ("宁波另一家贸易有限公司", None)],
)
def test_only_a_name_that_is_nearly_the_registered_one_gets_it_suggested(written: str, meant: str | None) -> None:
    row = row_of(ACTIVITIES, **{**GOOD, "enterprise_name": written})
    ACTIVITIES.check(row, FACTS)
    assert [(fault.code, fault.suggestion) for fault in row.faults] == [("name-differs", meant)]


@pytest.mark.parametrize(("code", "meant"), [("91330106MA0000007R", CODE), ("91330106MA0000015R", None)])
def test_a_wrong_code_is_told_that_of_the_policy_if_it_is_near(code: str, meant: str | None) -> None:
    row = read_texts(ACTIVITIES, {"policy_no": "AZX-0001", "uscc": code}, number=2)
    ACTIVITIES.check(row, FACTS)
    assert [fault.suggestion for fault in row.faults if fault.code == "uscc"] == [meant]
