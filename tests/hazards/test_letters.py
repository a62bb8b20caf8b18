"""The notice and the report as Word documents: words, table, paper."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from hazards.documents.letters import NoticeLetter, NoticeLine, RefusalLetter, notice_document, refusal_document

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
    "示例告知〔2023〕1号", "示例财产保险公司", "示例建设有限公司", date(2023, 10, 9), date(2023, 10, 10),
    (LINE, replace(LINE, number="YH-330100-2023-000002", level="GENERAL", basis="")),
)  # fmt: skip
REFUSAL = RefusalLetter(
    "示例报告〔2023〕1号", "示例财产保险公司", ("西湖区应急管理局", "杭州市住房和城乡建设局"), "示例建设有限公司",
    "91330100MA00000000", "西湖区示例路1号", LINE, NOTICE.number, NOTICE.notified_on, "整改期限届满后仍未停止动火作业",
    ("现场照片两张", "书面答复一份"), ("示例甲", "示例乙"), date(2023, 11, 1), date(2023, 11, 1),
)  # fmt: skip


def opened(content: bytes) -> tuple[Any, str]:
    document = Document(BytesIO(content))
    return document, "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_a_notice_lists_its_hazards_and_has_a_receipt() -> None:
    document, text = opened(notice_document(NOTICE))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert "发现事故隐患2项，其中重大事故隐患1项" in text
    assert rows[1][1:3] == ["YH-330100-2023-000001", "重大"]
    assert rows[2][4] == "—"
    assert "签收人（签字）" in text
    assert "2023年10月10日" in text


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
        "西湖区应急管理局、杭州市住房和城乡建设局：", "示例告知〔2023〕1号", "认定人：示例甲、示例乙", "现场照片两张；书面答复一份",
        "2023年10月31日前完成整改",
    ):  # fmt: skip
        assert said in text
