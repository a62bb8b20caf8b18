"""The joint plan 《交叉检查工作方案》 on paper (notice 二(四), N46): the same words for the page and for Word."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import timezone

from accounts.models import User
from core.choices import official_labels
from core.documents import DRAFT, fill, in_words
from core.languages import official
from enterprises.choices import Sector
from inspections.choices import Method, PlanState, Sampling
from inspections.models import PlanVersion

TEMPLATE: Final = Path(__file__).resolve().parent / "plan.docx"
SECTORS: Final = official_labels(Sector)
METHODS: Final = official_labels(Method)
SAMPLINGS: Final = official_labels(Sampling)


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """What stands on the paper. `parts` are headings with their paragraphs, `signatures` side, body and person."""

    titles: tuple[str, str]
    pairs: tuple[tuple[str, str, str, str], ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    signatures: tuple[tuple[str, str], ...]
    mark: str


def paper_of(plan: PlanVersion) -> PlanPaper:
    """The paper of a version; 草稿 stands across it until both cities have signed."""
    with official():
        return PlanPaper(
            titles=(f"{plan.task.inspecting.name}赴{plan.task.inspected.name}", "安责险交叉检查工作方案"),
            pairs=_pairs(plan),
            parts=_parts(plan),
            signatures=_signatures(plan),
            mark="" if plan.state == PlanState.AGREED else DRAFT,
        )


def _pairs(plan: PlanVersion) -> tuple[tuple[str, str, str, str], ...]:
    task = plan.task
    return (
        ("任务编号", task.no, "方案版本", f"第{plan.number}版"),
        ("检查地区", task.inspecting.name, "被检查地区", task.inspected.name),
        ("开始日期", in_words(plan.starts_on), "结束日期", in_words(plan.ends_on)),
        ("检查企业", f"{plan.enterprises}户", "检查保险机构", f"{plan.insurers}家"),
    )


def _parts(plan: PlanVersion) -> tuple[tuple[str, tuple[str, ...]], ...]:
    campaign = plan.task.campaign
    methods = "、".join(METHODS[code] for code in plan.methods)
    sectors = "、".join(SECTORS.get(code, code) for code in plan.sectors)
    return (
        ("一、检查依据", (f"《{campaign.name}》（{campaign.document_no}）关于交叉检查的安排。",)),
        ("二、行业范围", (f"{sectors}。",)),
        ("三、检查方式和抽样", (f"检查方式：{methods}。", f"抽样方式：{SAMPLINGS[plan.sampling]}。")),
        ("四、日程安排", _lines(plan.schedule)),
        ("五、方案正文", _lines(plan.text)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _signatures(plan: PlanVersion) -> tuple[tuple[str, str], ...]:
    agreed = plan.answered_by if plan.state == PlanState.AGREED else None
    return (
        (f"检查地区：{plan.task.inspecting.name}应急管理局", _signed("提出", plan.sent_by, plan.sent_at)),
        (
            f"被检查地区：{plan.task.inspected.name}应急管理局",
            _signed("同意", agreed, plan.answered_at if agreed else None),
        ),
    )


def _signed(deed: str, who: User | None, at: datetime | None) -> str:
    if who is None or at is None:
        return f"{deed}：待办理"
    when = timezone.localtime(at)
    return f"{deed}：{who}，{in_words(when.date())}{when:%H:%M}"


def plan_document(plan: PlanVersion) -> bytes:
    """The .docx of a version."""
    paper = paper_of(plan)
    values = {
        "inspecting_title": paper.titles[0],
        "title": paper.titles[1],
        "pairs": [list(row) for row in paper.pairs],
        "parts": [{"heading": heading, "texts": list(texts)} for heading, texts in paper.parts],
        "signatures": [
            {"side": side.replace("：", "：\n"), "signed": signed.replace("，", "\n")}
            for side, signed in paper.signatures
        ],
    }
    return fill(TEMPLATE, values, mark=paper.mark)
