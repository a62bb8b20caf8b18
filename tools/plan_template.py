"""Build the Word template of a service plan (insurers/plans/plan.docx) in the manner of GB/T 9704-2012.

Run it after a change here: python tools/plan_template.py
"""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TARGET = Path(__file__).resolve().parent.parent / "insurers" / "plans" / "plan.docx"
BODY, HEAD, SUBHEAD, TITLE = "仿宋_GB2312", "黑体", "楷体_GB2312", "方正小标宋简体"
LINE = Pt(28.95)  # 22 lines on 225 mm
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = Pt(22), Pt(16), Pt(14), Pt(10.5)

FACTS = (
    ("方案编号", "{{ plan_no }}", "版本", "第{{ version }}版"),
    ("投保单位", "{{ enterprise }}", "统一社会信用代码", "{{ uscc }}"),
    ("保险机构", "{{ insurer }}", "保单号", "{{ policy_no }}"),
    ("方案期间", "{{ period }}", "保险期间", "{{ policy_period }}"),
    ("所在地区", "{{ place }}", "高危行业领域", "{{ sectors }}"),
    ("费用预算(元)", "{{ fee_estimate }}", "方案状态", "{{ state }}"),
)
BASES = (
    ("行业领域特点", "basis_sector"), ("生产规模", "basis_scale"), ("风险分布", "basis_risk"),
    ("人员状况", "basis_people"), ("安全管理基础", "basis_mgmt"), ("历史事故情况", "basis_history"),
)  # fmt: skip
ITEMS = (
    ("序号", "{{ item.no }}", 9), ("服务项目", "{{ item.kind }}", 20), ("服务措施", "{{ item.measures }}", 40),
    ("形式", "{{ item.form }}", 13), ("频次与月份", "{{ item.times }}", 22), ("服务机构、人员", "{{ item.people }}", 30),
    ("预期目标", "{{ item.goal }}", 22),
)  # fmt: skip


def face(run: Any, name: str, size: Any, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = name, size, bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


def paragraph(document: Any, text: str, name: str = BODY, size: Any = SIZE_3, *, indent: bool = True) -> Any:
    made = document.add_paragraph()
    face(made.add_run(text), name, size)
    shape = made.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.space_before = shape.space_after = Pt(0)
    if indent:
        shape.first_line_indent = size * 2
    return made


def cell(target: Any, text: str, name: str = BODY) -> None:
    made = target.paragraphs[0]
    face(made.add_run(text), name, SIZE_5)
    made.paragraph_format.space_after = Pt(0)


def repeat_header(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def facts_table(document: Any) -> None:
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for line in FACTS:
        row = table.add_row()
        for place, text in enumerate(line):
            cell(row.cells[place], text, HEAD if place % 2 == 0 else BODY)
            row.cells[place].width = Mm(28 if place % 2 == 0 else 50)


def items_table(document: Any) -> None:
    table = document.add_table(rows=4, cols=len(ITEMS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    repeat_header(table.rows[0])
    cell(table.rows[1].cells[0], "{%tr for item in items %}")
    cell(table.rows[3].cells[0], "{%tr endfor %}")
    for place, (title, text, width) in enumerate(ITEMS):
        cell(table.rows[0].cells[place], title, HEAD)
        cell(table.rows[2].cells[place], text)
        for row in table.rows:
            row.cells[place].width = Mm(width)


def page_number(section: Any) -> None:
    """4号 figures between dashes."""
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    face(foot.add_run("— "), "宋体", SIZE_4)
    run = foot.add_run()
    face(run, "宋体", SIZE_4)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)
    face(foot.add_run(" —"), "宋体", SIZE_4)


def build() -> Any:
    document = Document()
    document.core_properties.author = document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    page_number(section)
    for text in ("{{ enterprise }}", "安全生产责任保险事故预防服务方案"):
        title = paragraph(document, text, TITLE, SIZE_2, indent=False)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(34)
    paragraph(document, "", indent=False)
    facts_table(document)
    paragraph(document, "一、制定依据", HEAD)
    for number, (title_text, key) in enumerate(BASES, start=1):
        made = paragraph(document, f"（{'一二三四五六'[number - 1]}）{title_text}。", SUBHEAD)
        face(made.add_run(f"{{{{ {key} }}}}"), BODY, SIZE_3)
    paragraph(document, "参照规范：{{ standards }}。")
    paragraph(document, "二、服务项目", HEAD)
    items_table(document)
    paragraph(document, "标“★”的为专项行动帮扶活动。", BODY, SIZE_4)
    paragraph(document, "三、细化帮扶措施", HEAD)
    paragraph(document, "{{ special_measures }}")
    paragraph(document, "四、服务保障", HEAD)
    paragraph(document, "{{ safeguards }}")
    paragraph(document, "五、费用预算", HEAD)
    paragraph(document, "事故预防服务费用预算{{ fee_estimate }}元。{{ fee_reason }}")
    paragraph(document, "六、沟通协商与双方确认", HEAD)
    paragraph(document, "沟通协商：{{ talk }}。")
    paragraph(document, "双方确认：{{ confirmation }}。")
    paragraph(document, "", indent=False)
    for text in (
        "投保单位（盖章）：                保险机构（盖章）：",
        "",
        "签字：                          签字：",
        "日期：    年  月  日            日期：    年  月  日",
    ):
        paragraph(document, text, indent=False)
    return document


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    build().save(str(TARGET))
