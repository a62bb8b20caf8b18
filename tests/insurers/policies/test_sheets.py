"""Row checks of the policies' workbook (contract, sheets/policies.csv)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from core.workbooks.reading import read_texts
from insurers.policies.sheets import POLICIES, EnterpriseFact, PolicyFacts
from tests.core.workbooks.books import checked, row_of

CODE = "91330106MA0000007Q"
NINGBO_CODE = "91330203MA0000007X"
ENTERPRISES = {
    CODE: EnterpriseFact(1, "杭州示例有限公司", "330106", "330100", 100),
    NINGBO_CODE: EnterpriseFact(2, "宁波示例有限公司", "330203", "330200", 10),
}
FACTS = PolicyFacts(
    today=dt.date(2023, 11, 23),
    enterprises=ENTERPRISES,
    in_division=lambda city: city != "330200",
    division_note="不含宁波市",
    fee_rate_rule=(Decimal("0.05"), 0.21),
    nearest=lambda name, _code: CODE if name == "杭州示例有限公司" else None,
)
GOOD: dict[str, Any] = {
    "policy_no": "AZX-0001",
    "enterprise_name": "杭州示例有限公司",
    "uscc": CODE,
    "start_on": dt.date(2023, 3, 1),
    "end_on": dt.date(2024, 2, 29),
    "insured_people": 100,
    "limit_per_person": Decimal(5),
    "limit_per_accident": Decimal(5),
    "limit_total": Decimal(5),
    "premium_due": Decimal(12),
    "premium_paid": Decimal(12),
    "fee_rate": Decimal("0.21"),
    "status": "IN_FORCE",
}


def found(**values: Any) -> list[tuple[str, str]]:
    return checked(POLICIES, FACTS, **{**GOOD, **values})


def test_a_good_row_is_clean() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("values", "key", "code"),
    [
        ({"uscc": "91330106MA0000015J"}, "uscc", "unknown-enterprise"),
        ({"uscc": NINGBO_CODE}, "uscc", "division"),
        ({"enterprise_name": "杭州示例公司"}, "enterprise_name", "name-differs"),
        ({"insured_people": 99}, "insured_people", "partly-insured"),
        ({"end_on": dt.date(2023, 3, 1)}, "end_on", "order"),
        ({"end_on": dt.date(2023, 2, 28)}, "end_on", "order"),
        ({"end_on": dt.date(2024, 3, 5)}, "end_on", "long-period"),
        ({"limit_per_person": Decimal(6)}, "limit_per_accident", "order"),
        ({"limit_per_person": Decimal(4), "limit_total": Decimal(4)}, "limit_total", "order"),
        ({"premium_paid": Decimal("12.01")}, "premium_paid", "order"),
        ({"fee_rate": Decimal("0.2101")}, "fee_rate", "rate"),
        ({"fee_rate": Decimal("0.0499")}, "fee_rate", "rate"),
    ],
)
def test_each_rule_has_its_fault(values: dict[str, Any], key: str, code: str) -> None:
    assert found(**values) == [(key, code)]


@pytest.mark.parametrize(
    "values",
    [
        {"end_on": dt.date(2023, 3, 2)},
        {"end_on": dt.date(2024, 3, 4)},
        {"insured_people": 101},
        {"premium_paid": Decimal(0)},
        {"fee_rate": Decimal("0.05")},
    ],
)
def test_the_bounds_themselves_are_clean(values: dict[str, Any]) -> None:
    assert found(**values) == []


def test_370_days_count_the_last_one() -> None:
    start = GOOD["start_on"]
    assert found(end_on=start + dt.timedelta(days=369)) == []
    assert found(end_on=start + dt.timedelta(days=370)) == [("end_on", "long-period")]


def test_suggestions_come_from_the_register() -> None:
    row = row_of(POLICIES, **{**GOOD, "uscc": "91330106MA0000015J"})
    POLICIES.check(row, FACTS)
    assert row.faults[0].suggestion == CODE
    row = row_of(POLICIES, **{**GOOD, "enterprise_name": "杭州示例公司"})
    POLICIES.check(row, FACTS)
    assert row.faults[0].suggestion == "杭州示例有限公司"


def test_a_faulty_input_stops_the_checks_that_need_it() -> None:
    assert found(uscc=None, start_on=None, limit_per_accident=None, premium_due=None, fee_rate=None) == []
    assert found(uscc=NINGBO_CODE, insured_people=1, enterprise_name="x") == [("uscc", "division")]


def test_the_division_says_where_the_insurer_writes() -> None:
    row = row_of(POLICIES, **{**GOOD, "uscc": NINGBO_CODE})
    POLICIES.check(row, FACTS)
    assert "不含宁波市" in row.faults[0].message


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("91330106MA0000007R", "杭州示例有限公司", CODE),
        ("91330186MA0000007Q", "杭州示例有限公司", CODE),
        ("91330106MA0000007R", "杭州另一有限公司", None),
        ("9133010GMA1234007Q", "杭州示例有限公司", None),
    ],
)
def test_a_wrong_code_is_told_that_of_the_registered_firm_if_it_is_near(
    code: str, name: str, meant: str | None
) -> None:
    row = read_texts(POLICIES, {"uscc": code, "enterprise_name": name}, number=2)
    POLICIES.check(row, FACTS)
    assert [fault.suggestion for fault in row.faults if fault.code == "uscc"] == [meant]
