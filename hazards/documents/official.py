"""Paper of an official document as GB/T 9704-2012 sets it, for drafts without red head and seal (domain.md 7.1)."""

import re
from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import _Footer
from docx.shared import Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋_GB2312"
HEAD_FONT: Final = "黑体"
PAGE_FONT: Final = "宋体"
TITLE_SIZE: Final = Pt(22)  # 2号
BODY_SIZE: Final = Pt(16)  # 3号
TABLE_SIZE: Final = Pt(10.5)  # 5号: tables may be set smaller
PAGE_SIZE: Final = Pt(14)  # 4号, a dash on each side, odd pages right, even pages left
LINE: Final = Pt(28.95)  # 225 mm for 22 lines
INDENT: Final = Pt(32)  # two characters
NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Paper:
    """An A4 document that is filled from top to bottom and read as bytes."""

    def __init__(self) -> None:
        self._document = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self._document.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
        _page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)

    def title(self, text: str) -> None:
        self._line(text, TITLE_FONT, TITLE_SIZE).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def number(self, text: str) -> None:
        """The document's number, centred below the title."""
        self._line(text, BODY_FONT, BODY_SIZE).alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._line("", BODY_FONT, BODY_SIZE)

    def addressee(self, text: str) -> None:
        self._line(f"{text}：", BODY_FONT, BODY_SIZE)

    def heading(self, text: str) -> None:
        style = self._line(text, HEAD_FONT, BODY_SIZE).paragraph_format
        style.first_line_indent, style.keep_with_next = INDENT, True

    def body(self, text: str) -> None:
        self._line(text, BODY_FONT, BODY_SIZE).paragraph_format.first_line_indent = INDENT

    def table(self, heads: list[str], rows: list[list[str]], widths: list[int]) -> None:
        """A ruled table; `widths` in millimetres, together at most 156. Its head repeats on every page, no row breaks."""
        grid = self._grid(len(heads), widths)
        self._fill(grid.rows[0], heads, widths, HEAD_FONT)
        _mark(grid.rows[0], "w:tblHeader")
        for row in rows:
            made = grid.add_row()
            self._fill(made, row, widths, BODY_FONT)
            _mark(made, "w:cantSplit")
        self._line("", BODY_FONT, BODY_SIZE)

    def receipt(self, lines: list[str], box: str) -> None:
        """Lines to be filled in by hand with a place beside them, kept together on one page."""
        widths = [116, 40]
        grid = self._grid(2, widths)
        left, right = grid.rows[0].cells
        left.width, right.width = (Mm(width) for width in widths)
        _mark(grid.rows[0], "w:cantSplit")
        for number, text in enumerate(lines):
            paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(8)
            _write(paragraph, text, BODY_FONT, Pt(12))
        right.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(right.paragraphs[0], box, BODY_FONT, TABLE_SIZE)

    def _grid(self, columns: int, widths: list[int]) -> Any:
        """A ruled table of one row; the grid itself carries the widths, which LibreOffice and WPS go by.

        The library leaves the making of tables and rows untyped.
        """
        grid = self._document.add_table(rows=1, cols=columns, style="Table Grid")
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Mm(width)
        return grid

    def signature(self, office: str, day: str) -> None:
        """Office and date, right, the date four characters from the edge."""
        self._line("", BODY_FONT, BODY_SIZE)
        for text in (office, day):
            line = self._line(text, BODY_FONT, BODY_SIZE)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.right_indent = Pt(64)
            line.paragraph_format.keep_together = True

    def as_bytes(self) -> bytes:
        stream = BytesIO()
        self._document.save(stream)
        return stream.getvalue()

    def _fill(self, row: _Row, texts: list[str], widths: list[int], font: str) -> None:
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
            if text.isascii():  # codes and days stay in one piece
                properties = cell._tc.get_or_add_tcPr()
                properties.append(properties.makeelement(qn("w:noWrap"), {}))
            _write(cell.paragraphs[0], text, font, TABLE_SIZE)

    def _line(self, text: str, font: str, size: Pt) -> Paragraph:
        paragraph = self._document.add_paragraph()
        style = paragraph.paragraph_format
        style.space_before = style.space_after = Pt(0)
        style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        _write(paragraph, text, font, size)
        return paragraph


def _write(paragraph: Paragraph, text: str, font: str, size: Pt) -> None:
    """Text in a Chinese font: Word takes the East Asian face from an attribute of its own.

    A soft line break of Word, as pasted, is a line break here, too; what no XML holds is left out.
    """
    run = paragraph.add_run(NOT_XML.sub("", text.replace("\v", "\n")))
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _mark(row: _Row, name: str) -> None:
    """Set a switch of a table row that the library does not know."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn(name), {}))


def _page_number(footer: _Footer, side: WD_ALIGN_PARAGRAPH) -> None:
    """The number of the page as the standard writes it: a dash, the figure, a dash; one character from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = paragraph.paragraph_format
    indent.right_indent, indent.left_indent = (
        (PAGE_SIZE, Pt(0)) if side == WD_ALIGN_PARAGRAPH.RIGHT else (Pt(0), PAGE_SIZE)
    )
    _write(paragraph, "— ", PAGE_FONT, PAGE_SIZE)
    run = paragraph.add_run()
    run.font.name, run.font.size = PAGE_FONT, PAGE_SIZE
    for kind in ("begin", "", "end"):
        element = run._r.makeelement(qn("w:fldChar" if kind else "w:instrText"), {})
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = "PAGE"
        run._r.append(element)
    _write(paragraph, " —", PAGE_FONT, PAGE_SIZE)
