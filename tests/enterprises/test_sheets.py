"""Row checks of the register's workbook (contract, sheets/enterprises.csv)."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.identifiers import uscc_check_char
from core.workbooks import MASKED
from core.workbooks.reading import read_texts
from enterprises.sheets import LAYOUT, DivisionFact, EnterpriseFacts, RegisteredFact
from enterprises.sheets.outsourcing import OUTSOURCING, OutsourcingFacts
from tests.core.workbooks.books import book, checked, faults, read, row_of

CODE = "91330106MA0000007Q"
WEST = DivisionFact("330106", "西湖区", "330100", "杭州市")
DRUM = DivisionFact("330102", "鼓楼区", "330100", "杭州市")
OTHER_DRUM = DivisionFact("330402", "鼓楼区", "330400", "嘉兴市")
SOUTH = DivisionFact("330411", "秀洲区", "330400", "嘉兴市")
ALL = [WEST, DRUM, OTHER_DRUM, SOUTH]


def facts(registered: dict[str, RegisteredFact] | None = None, city: str = "330100") -> EnterpriseFacts:
    by_name: dict[str, list[DivisionFact]] = {}
    for fact in ALL:
        by_name.setdefault(fact.name, []).append(fact)
    return EnterpriseFacts(dt.date(2023, 11, 23), city, {fact.code: fact for fact in ALL}, by_name, registered or {})


HERE, THERE = RegisteredFact("330100", "杭州市"), RegisteredFact("330400", "嘉兴市")


@pytest.mark.parametrize(
    ("county", "city", "code"),
    [
        ("西湖区", "330100", "330106"),
        ("330106", "330100", "330106"),
        ("鼓楼区", "330100", "330102"),
        ("鼓楼区", "330400", "330402"),
    ],
)
def test_counties_become_codes(county: str, city: str, code: str) -> None:
    row = row_of(LAYOUT, uscc=CODE, county=county)
    LAYOUT.check(row, facts(city=city))
    assert not row.faults
    assert row.values["county"] == code


@pytest.mark.parametrize("county", ["秀洲区", "330411", "西湖", "杭州市", "330100", "999999"])
def test_other_counties_are_refused(county: str) -> None:
    assert checked(LAYOUT, facts(), uscc=CODE, county=county) == [("county", "division")]


@pytest.mark.parametrize(
    ("county", "meant"),
    [
        ("秀洲区", None),
        ("秀洲", None),
        ("西湖", "西湖区"),
        ("杭州市西湖区", "西湖区"),
        ("西溪区", None),
        ("嘉兴市西湖区", None),
    ],
)
def test_the_refusal_suggests_a_county_of_the_own_city_only_where_its_name_is_meant(
    county: str, meant: str | None
) -> None:
    row = row_of(LAYOUT, uscc=CODE, county=county)
    LAYOUT.check(row, facts())
    assert [fault.suggestion for fault in row.faults] == [meant]


def test_the_refusal_names_the_city_that_a_county_belongs_to() -> None:
    row = row_of(LAYOUT, uscc=CODE, county="秀洲区")
    LAYOUT.check(row, facts())
    assert "嘉兴市" in row.faults[0].message


def test_a_code_registered_in_another_city_is_a_fault_of_the_county_naming_that_city() -> None:
    row = row_of(LAYOUT, uscc=CODE, county="西湖区")
    LAYOUT.check(row, facts({CODE: THERE}))
    assert [(fault.key, fault.code) for fault in row.faults] == [("county", "division")]
    assert "嘉兴市" in row.faults[0].message
    assert checked(LAYOUT, facts({CODE: HERE}), uscc=CODE, county="西湖区") == []


def test_a_wrong_organisation_code_is_a_warning() -> None:
    body = CODE[:16] + "8"
    row = row_of(LAYOUT, uscc=body + uscc_check_char(body), county="西湖区")
    LAYOUT.check(row, facts())
    assert [(fault.key, fault.code, fault.severity) for fault in row.faults] == [("uscc", "org-code", "warning")]
    assert not row.held


def test_masked_contact_data_is_unchanged_for_the_registered_and_missing_for_the_new() -> None:
    masked: dict[str, Any] = {"uscc": CODE, "county": "西湖区", "principal": MASKED, "phone": MASKED}
    assert checked(LAYOUT, facts({CODE: HERE}), **masked) == []
    assert checked(LAYOUT, facts(), **masked) == [("principal", "required"), ("phone", "required")]


CELLS = {
    "企业名称": "杭州示例有限公司",
    "统一社会信用代码": CODE,
    "县(市、区)": "西湖区",
    "详细地址": "示例路1号",
    "高危行业领域": "非煤矿山，煤矿",
    "从业人员数": 1,
    "主要负责人": "张某",
    "联系电话": "0571-80000000",
    "企业状态": "在产",
    "是否重点企业": "是",
    "存在外包外租": "否",
}


@pytest.mark.parametrize(
    ("title", "value", "code"),
    [
        ("统一社会信用代码", CODE[:-1] + "0", "uscc"),
        ("统一社会信用代码", 913301060000000, "numeric-code"),
        ("统一社会信用代码", f" {CODE.lower()} ", None),
        ("高危行业领域", "矿", "code-list"),
        ("高危行业领域", None, "required"),
        ("从业人员数", 0, "range"),
        ("从业人员数", "10人", "type"),
        ("联系电话", "12345", "phone"),
        ("联系电话", 13800000000, None),
        ("联系电话", "138****0000", None),
        ("企业状态", "营业", "code-list"),
        ("是否重点企业", "对", "code-list"),
        ("企业名称", "甲" * 201, "length"),
        ("许可证编号", 12345, "numeric-code"),
        ("许可证有效期至", "长期", "type"),
        ("详细地址", "甲" * 256, "length"),
        ("备注", "甲" * 501, "length"),
        ("县(市、区)", 330106, None),
    ],
)
def test_cells(tmp_path: Path, title: str, value: object, code: str | None) -> None:
    cells = {**CELLS, title: value}
    row = read(book(tmp_path / "a.xlsx", [list(cells), list(cells.values())]), LAYOUT)[0]
    assert [fault for _letter, fault in faults(row)] == ([code] if code else [])


def suggested(layout: Any, facts: Any, **texts: str) -> list[str | None]:
    """What is suggested for the wrong credit code of a row."""
    row = read_texts(layout, texts, number=2)
    layout.check(row, facts)
    return [fault.suggestion for fault in row.faults if fault.code == "uscc"]


@pytest.mark.parametrize(
    ("code", "county", "meant"),
    [
        ("91330106MA0000007R", "西湖区", CODE),
        ("91330106MA0000007R", "330106", CODE),
        ("91330106MA0000007R", "鼓楼区", None),
        ("91330106MA0000007R", "秀洲区", None),
        ("91330106MA0000007R", "", None),
        ("91330186MA0000007Q", "西湖区", CODE),
        ("91330186MA0000007Q", "鼓楼区", None),
        ("'91330106MA0000007Q", "", CODE),
    ],
)
def test_the_county_of_the_row_decides_which_place_of_a_code_is_wrong(
    code: str, county: str, meant: str | None
) -> None:
    assert suggested(LAYOUT, facts(), uscc=code, county=county) == [meant]


def test_the_registered_code_of_the_same_name_is_suggested_or_none() -> None:
    known = replace(facts(), codes={"杭州示例有限公司": ["91330183MA0000007J"]})
    near = {"uscc": "91330183MA0000007R", "county": "西湖区", "name": "杭州示例有限公司"}
    assert suggested(LAYOUT, known, **near) == ["91330183MA0000007J"]
    assert suggested(LAYOUT, known, **{**near, "uscc": "91330106MA1234007R"}) == [None]


def test_a_contract_is_told_the_code_of_the_enterprise_with_its_name() -> None:
    known = OutsourcingFacts(dt.date(2023, 11, 23), {}, {"杭州示例有限公司": CODE})
    wrong = {"uscc": "91330106MA0000007R", "enterprise_name": "杭州示例有限公司"}
    assert suggested(OUTSOURCING, known, **wrong) == [CODE]
    assert suggested(OUTSOURCING, known, **{**wrong, "enterprise_name": "杭州另一有限公司"}) == [None]
