"""Paper of an official document as GB/T 9704-2012 sets it, for drafts without red head and seal (domain.md 7.1)."""

from io import BytesIO
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE_FONT: Final = "方正小标宋简体"
BODY_FONT: Final = "仿宋_GB2312"
HEAD_FONT: Final = "黑体"
TITLE_SIZE: Final = Pt(22)  # 2号
BODY_SIZE: Final = Pt(16)  # 3号
TABLE_SIZE: Final = Pt(12)  # 小4号: tables may be set smaller
LINE: Final = Pt(28.95)  # 225 mm for 22 lines
INDENT: Final = Pt(32)  # two characters


class Paper:
    """An A4 document that is filled from top to bottom and read as bytes."""

    def __init__(self) -> None:
        self._document: Any = Document()
        section = self._document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)

    def title(self, text: str) -> None:
        self._line(text, TITLE_FONT, TITLE_SIZE).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def number(self, text: str) -> None:
        """The document's number, centred below the title."""
        self._line(text, BODY_FONT, BODY_SIZE).alignment = WD_ALIGN_PARAGRAPH.CENTER

    def addressee(self, text: str) -> None:
        self._line(f"{text}：", BODY_FONT, BODY_SIZE)

    def heading(self, text: str) -> None:
        self._line(text, HEAD_FONT, BODY_SIZE).paragraph_format.first_line_indent = INDENT

    def body(self, text: str) -> None:
        self._line(text, BODY_FONT, BODY_SIZE).paragraph_format.first_line_indent = INDENT

    def table(self, heads: list[str], rows: list[list[str]], widths: list[int]) -> None:
        """A ruled table; `widths` in millimetres, together at most 156. Its head repeats on every page."""
        grid = self._document.add_table(rows=1, cols=len(heads), style="Table Grid")
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        self._fill(grid.rows[0], heads, widths, HEAD_FONT)
        properties = grid.rows[0]._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:tblHeader"), {}))
        for row in rows:
            self._fill(grid.add_row(), row, widths, BODY_FONT)

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

    def _fill(self, row: Any, texts: list[str], widths: list[int], font: str) -> None:
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = Mm(width)
            _write(cell.paragraphs[0], text, font, TABLE_SIZE)

    def _line(self, text: str, font: str, size: Pt) -> Any:
        paragraph = self._document.add_paragraph()
        style = paragraph.paragraph_format
        style.space_before = style.space_after = Pt(0)
        style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        _write(paragraph, text, font, size)
        return paragraph


def _write(paragraph: Any, text: str, font: str, size: Pt) -> None:
    """Text in a Chinese font: Word takes the East Asian face from an attribute of its own."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
