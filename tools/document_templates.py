"""Build the Word templates of all documents in the manner of GB/T 9704-2012: margins, fonts, line pitch, page numbers.

Run it after a change here: python tools/document_templates.py
"""

import sys
from collections.abc import Callable, Sequence
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
        rules = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="1" w:color="000000"/>' for side in ("top", "bottom")
        )
        made._p.get_or_add_pPr().insert_element_before(
            parse_xml(f'<w:pBdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{rules}</w:pBdr>'),
            "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr",
        )  # fmt: skip

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


def notice() -> Paper:
    """The written notice of hazards with its receipt (clause N31)."""
    paper = Paper()
    paper.title("事故隐患书面告知书")
    paper.number("{{ number }}")
    paper.line("{{ enterprise }}：")
    paper.body("{{ opening }}")
    paper.table(
        (
            ("序号", "{{ row.place_no }}", 12), ("隐患编号", "{{ row.number }}", 46), ("等级", "{{ row.level }}", 12),
            ("部位、描述及判定依据", "{{ row.what }}", 34), ("整改措施建议", "{{ row.measures }}", 22),
            ("整改期限", "{{ row.deadline }}", 30),
        ),
        "lines",
        whole=("{{ row.number }}", "{{ row.deadline }}"),
    )  # fmt: skip
    paper.body("{{ closing }}", keep=True)
    paper.signature("{{ office }}", "{{ day }}", keep=True)
    receipt = paper.line("签收回执", HEAD, keep=True)
    receipt.alignment, receipt.paragraph_format.space_before = CENTRE, LINE
    paper.tag("{%p for text in receipt %}")
    paper.body("{{ text }}", keep=True)
    paper.tag("{%p endfor %}")
    return paper


def refusal() -> Paper:
    """The report that an enterprise refuses to rectify a major hazard (clause N34)."""
    paper = Paper()
    paper.title("关于{{ enterprise }}", "存在重大事故隐患拒不整改情况的报告")
    paper.number("{{ number }}")
    paper.line("{{ recipients }}：")
    paper.tag("{%p for part in parts %}")
    paper.heading("{{ part.heading }}")
    paper.tag("{%p for text in part.texts %}")
    paper.body("{{ text }}")
    paper.tag("{%p endfor %}")
    paper.tag("{%p endfor %}")
    paper.body("{{ last }}", keep=True)
    paper.body("特此报告。", keep=True)
    paper.signature("{{ office }}", "{{ day }}")
    return paper


def plan() -> Paper:
    """The plan of prevention services under a policy (AQ 9010)."""
    paper = Paper()
    paper.title("{{ enterprise }}", "安全生产责任保险事故预防服务方案")
    paper.line("")
    paper.pairs(
        (
            ("方案编号", "{{ plan_no }}", "版本", "第{{ version }}版"),
            ("投保单位", "{{ enterprise }}", "统一社会信用代码", "{{ uscc }}"),
            ("保险机构", "{{ insurer }}", "保单号", "{{ policy_no }}"),
            ("方案期间", "{{ period }}", "保险期间", "{{ policy_period }}"),
            ("所在地区", "{{ place }}", "高危行业领域", "{{ sectors }}"),
            ("费用预算(元)", "{{ fee_estimate }}", "参照规范", "{{ standards }}"),
            ("风险等级", "{{ risk_grade }}", "服务成效评分", "{{ effect_score }}"),
        ),
        (26, 52, 26, 52),
    )
    paper.heading("一、制定依据")
    bases = (
        ("行业领域特点", "basis_sector"), ("生产规模", "basis_scale"), ("风险分布", "basis_risk"),
        ("人员状况", "basis_people"), ("安全管理基础", "basis_mgmt"), ("历史事故情况", "basis_history"),
    )  # fmt: skip
    for number, (title, name) in zip("一二三四五六", bases, strict=True):
        made = paper.line(f"（{number}）{title}。", SUBHEAD, indent=True)
        face(made, f"{{{{ {name} }}}}", BODY, SIZE_3)
    paper.heading("二、服务项目")
    paper.table(
        (
            ("序号", "{{ row.no }}", 12), ("服务项目", "{{ row.kind }}", 20), ("服务措施", "{{ row.measures }}", 37),
            ("形式", "{{ row.form }}", 13), ("频次与月份", "{{ row.times }}", 22),
            ("服务机构、人员", "{{ row.people }}", 30), ("预期目标", "{{ row.goal }}", 22),
        ),
        "items",
    )  # fmt: skip
    paper.line("标“★”的为专项行动帮扶活动。{{ fewer }}", BODY, SIZE_4, indent=True)
    for heading, text in (
        ("三、细化帮扶措施", "{{ special_measures }}"), ("四、服务保障", "{{ safeguards }}"),
        ("五、费用预算", "事故预防服务费用预算{{ fee_estimate }}元。{{ fee_reason }}"),
    ):  # fmt: skip
        paper.heading(heading)
        paper.body(text)
    paper.heading("六、沟通协商与双方确认")
    paper.body("沟通协商：{{ talk }}。")
    paper.body("双方确认：{{ confirmation }}。", keep=True)
    paper.line("", keep=True)
    paper.beside((("投保单位（盖章）：", "保险机构（盖章）："), ("签字：", "签字："), ("　　　　年　　月　　日",) * 2))
    return paper


def evaluation() -> Paper:
    """An insurer's yearly evaluation of its services (AQ 9010, chapter 8)."""
    paper = Paper()
    paper.title("{{ insurer }}{{ year }}年度", "安全生产责任保险事故预防服务评估报告")
    paper.line("")
    paper.heading("一、基本数据")
    paper.table(
        (("项目", "{{ row.label }}", 86), ("数值", "{{ row.value }}", 40), ("单位", "{{ row.unit }}", 30)), "figures"
    )
    for heading, text in (("二、工作开展情况", "{{ work }}"), ("三、存在问题", "{{ problems }}")):
        paper.heading(heading)
        paper.body(text)
    paper.heading("四、改进措施")
    paper.body("{{ measures }}", keep=True)
    paper.signature("{{ insurer }}", "{{ day }}")
    return paper


def joint_plan() -> Paper:
    """The joint plan of a cross-inspection (clause N46)."""
    paper = Paper()
    paper.title("{{ inspecting_title }}", "{{ title }}")
    paper.line("")
    cells = [tuple(f"{{{{ pairs[{row}][{place}] }}}}" for place in range(4)) for row in range(4)]
    paper.pairs(cells, (28, 50, 28, 50))
    paper.line("")
    paper.tag("{%p for part in parts %}")
    paper.heading("{{ part.heading }}")
    paper.tag("{%p for text in part.texts %}")
    paper.body("{{ text }}")
    paper.tag("{%p endfor %}")
    paper.tag("{%p endfor %}")
    paper.line("六、双方协商", HEAD, indent=True, keep=True)
    paper.line("", keep=True)
    paper.beside(
        (
            ("{{ signatures[0].side }}（盖章）", "{{ signatures[1].side }}（盖章）"),
            ("{{ signatures[0].signed }}", "{{ signatures[1].signed }}"),
        )
    )
    return paper


def draw() -> Paper:
    """《检查对象随机抽取记录》 of a cross-inspection, on one page."""
    paper = Paper()
    paper.title("检查对象随机抽取记录")
    paper.line("{{ no }}　{{ inspecting }}检查{{ inspected }}　{{ place }}", SUBHEAD, SIZE_5)
    paper.line("一、名册与摘要（{{ fixed }}固定）", HEAD, SIZE_5)
    paper.table(
        (
            ("名册", "{{ row.kind }}", 20), ("行数", "{{ row.count }}", 12), ("回避", "{{ row.recused }}", 12),
            ("SHA-256 摘要", "{{ row.digest }}", 112),
        ),
        "rosters",
    )  # fmt: skip
    paper.line("二、公开种子（{{ drawn }}录入，{{ source }}）：{{ seed }}　{{ note }}", HEAD, SIZE_5)
    paper.line("三、抽中企业：{{ strata }}", HEAD, SIZE_5)
    paper.table(
        (
            ("行业领域", "{{ row.sector }}", 24), ("企业名称", "{{ row.name }}", 62), ("县（市、区）", "{{ row.county }}", 22),
            ("行号", "{{ row.no }}", 14), ("票号（前16位）", "{{ row.ticket }}", 34),
        ),
        "firms",
    )  # fmt: skip
    for text in (
        "四、抽中保险机构：{{ insurers }}", "五、抽中检查人员：{{ people }}", "六、人工增加：{{ added }}",
        "七、两市签字：{{ signed }}",
    ):  # fmt: skip
        paper.line(text, BODY, SIZE_5)
    paper.line(
        "票号＝SHA-256（种子摘要，名册行摘要）的十进制数字倒排，各行业按票号由小到大抽取，可凭记录文件复算。",
        BODY,
        SIZE_5_SMALL,
    )
    return paper


def record() -> Paper:
    """The record of a visit of cross-inspection, for an enterprise or an insurer (notice 二(四))."""
    paper = Paper()
    paper.title("{{ title }}")
    paper.number("{{ number }}")
    rows = [[f"{{{{ label{2 * n + m} }}}}" if k == 0 else f"{{{{ text{2 * n + m} }}}}" for m in (0, 1) for k in (0, 1)]
            for n in range(3)]  # fmt: skip
    paper.pairs(rows, (28, 50, 28, 50))
    paper.heading("一、检查情况")
    paper.table(
        (("序号", "{{ row.no }}", 12), ("检查内容", "{{ row.question }}", 54), ("现场情况", "{{ row.seen }}", 36),
         ("台账情况", "{{ row.ledger }}", 54)),
        "lines",
    )  # fmt: skip
    paper.heading("二、发现问题")
    paper.body("{{ told }}")
    paper.tag("{%p if findings %}")
    paper.table(
        (("编号", "{{ row.no }}", 30), ("类别", "{{ row.kind }}", 26), ("事实", "{{ row.fact }}", 62),
         ("依据", "{{ row.basis }}", 38)),
        "findings",
    )  # fmt: skip
    paper.tag("{%p endif %}")
    paper.heading("三、备注")
    paper.body("{{ remark }}")
    paper.body("{{ photos }}", keep=True)
    paper.line("", keep=True)
    paper.beside(
        (("检查人员（签字）：", "受检单位负责人（签字）："), ("　　　　年　　月　　日", "（盖章）　　年　　月　　日"))
    )
    return paper


FINDING_COLUMNS = (
    ("序号", "{{ row.no }}", 12), ("问题编号", "{{ row.number }}", 30), ("单位（对象）", "{{ row.about }}", 32),
    ("类别", "{{ row.kind }}", 18), ("检查发现的事实", "{{ row.fact }}", 36), ("依据", "{{ row.basis }}", 28),
)  # fmt: skip


def comments() -> Paper:
    """The comments on a cross-inspection to the inspected city (notice 二(四))."""
    paper = Paper()
    paper.title("交叉检查反馈意见")
    paper.number("{{ number }}")
    paper.line("{{ addressee }}：")
    paper.body("{{ opening }}")
    paper.heading("一、总体情况")
    paper.tag("{%p for text in paragraphs %}")
    paper.body("{{ text }}")
    paper.tag("{%p endfor %}")
    paper.heading("二、发现的问题")
    paper.table(FINDING_COLUMNS, "lines", whole=("{{ row.number }}",))
    paper.heading("三、有关要求")
    paper.body("{{ request }}", keep=True)
    paper.signature("{{ office }}", "{{ day }}")
    return paper


def handover() -> Paper:
    """The letter that hands findings over to the authority of the inspected place (clause N39)."""
    paper = Paper()
    paper.title("问题移交函")
    paper.number("{{ number }}")
    paper.line("{{ receiver }}：")
    paper.body("{{ opening }}")
    paper.table(FINDING_COLUMNS, "lines", whole=("{{ row.number }}",))
    paper.body("{{ request }}", keep=True)
    paper.body("专此函达。", keep=True)
    paper.signature("{{ office }}", "{{ day }}", keep=True)
    receipt = paper.line("签收回执", HEAD, keep=True)
    receipt.alignment, receipt.paragraph_format.space_before = CENTRE, LINE
    paper.tag("{%p for text in receipt %}")
    paper.body("{{ text }}", keep=True)
    paper.tag("{%p endfor %}")
    return paper


def letter() -> Paper:
    """A paper of an authority in a case: notice, letter or minutes, with the receipt to be signed on paper."""
    paper = Paper()
    paper.title("{{ title }}")
    paper.number("{{ number }}")
    paper.tag("{%p if addressee %}")
    paper.line("{{ addressee }}")
    paper.tag("{%p endif %}")
    paper.tag("{%p for text in paragraphs %}")
    paper.body("{{ text }}", keep=True)
    paper.tag("{%p endfor %}")
    paper.signature("{{ office }}", "{{ day }}")
    paper.tag("{%p if receipt %}")
    head = paper.line("签收回执", HEAD, keep=True)
    head.alignment, head.paragraph_format.space_before = CENTRE, LINE
    paper.tag("{%p for text in receipt %}")
    paper.body("{{ text }}", keep=True)
    paper.tag("{%p endfor %}")
    paper.tag("{%p endif %}")
    return paper


def summary() -> Paper:
    """The summary 工作总结 of a report (clauses N49 and N50), or several in one print, each on a page of its own."""
    paper = Paper(spacing=-5)  # 28 characters of 16 points would be 158 mm wide on a text block of 156
    paper.tag("{%p for one in documents %}")
    paper.tag("{%p if not loop.first %}")
    paper.turn()
    paper.tag("{%p endif %}")
    paper.title("{{ one.place }}", "{{ one.title }}")
    paper.number("{{ one.number }}")
    paper.line("{{ one.recipient }}：")
    paper.tag("{%p for part in one.parts %}")
    paper.heading("{{ part.heading }}")
    paper.tag("{%p for text in part.texts %}")
    paper.body("{{ text }}")
    paper.tag("{%p endfor %}")
    paper.tag("{%p endfor %}")
    paper.body("{{ one.annex }}", keep=True)
    paper.signature("{{ one.office }}", "{{ one.day }}", keep=True)
    code = paper.line("核验码：{{ one.code }}", size=SIZE_5_SMALL, keep=True)
    code.paragraph_format.space_before = LINE
    qr = paper.line("{{ one.qr }}", size=SIZE_5_SMALL, keep=True)
    qr.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paper.imprint("{{ one.office }}办公室", "{{ one.day }}印发")
    paper.tag("{%p endfor %}")
    return paper


TEMPLATES: dict[str, Callable[[], Paper]] = {
    "hazards/documents/notice.docx": notice,
    "hazards/documents/refusal.docx": refusal,
    "inspections/documents/draw.docx": draw,
    "inspections/documents/record.docx": record,
    "insurers/plans/plan.docx": plan,
    "reports/documents/summary.docx": summary,
    "workbench/evaluation.docx": evaluation,
    "inspections/documents/plan.docx": joint_plan,
    "inspections/documents/comments.docx": comments,
    "inspections/documents/handover.docx": handover,
    "dispositions/documents/letter.docx": letter,
}

if __name__ == "__main__":
    for place, make in TEMPLATES.items():
        make().document.save(str(ROOT / place))
        sys.stdout.write(f"{place}\n")
