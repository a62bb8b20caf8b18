"""What only a sheet's XML shows: error cells, formulas, merges, hidden rows, number formats (contract, section 4)."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from core.workbooks import Row, read_workbook
from tests.core.workbooks.books import (
    GOOD_ROW,
    HEADER,
    MAIN,
    THINGS,
    TITLES,
    faults,
    inline,
    marked_row,
    package,
    raw,
    read,
    row_xml,
    things,
    xlsx_parts,
)


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ('<c r="D2" t="e"><v>#REF!</v></c>', [("D", "type")]),
        ('<c r="D2" t="e"><f>A9</f><v>#DIV/0!</v></c>', [("D", "type")]),
        ('<c r="D2"><f>1+2</f></c>', [("D", "formula")]),
        ('<c r="D2"><f>1+2</f><v></v></c>', [("D", "formula")]),
        ('<c r="D2"><f>1+2</f><v/></c>', [("D", "formula")]),
        ('<c r="D2" t="str"><f>A9</f></c>', [("D", "formula")]),
        ('<c r="D2" t="str"><f>A9</f><v></v></c>', [("D", "required")]),
        ('<c r="D2"><f>1+2</f><v>3</v></c>', []),
        ('<c r="D2" t="str"><f>A9</f><v>3</v></c>', []),
        ('<c r="D2" t="b"><v>1</v></c>', [("D", "type")]),
        ('<c r="D2"/>', [("D", "required")]),
    ],
)
def test_error_cells_and_formulas(tmp_path: Path, cell: str, codes: list[tuple[str, str]]) -> None:
    row = read(raw(tmp_path / "a.xlsx", HEADER + marked_row(cell)))[0]
    assert faults(row) == codes


def test_the_error_is_shown_as_the_value(tmp_path: Path) -> None:
    row = read(raw(tmp_path / "a.xlsx", HEADER + marked_row('<c r="D2" t="e"><v>#REF!</v></c>')))[0]
    assert row.faults[0].value == "#REF!"
    assert "#REF!" in row.faults[0].message


def test_a_formula_by_openpyxl_has_no_stored_value(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"数量(件)": "=1+2"}))[0]
    assert faults(row) == [("D", "formula")]


def test_a_row_of_nothing_but_formulas_is_data(tmp_path: Path) -> None:
    cells = "".join(f'<c r="{letter}3"><f>1</f></c>' for letter in "ABCD")
    rows = read(raw(tmp_path / "a.xlsx", HEADER + GOOD_ROW + f'<row r="3">{cells}</row>'))
    assert [row.number for row in rows] == [2, 3]
    assert faults(rows[1]) == [("A", "formula"), ("B", "formula"), ("C", "formula"), ("D", "formula")]


def test_prefixed_elements_are_seen_alike(tmp_path: Path) -> None:
    parts = xlsx_parts(HEADER + marked_row('<c r="D2" t="e"><v>#REF!</v></c>'))
    sheet = str(parts["xl/worksheets/sheet1.xml"]).replace("<", "<x:").replace("<x:/", "</x:")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    (tmp_path / "a.xlsx").write_bytes(package(parts))
    assert faults(read(tmp_path / "a.xlsx")[0]) == [("D", "type")]


def merges(*ranges: str) -> str:
    return "<mergeCells>" + "".join(f'<mergeCell ref="{reference}"/>' for reference in ranges) + "</mergeCells>"


def four_rows() -> str:
    return HEADER + "".join(row_xml(n, [f"A-{n}", "螺丝", "2023-08-01", 3, 1.5]) for n in range(2, 6))


def test_a_merged_range_is_reported_in_every_row_that_it_touches(tmp_path: Path) -> None:
    rows = read(raw(tmp_path / "a.xlsx", four_rows(), after=merges("B3:C4", "A1:L1")))
    assert [faults(row) for row in rows] == [[], [("B", "merged")], [("B", "merged")], []]
    assert all(row.held for row in rows[1:3])


def test_cells_inside_a_merged_range_get_no_second_fault(tmp_path: Path) -> None:
    data = HEADER + row_xml(2, ["A-1", "螺丝", "2023-08-01", 3]) + row_xml(3, ["A-2", None, "x", 3])
    rows = read(raw(tmp_path / "a.xlsx", data, after=merges("B2:C3")))
    assert [faults(row) for row in rows] == [[("B", "merged")], [("B", "merged")]]
    assert not rows[0].has("name")
    assert rows[0].has("number")


def test_two_merged_ranges_in_a_row_are_two_faults_and_one_under_no_known_column_holds_it_too(tmp_path: Path) -> None:
    data = row_xml(1, [*TITLES, "其他"]) + row_xml(2, ["A-1", "螺丝", "2023-08-01", 3, 1, *[None] * 7, "x"])
    row = read(raw(tmp_path / "a.xlsx", data, after=merges("E2:F2", "M2:N2")))[0]
    assert faults(row) == [("E", "merged"), ("M", "merged")]
    assert row.faults[1].title == "其他"
    assert row.held


def test_a_merged_total_is_no_fault(tmp_path: Path) -> None:
    rows = read(raw(tmp_path / "a.xlsx", HEADER + GOOD_ROW + row_xml(3, ["合计"]), after=merges("A3:D3")))
    assert [faults(row) for row in rows] == [[]]


def notices(path: Path) -> list[str]:
    with read_workbook(path, THINGS) as reading:
        return [notice.code for notice in reading.notices]


def test_hidden_rows_and_filters_are_read_with_a_notice(tmp_path: Path) -> None:
    hidden = raw(tmp_path / "a.xlsx", HEADER + row_xml(2, ["A-1", "螺丝", "2023-08-01", 3], ' hidden="1"'))
    assert notices(hidden) == ["hidden"]
    assert len(read(hidden)) == 1
    assert notices(raw(tmp_path / "b.xlsx", after='<autoFilter ref="A1:L2"/>')) == ["hidden"]
    assert notices(raw(tmp_path / "c.xlsx", row_xml(1, TITLES, ' hidden="1"') + GOOD_ROW)) == []
    assert notices(raw(tmp_path / "d.xlsx", HEADER + GOOD_ROW + '<row r="3" hidden="1"/>')) == []


def test_external_links_are_taken_with_a_notice(tmp_path: Path) -> None:
    link = '<externalReferences><externalReference r:id="x"/></externalReferences>'
    assert notices(raw(tmp_path / "a.xlsx", workbook=link)) == ["external-link"]


def test_an_older_template_is_told(tmp_path: Path) -> None:
    def name(version: str) -> str:
        return f'<definedNames><definedName name="portal_template">"things {version}"</definedName></definedNames>'

    assert notices(raw(tmp_path / "a.xlsx", workbook=name("0.9"))) == ["old-template"]
    assert notices(raw(tmp_path / "b.xlsx", workbook=name("1"))) == []


STYLES = (
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="9"/><xf numFmtId="200"/></cellXfs>'
)
FORMATS = '<numFmts count="1"><numFmt numFmtId="200" formatCode="0.0%"/></numFmts>'


def typed(path: Path, column: str, style: int, value: str, workbook: str = "") -> Row:
    data = row_xml(1, TITLES) + GOOD_ROW.replace("</row>", f'<c r="{column}2" s="{style}"><v>{value}</v></c></row>')
    if column == "C":
        data = data.replace(inline("C2", "2023-08-01"), "")
    return read(raw(path, data, styles=FORMATS + STYLES, workbook=workbook))[0]


def test_date_cells_in_both_systems(tmp_path: Path) -> None:
    assert typed(tmp_path / "a.xlsx", "C", 1, "45139").values["bought_on"] == dt.date(2023, 8, 1)
    row = typed(tmp_path / "b.xlsx", "C", 1, "43677", '<workbookPr date1904="1"/>')
    assert row.values["bought_on"] == dt.date(2023, 8, 1)


@pytest.mark.parametrize(("style", "value"), [(2, "45139.5"), (0, "45139"), (1, "0.5"), (1, "-3")])
def test_times_and_bare_serial_numbers_are_no_dates(tmp_path: Path, style: int, value: str) -> None:
    assert faults(typed(tmp_path / "a.xlsx", "C", style, value)) == [("C", "type")]


def test_midnight_is_a_day(tmp_path: Path) -> None:
    assert typed(tmp_path / "a.xlsx", "C", 2, "45139").values["bought_on"] == dt.date(2023, 8, 1)


@pytest.mark.parametrize("style", [3, 4])
def test_percent_cells(tmp_path: Path, style: int) -> None:
    assert typed(tmp_path / "a.xlsx", "F", style, "0.15").values["discount"] == Decimal("0.15")
    assert typed(tmp_path / "b.xlsx", "F", style, "1").values["discount"] == 1
    assert faults(typed(tmp_path / "c.xlsx", "F", style, "15")) == [("F", "range")]
    assert typed(tmp_path / "e.xlsx", "F", style, "1").raw["discount"] == "100%"
    assert faults(typed(tmp_path / "d.xlsx", "F", 0, "1")) == [("F", "range")]


def test_a_number_under_an_identifier_shows_its_digits(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"编号": 202300001}))[0]
    assert [(fault.code, fault.value) for fault in row.faults] == [("numeric-code", "202300001")]


def test_digits_beyond_the_fifteenth_are_shown_as_lost(tmp_path: Path) -> None:
    row = read(things(tmp_path / "a.xlsx", {"编号": 913301060000000123}))[0]
    assert row.raw["number"] == "913301060000000000"
    assert faults(row) == [("A", "numeric-code")]
