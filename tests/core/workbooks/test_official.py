"""Official tables as they are printed: forms of numbers, paper, what stands over and under a table."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from core.documents.qr import qr_png
from core.workbooks.formats import Form, display_width, printed
from core.workbooks.official import Amount, Filing, Seal, Table, TableColumn, write_tables
from core.workbooks.pages import LINE, PAGE_WIDTH, paper_for, split_line, stretched

#: Points of a row that nothing stands in, where it is lowest.
LOWEST_ROW = 12.75
DAY = date(2023, 11, 23)
FILING = Filing("示例市应急管理局", DAY, DAY)
NARROW = (TableColumn("名称", 14), TableColumn("数", 8, Form.COUNT))
WIDE = (*[TableColumn(f"第{n}列", 14) for n in range(10)], TableColumn("数", 10, Form.COUNT))


def book(path: Path, columns: tuple[TableColumn, ...], *rows: Any, filing: Filing = FILING, **changes: Any) -> Any:
    table = Table("表", "附表1", "示例情况统计表", "户、万元", columns, rows, **changes)
    write_tables(
        path / "book.xlsx", heading="示例工作情况" * 6, filing=filing, tables=[table], explanations=["说明" * 90]
    )
    return load_workbook(path / "book.xlsx")


@pytest.mark.parametrize(
    ("form", "value", "text", "number_format"),
    [
        (Form.RATE, Decimal("0.7353"), "73.53%", "0.00%"),
        (Form.RATE, Decimal(0), "0.00%", "0.00%"),
        (Form.MONEY, Decimal("301476.89"), "301,476.89", "#,##0.00"),
        (Form.MONEY, Decimal(1200), "1,200.00", "#,##0.00"),
        (Form.COUNT, 1234, "1,234", "#,##0"),
        (Form.DAY, DAY, "2023-11-23", "yyyy-mm-dd"),
    ],
)
def test_a_value_has_one_form_on_pages_and_in_workbooks(
    tmp_path: Path, form: Form, value: Any, text: str, number_format: str
) -> None:
    """A rate is never printed as 1 or 0, money never without fen."""
    assert printed(form, value) == text
    in_cell = book(tmp_path, NARROW, ("名", Amount(value, form)))["表"]["C5"]
    in_column = book(tmp_path, (NARROW[0], TableColumn("数", 8, form)), ("名", value))["表"]["C5"]
    assert (in_cell.number_format, in_column.number_format) == (number_format, number_format)


def test_text_behind_a_number_keeps_away_from_it(tmp_path: Path) -> None:
    """A number stands to the right and a text to the left: without an indent they would touch."""
    columns = (*NARROW, TableColumn("区间", 12), TableColumn("备注", 12), TableColumn("数", 8, Form.COUNT), NARROW[1])
    sheet = book(tmp_path, columns, ("名", 1, "甲" * 6, "乙", None, 2), totals=[("", 1, "", "", 3, 4)])["表"]
    for row in (5, 6):
        assert [cell.alignment.indent for cell in sheet[row]] == [0, 0, 0, 1, 0, 0, 0]
        assert [cell.alignment.horizontal for cell in sheet[row]][2:5] == ["right", "left", "left"]


def test_an_indented_text_has_rows_enough(tmp_path: Path) -> None:
    columns = (TableColumn("数", 30, Form.COUNT), TableColumn("甲", 30), TableColumn("乙", 44))
    fits = "甲" * 15
    assert book(tmp_path, columns, (1, fits, "乙"))["表"].row_dimensions[5].height == 2 * LINE
    plain = (columns[1], columns[0], columns[2])
    assert book(tmp_path, plain, (fits, 1, "乙"))["表"].row_dimensions[5].height is None


def test_the_check_code_and_its_picture_are_printed(tmp_path: Path) -> None:
    """A print without them could not be verified."""
    code = f"{'c0de' * 16}-v123"
    table = Table("表", "附表1", "示例情况统计表", "户、万元", NARROW, [("名", 1)])
    path = write_tables(
        tmp_path / "sealed.xlsx",
        heading="示例工作情况",
        filing=FILING,
        tables=[table],
        explanations=["说明"],
        seal=Seal(code, qr_png("https://portal.example/")),
    )
    sheet: Any = load_workbook(path)["目录"]
    _left, _top, _right, last = range_boundaries(sheet.print_area.replace("$", "").rpartition("!")[2])
    (row,) = [one.row for one in sheet["B"] if one.value == code]
    # On one line, at the size that it is written in.
    assert len(code) * sheet.cell(row, 2).font.size <= sheet.column_dimensions["B"].width * 11
    (picture,) = sheet._images
    begins, points = picture.anchor._from.row + 1, picture.anchor.ext.height / 12_700
    assert row < begins
    assert (last - begins + 1) * LOWEST_ROW >= points


def test_every_sheet_is_one_page_wide_with_its_number_in_the_margin(tmp_path: Path) -> None:
    for sheet in book(tmp_path, WIDE, ["值"] * 10 + [1]):
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0), sheet.title
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
        assert sheet.page_margins.footer < sheet.page_margins.bottom
        assert sheet.print_area
        wanted = "portrait" if sheet.title in {"目录", "填报说明"} else "landscape"
        assert setup.orientation == wanted
        widths = [sheet.column_dimensions[letter].width for letter in ("A", "B")]
        assert sheet.title != "目录" or sum(widths) <= 80


def test_a_long_explanation_is_wrapped_and_its_row_high_enough(tmp_path: Path) -> None:
    sheet = book(tmp_path, NARROW)["填报说明"]
    cell = sheet["A5"]
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[5].height >= 16 * (display_width(cell.value) / sheet.column_dimensions["A"].width)


@pytest.mark.parametrize("columns", [NARROW, WIDE])
def test_nothing_in_the_line_of_the_filing_unit_overprints(tmp_path: Path, columns: tuple[TableColumn, ...]) -> None:
    """Each part stands over columns wide enough for it, or all of them stand in one wrapped cell."""
    sheet = book(tmp_path, columns)["表"]
    spans = {str(span).split(":")[0]: span for span in sheet.merged_cells.ranges}
    parts = [cell for cell in sheet[3] if cell.value]
    assert "填报单位（盖章）：示例市应急管理局" in parts[0].value
    assert "填报日期：2023年11月23日　单位：户、万元" in parts[-1].value
    for cell in parts:
        room = sum(sheet.column_dimensions[chr(64 + n)].width for n in range(*_columns(spans, cell)))
        assert max(display_width(line) for line in cell.value.split("\n")) <= room
        assert cell.alignment.wrap_text


def test_the_filing_day_is_written_without_zeros(tmp_path: Path) -> None:
    """As official papers write days (domain.md 7.3)."""
    sheet = book(tmp_path, WIDE, filing=Filing("示例市应急管理局", DAY, date(2023, 9, 8)))["表"]
    assert any("填报日期：2023年9月8日" in str(cell.value) for cell in sheet[3])


def _columns(spans: dict[str, Any], cell: Any) -> tuple[int, int]:
    span = spans.get(cell.coordinate)
    return (cell.column, cell.column + 1) if span is None else (span.min_col, span.max_col + 1)


def test_an_empty_table_says_none_and_sums_stand_behind_their_label(tmp_path: Path) -> None:
    assert book(tmp_path, NARROW)["表"]["A5"].value == "无"
    sheet = book(tmp_path, NARROW, ("名", 3), totals=[("", 3)])["表"]
    assert [cell.value for cell in sheet[6]] == ["合计", None, 3]


def test_narrow_tables_are_stretched_and_wide_ones_get_larger_paper() -> None:
    assert sum(stretched([6, 14, 8])) == pytest.approx(PAGE_WIDTH, abs=0.2)
    assert stretched([6, 100, 60]) == [6, 100, 60]
    assert (paper_for(180).size, paper_for(420).size) == (9, 8)


def test_a_line_is_cut_where_each_part_fits_or_not_at_all() -> None:
    assert split_line([10, 10, 10], "左", "中", "右") == (1, 2)
    assert split_line([10, 10], "左", "中", "右") is None
    assert split_line([10, 4, 4, 30], "左" * 4, "中" * 3, "右" * 14) == (1, 3)
    assert split_line([10, 10, 10], "左" * 12, "中", "右") is None
