"""The notice and the report as Word documents: words, table, paper."""

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from hazards.documents.letters import NoticeLetter, NoticeLine, RefusalLetter, notice_document, refusal_document
from hazards.documents.rows import notice_letter, refusal_letter
from hazards.models import Hazard, Refusal
from tests.cast import Cast
from tests.hazards import life

LINE = NoticeLine(
    "YH-330100-2023-000001",
    "MAJOR",
    "三号楼",
    "动火作业未审批",
    "其他：示例理由",
    "停止动火，补办审批",
    date(2023, 10, 31),
)
NOTICE = NoticeLetter(
    "示例告知〔2023〕1号",
    "示例财产保险公司",
    "示例建设有限公司",
    date(2023, 10, 9),
    date(2023, 10, 10),
    (LINE, replace(LINE, number="YH-330100-2023-000002", level="GENERAL", basis="")),
)
REFUSAL = RefusalLetter(
    "示例报告〔2023〕1号",
    "示例财产保险公司",
    ("西湖区应急管理局", "杭州市住房和城乡建设局"),
    "示例建设有限公司",
    "91330100MA00000000",
    "西湖区示例路1号",
    LINE,
    NOTICE.number,
    NOTICE.notified_on,
    "整改期限届满后仍未停止动火作业",
    ("现场照片两张", "书面答复一份"),
    ("示例甲", "示例乙"),
    date(2023, 11, 1),
    date(2023, 11, 1),
)


def opened(content: bytes) -> tuple[Any, str]:
    document = Document(BytesIO(content))
    return document, "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_notice_lists_its_hazards_and_has_a_receipt() -> None:
    document, text = opened(notice_document(NOTICE))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert "发现事故隐患2项，其中重大事故隐患1项" in text
    assert rows[1][1:3] == ["YH-330100-2023-000001", "重大"]
    assert rows[1][3] == "三号楼：动火作业未审批\n判定依据：其他：示例理由"
    assert rows[2][3] == "三号楼：动火作业未审批"
    assert rows[1][5] == "2023年10月31日"
    assert text.index("2023年10月10日") < text.index("签收回执") < text.index("签收人（签字）")
    assert f"（{NOTICE.number}）及所附隐患清单已收悉" in text
    assert "预留" not in text


def test_pages_are_numbered_outside_and_columns_have_their_widths() -> None:
    document, _ = opened(notice_document(NOTICE))
    section = document.sections[0]
    for footer, side in ((section.footer, 2), (section.even_page_footer, 0)):
        assert footer.paragraphs[0].alignment == side
        assert "PAGE" in footer._element.xml
    widths = [round(column.width.mm) for column in document.tables[0].columns]
    assert widths == [12, 46, 12, 34, 22, 30]
    assert sum(widths) == 156


def test_the_receipt_stands_on_the_page_of_the_signature_and_that_on_the_page_of_the_last_paragraph() -> None:
    for body, last in ((notice_document(NOTICE), "请你单位按期完成整改"), (refusal_document(REFUSAL), "证据：")):
        document, _ = opened(body)
        first = next(at for at, one in enumerate(document.paragraphs) if one.text.startswith(last))
        assert all(one.paragraph_format.keep_with_next for one in document.paragraphs[first:-1])


def marks(body: bytes) -> set[str]:
    """What stands across the pages."""
    with ZipFile(BytesIO(body)) as parts:
        headers = [parts.read(name).decode() for name in parts.namelist() if name.startswith("word/header")]
    return {found for header in headers for found in re.findall(r'string="([^"]*)"', header)}


def test_a_draft_and_a_void_paper_say_so_on_every_page() -> None:
    assert marks(notice_document(NOTICE)) == set()
    assert marks(notice_document(replace(NOTICE, is_void=True))) == {"已作废"}
    assert marks(refusal_document(replace(REFUSAL, is_draft=True))) == {"草稿"}


def test_a_report_has_its_title_asks_for_nothing_and_ends_as_a_report() -> None:
    _, text = opened(refusal_document(REFUSAL))
    assert text.startswith("关于示例建设有限公司\n存在重大事故隐患拒不整改情况的报告\n示例报告〔2023〕1号")
    assert REFUSAL.title == "关于示例建设有限公司存在重大事故隐患拒不整改情况的报告"
    assert text.endswith("特此报告。\n示例财产保险公司\n2023年11月1日")
    assert "请予" not in text


def test_evidence_is_named_by_what_it_shows(cast: Cast) -> None:
    life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    refusal = Refusal.objects.get()
    assert refusal_letter(refusal).evidence == ("照片（图片）1张",)
    refusal.evidence_note = "企业负责人签字的书面答复1份。"
    assert refusal_letter(refusal).evidence == ("企业负责人签字的书面答复1份",)


def test_the_paper_is_that_of_an_official_document() -> None:
    document, _ = opened(notice_document(NOTICE))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    body = next(one for one in document.paragraphs if one.text.startswith("2023年10月9日"))
    assert body.runs[0].font.size.pt == 16
    assert body.runs[0]._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_the_report_names_both_recipients_both_finders_and_the_evidence() -> None:
    _, text = opened(refusal_document(REFUSAL))
    for said in (
        "西湖区应急管理局、杭州市住房和城乡建设局：",
        "示例告知〔2023〕1号",
        "认定人：示例甲、示例乙",
        "现场照片两张；书面答复一份",
        "2023年10月31日前完成整改",
    ):
        assert said in text


def test_signs_that_no_document_holds_are_left_out_and_soft_breaks_stay(cast: Cast) -> None:
    hazard = life.hazard(life.firm(), description="第一行\x0b第二行\x01", place="一号\ufffe楼")
    notice = life.notice(hazard, cast.insurer_a_clerk)
    body = notice_document(notice_letter(notice, cast.insurer_a_clerk))
    text = "\n".join(cell.text for cell in Document(BytesIO(body)).tables[0].rows[1].cells)
    assert "一号楼：第一行\n第二行" in text


def test_the_report_stays_as_it_was_sent(cast: Cast) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    before = refusal_letter(Refusal.objects.get())
    Hazard.objects.filter(pk=hazard.pk).update(deadline=life.TODAY + timedelta(days=30), basis="事后改写")
    assert refusal_letter(Refusal.objects.get()) == before
