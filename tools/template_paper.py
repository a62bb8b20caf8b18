"""Paper in the manner of GB/T 9704-2012 as a Word template: margins, fonts, line pitch, page numbers, the mark across."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

ROOT = Path(__file__).resolve().parent.parent
BODY, HEAD, SUBHEAD, TITLE, FIGURES = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, SIZE_5, SIZE_5_SMALL = Pt(22), Pt(16), Pt(14), Pt(10.5), Pt(9)
LINE = Pt(28.95)  # 22 lines on 225 mm
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
#: Across the page, grey and turned: 草稿 or 已作废.
MARK = (
    '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><w:r><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">'
    '<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>'
    '<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="mark" o:spid="_x0000_s2049" type="#_x0000_t136" '
    'style="position:absolute;margin-left:0;margin-top:0;width:300pt;height:150pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#d9d9d9" stroked="f">'
    '<v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string="{{ mark }}"/></v:shape></w:pict></w:r></w:p>'
)


class Paper:
    """An A4 template that is written from top to bottom."""

    def __init__(self, spacing: int = 0) -> None:
        """`spacing` is added to each character of the body, in twentieths of a point."""
        self.spacing = spacing
        self.document = Document()
        self.document.core_properties.author = self.document.core_properties.comments = ""
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        self.document.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer, RIGHT)
        _page_number(section.even_page_footer, LEFT)
        for header in (section.header, section.even_page_header):
            _mark(header)

    def line(self, text: str, font: str = BODY, size: Pt = SIZE_3, *, indent: bool = False, keep: bool = False) -> Any:
        made = self.document.add_paragraph()
        face(made, text, font, size)
        if self.spacing and size == SIZE_3:
            properties = made.runs[-1]._element.get_or_add_rPr()
            spacing = properties.makeelement(qn("w:spacing"), {qn("w:val"): str(self.spacing)})
            properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        style = made.paragraph_format
        style.space_before = style.space_after = Pt(0)
        style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
        style.keep_with_next = keep
        if indent:
            style.first_line_indent = size * 2
        return made

    def title(self, *lines: str) -> None:
        for text in lines:
            made = self.line(text, TITLE, SIZE_2, keep=True)
            made.alignment = CENTRE
            made.paragraph_format.line_spacing = Pt(34)

    def number(self, text: str) -> None:
        """The document's number, centred below the title."""
        made = self.line(text, keep=True)
        made.alignment = CENTRE
        made.paragraph_format.space_after = LINE

    def heading(self, text: str) -> None:
        self.line(text, HEAD, indent=True, keep=True)

    def body(self, text: str, *, keep: bool = False) -> None:
        """A paragraph; the last one before the signature is kept with it."""
        self.line(text, indent=True, keep=keep)

    def tag(self, text: str) -> None:
        """A paragraph that docxtpl reads and takes away."""
        self.line(text)

    def signature(self, office: str, day: str, *, keep: bool = False) -> None:
        """Office and date, right, the date four characters from the edge, on the page of the last paragraph."""
        for number, text in enumerate((office, day)):
            made = self.line(text, keep=keep or number == 0)
            made.alignment = RIGHT
            made.paragraph_format.right_indent = Pt(64)
            made.paragraph_format.space_before = LINE if number == 0 else Pt(0)

    def turn(self) -> None:
        """What follows begins a page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def imprint(self, office: str, day: str) -> None:
        """版记: the printing office left, the day right, between a thick line and a thick one."""
        made = self.line(f"{office}\t{day}", size=SIZE_4)
        made.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
        made.paragraph_format.space_before = LINE
        _ruled(made, "top", "bottom")

    def copies(self, text: str) -> None:
        """抄送: under a thick line of its own, above the printing office."""
        made = self.line(text, size=SIZE_4, keep=True)
        made.paragraph_format.space_before = LINE
        _ruled(made, "top")

    def table(self, columns: Sequence[tuple[str, str, int]], rows: str, whole: Sequence[str] = ()) -> None:
        """A ruled table with a row for each of `rows`: (title, field, millimetres); the head repeats, no row breaks.

        The fields of `whole` are set smaller and stay on one line.
        """
        grid = self._grid([width for _title, _text, width in columns], 4)
        _switch(grid.rows[0], "w:tblHeader")
        _switch(grid.rows[2], "w:cantSplit")
        face(grid.rows[1].cells[0].paragraphs[0], f"{{%tr for row in {rows} %}}", BODY, SIZE_5)
        face(grid.rows[3].cells[0].paragraphs[0], "{%tr endfor %}", BODY, SIZE_5)
        for place, (title, text, _width) in enumerate(columns):
            _cell(grid.rows[0].cells[place], title, HEAD)
            _cell(grid.rows[2].cells[place], text, BODY, SIZE_5_SMALL if text in whole else SIZE_5)
            if text in whole:
                properties = grid.rows[2].cells[place]._tc.get_or_add_tcPr()
                properties.append(properties.makeelement(qn("w:noWrap"), {}))

    def pairs(self, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A ruled table of labels and values."""
        grid = self._grid(widths, len(rows))
        for row, texts in zip(grid.rows, rows, strict=True):
            _switch(row, "w:cantSplit")
            for place, text in enumerate(texts):
                _cell(row.cells[place], text, HEAD if place % 2 == 0 else BODY)

    def beside(self, rows: Sequence[tuple[str, str]]) -> None:
        """Two columns without rules, kept on one page with what stands before."""
        grid = self._grid([78, 78], len(rows), style="Normal Table")
        for row, texts in zip(grid.rows, rows, strict=True):
            _switch(row, "w:cantSplit")
            for place, text in enumerate(texts):
                made = row.cells[place].paragraphs[0]
                face(made, text, BODY, SIZE_3)
                made.paragraph_format.space_after = Pt(8)
                made.paragraph_format.keep_with_next = row is not grid.rows[-1]

    def _grid(self, widths: Sequence[int], rows: int, style: str = "Table Grid") -> Any:
        """The grid itself carries the widths, which LibreOffice and WPS go by."""
        grid = self.document.add_table(rows=rows, cols=len(widths), style=style)
        grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        for place, width in enumerate(widths):
            grid.columns[place].width = Mm(width)
            for row in grid.rows:
                row.cells[place].width = Mm(width)
        return grid


def face(paragraph: Any, text: str, font: str, size: Pt) -> None:
    """Text in a Chinese font: Word takes the East Asian face from an attribute of its own, figures are Times."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = FIGURES if font == FIGURES else LATIN, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _cell(target: Any, text: str, font: str, size: Pt = SIZE_5) -> None:
    target.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    face(target.paragraphs[0], text, font, size)
    style = target.paragraphs[0].paragraph_format
    style.space_before = style.space_after = Pt(1.5)


def _ruled(made: Any, *sides: str) -> None:
    """Lines above or below a paragraph."""
    rules = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="1" w:color="000000"/>' for side in sides)
    made._p.get_or_add_pPr().insert_element_before(
        parse_xml(f'<w:pBdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{rules}</w:pBdr>'),
        "w:shd",
        "w:tabs",
        "w:suppressAutoHyphens",
        "w:spacing",
        "w:ind",
        "w:jc",
        "w:rPr",
    )


def _switch(row: Any, name: str) -> None:
    """Set a switch of a table row that the library does not know."""
    properties = row._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn(name), {}))


def _mark(header: Any) -> None:
    """A mark across the page where the document has one."""
    header.is_linked_to_previous = False
    for text in ("{%p if mark %}", "{%p endif %}"):
        face(header.add_paragraph(), text, BODY, SIZE_5)
    header._element.insert(2, parse_xml(MARK))


def _page_number(footer: Any, side: Any) -> None:
    """A dash, the figure, a dash, one character from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    indent = paragraph.paragraph_format
    indent.right_indent, indent.left_indent = (SIZE_4, Pt(0)) if side == RIGHT else (Pt(0), SIZE_4)
    face(paragraph, "— ", FIGURES, SIZE_4)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        face(paragraph, "", FIGURES, SIZE_4)
        run = paragraph.runs[-1]
        part = run._r.makeelement(qn("w:fldChar" if kind else "w:instrText"), {})
        if kind:
            part.set(qn("w:fldCharType"), kind)
        part.text = text or None
        run._r.append(part)
    face(paragraph, " —", FIGURES, SIZE_4)
