"""Build the Word templates of all documents in the manner of GB/T 9704-2012.

Run it after a change here: python tools/document_templates.py
"""

import sys
from collections.abc import Callable

from docx.enum.text import WD_LINE_SPACING
from docx.shared import Pt
from template_paper import BODY, CENTRE, HEAD, LINE, ROOT, SIZE_3, SIZE_4, SIZE_5, SIZE_5_SMALL, SUBHEAD, Paper, face

#: The pitch of small type, and what stands above and below it.
DENSE, SPACE = Pt(16), Pt(2)


def notice() -> Paper:
    """The written notice of hazards with its receipt (clause N31)."""
    paper = Paper()
    paper.title("事故隐患书面告知书")
    paper.number("{{ number }}")
    paper.line("{{ enterprise }}：")
    paper.body("{{ opening }}")
    paper.table(
        (
            ("序号", "{{ row.place_no }}", 12),
            ("隐患编号", "{{ row.number }}", 46),
            ("等级", "{{ row.level }}", 12),
            ("部位、描述及判定依据", "{{ row.what }}", 34),
            ("整改措施建议", "{{ row.measures }}", 22),
            ("整改期限", "{{ row.deadline }}", 30),
        ),
        "lines",
        whole=("{{ row.number }}", "{{ row.deadline }}"),
    )
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
        ("行业领域特点", "basis_sector"),
        ("生产规模", "basis_scale"),
        ("风险分布", "basis_risk"),
        ("人员状况", "basis_people"),
        ("安全管理基础", "basis_mgmt"),
        ("历史事故情况", "basis_history"),
    )
    for number, (title, name) in zip("一二三四五六", bases, strict=True):
        made = paper.line(f"（{number}）{title}。", SUBHEAD, indent=True)
        face(made, f"{{{{ {name} }}}}", BODY, SIZE_3)
    paper.heading("二、服务项目")
    paper.table(
        (
            ("序号", "{{ row.no }}", 12),
            ("服务项目", "{{ row.kind }}", 20),
            ("服务措施", "{{ row.measures }}", 37),
            ("形式", "{{ row.form }}", 13),
            ("频次与月份", "{{ row.times }}", 22),
            ("服务机构、人员", "{{ row.people }}", 30),
            ("预期目标", "{{ row.goal }}", 22),
        ),
        "items",
    )
    paper.line("标“★”的为专项行动帮扶活动。{{ fewer }}", BODY, SIZE_4, indent=True)
    for heading, text in (
        ("三、细化帮扶措施", "{{ special_measures }}"),
        ("四、服务保障", "{{ safeguards }}"),
        ("五、费用预算", "事故预防服务费用预算{{ fee_estimate }}元。{{ fee_reason }}"),
    ):
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
    dense(paper, "{{ no }}　{{ inspecting }}检查{{ inspected }}　{{ place }}", SUBHEAD)
    dense(paper, "一、名册与摘要（{{ fixed }}固定）", HEAD)
    paper.table(
        (
            ("名册", "{{ row.kind }}", 20),
            ("行数", "{{ row.count }}", 12),
            ("回避", "{{ row.recused }}", 12),
            ("SHA-256 摘要", "{{ row.digest }}", 112),
        ),
        "rosters",
        whole=("{{ row.digest }}",),
    )
    dense(paper, "二、公开种子（{{ drawn }}录入，{{ source }}）：{{ seed }}　{{ note }}", HEAD)
    dense(paper, "三、抽中企业：{{ strata }}", HEAD)
    paper.table(
        (
            ("行业领域", "{{ row.sector }}", 24),
            ("企业名称", "{{ row.name }}", 56),
            ("县（市、区）", "{{ row.county }}", 26),
            ("行号", "{{ row.no }}", 12),
            ("票号（前16位）", "{{ row.ticket }}", 38),
        ),
        "firms",
        whole=("{{ row.ticket }}",),
    )
    for text in (
        "四、抽中保险机构：{{ insurers }}",
        "五、抽中检查人员：{{ people }}",
        "六、人工增加：{{ added }}",
        "七、两市签字：{{ signed }}",
    ):
        dense(paper, text, BODY)
    paper.tag("{%p if void %}")
    dense(paper, "八、作废的名册与种子：{{ void }}", BODY)
    paper.tag("{%p endif %}")
    told = "票号＝SHA-256（种子摘要，名册行摘要）的十进制数字倒排，各行业按票号由小到大抽取，可凭记录文件复算。"
    dense(paper, told, BODY, SIZE_5_SMALL)
    return paper


def dense(paper: Paper, text: str, font: str, size: Pt = SIZE_5) -> None:
    """A line of a paper that has to stand on one page: small type at its own pitch."""
    layout = paper.line(text, font, size).paragraph_format
    layout.line_spacing, layout.space_before, layout.space_after = DENSE, SPACE, SPACE


def record() -> Paper:
    """The record of a visit of cross-inspection, for an enterprise or an insurer (notice 二(四))."""
    paper = Paper()
    paper.title("{{ title }}")
    paper.number("{{ number }}")
    rows = [
        [f"{{{{ label{2 * n + m} }}}}" if k == 0 else f"{{{{ text{2 * n + m} }}}}" for m in (0, 1) for k in (0, 1)]
        for n in range(3)
    ]
    paper.pairs(rows, (28, 50, 28, 50))
    dense(paper, "{{ people }}", BODY)
    paper.heading("一、检查情况")
    paper.table(
        (
            ("序号", "{{ row.no }}", 12),
            ("检查内容", "{{ row.question }}", 54),
            ("现场情况", "{{ row.seen }}", 36),
            ("台账情况", "{{ row.ledger }}", 54),
        ),
        "lines",
    )
    paper.heading("二、发现问题")
    paper.body("{{ told }}")
    paper.tag("{%p if findings %}")
    paper.table(
        (
            ("编号", "{{ row.no }}", 28),
            ("对象", "{{ row.about }}", 32),
            ("类别", "{{ row.kind }}", 24),
            ("事实及依据", "{{ row.what }}", 72),
        ),
        "findings",
        whole=("{{ row.no }}",),
    )
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
    ("序号", "{{ row.no }}", 12),
    ("问题编号", "{{ row.number }}", 28),
    ("单位（对象）", "{{ row.about }}", 32),
    ("类别", "{{ row.kind }}", 20),
    ("检查发现的事实及依据", "{{ row.what }}", 64),
)


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
    paper.signature("{{ office }}", "{{ day }}")
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
    # The last paragraphs go with the signature; of the others a long text may leave some on the page before.
    for part, keep in (("[:-2]", False), ("[-2:]", True)):
        paper.tag(f"{{%p for text in paragraphs{part} %}}")
        paper.body("{{ text }}", keep=keep)
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
    paper.tag("{%p for text in one.remarks %}")
    paper.line("{{ text }}", size=SIZE_4)
    paper.tag("{%p endfor %}")
    paper.title("{{ one.place }}", "{{ one.title }}")
    paper.number("{{ one.number }}")
    paper.line("{{ one.recipient }}")
    paper.body("{{ one.lead }}")
    paper.tag("{%p for part in one.parts %}")
    paper.heading("{{ part.heading }}")
    paper.tag("{%p for text in part.texts %}")
    paper.body("{{ text }}")
    paper.tag("{%p endfor %}")
    paper.tag("{%p endfor %}")
    paper.body("{{ one.last }}", keep=True)
    paper.body("{{ one.annex }}", keep=True)
    paper.signature("{{ one.office }}", "{{ one.day }}", keep=True)
    code = paper.line("核验码：{{ one.code }}", size=SIZE_5_SMALL, keep=True)
    code.paragraph_format.space_before = LINE
    qr = paper.line("{{ one.qr }}", size=SIZE_5_SMALL, keep=True)
    qr.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paper.tag("{%p if one.copies %}")
    paper.copies("{{ one.copies }}")
    paper.tag("{%p endif %}")
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
