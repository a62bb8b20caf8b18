"""Whether the facts of a hazard are good, and what its basis names (domain.md 4.8, 3.5)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from accounts.models import User
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core.plain import Plain
from core.writing import Refused
from enterprises.models import Enterprise
from hazards.choices import HazardLevel, HazardSource
from hazards.models import Criterion, Hazard
from hazards.sheets import OTHER_CRITERION

LABELS: Final = {
    "level": "隐患等级",
    "basis": "判定依据",
    "category": "隐患类别",
    "topic": "专项主题",
    "place": "隐患部位",
    "description": "隐患描述",
    "found_on": "发现日期",
    "found_by": "发现人",
    "source": "来源",
    "source_no": "来源编号",
    "measures": "整改措施建议",
    "deadline": "整改期限",
    "note": "备注",
}
#: Sources of an insurer, and of a department.
INSURERS: Final = frozenset({HazardSource.SERVICE, HazardSource.SELF})
DEPARTMENTS: Final = frozenset({HazardSource.DEPARTMENT, HazardSource.CROSS, HazardSource.SELF, HazardSource.REPORT})
SHORTEST: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """What the form of a hazard holds. `basis`: a clause's text of the day found, or 其他: with the reason."""

    level: str
    basis: str
    category: str
    topic: str
    place: str
    description: str
    found_on: date
    found_by: str
    source: str
    source_no: str
    measures: str
    note: str
    deadline: date | None = None


def columns_of(found: Found, today: date, *, is_insurer: bool, kept: str = "") -> Plain:
    """The columns of good facts; `kept` is the topic that the hazard has. Raises Refused with everything that is wrong."""
    reasons = []
    if found.found_on > today:
        reasons.append(("found_on", f"发现日期 {found.found_on} 晚于今天 {today}，请更正。"))
    if len(found.description.strip()) < SHORTEST:
        reasons.append(("description", f"隐患描述不少于 {SHORTEST} 个字，现为 {len(found.description.strip())} 个字。"))
    if found.source not in (INSURERS if is_insurer else DEPARTMENTS):
        reasons.append(("source", "该来源不属于本单位可以登记的范围，请另选。"))
    if found.deadline is not None and found.deadline <= found.found_on:
        reasons.append(("deadline", f"整改期限 {found.deadline} 须晚于发现日期 {found.found_on}。"))
    if found.topic and (said := usage_of(ListedKind.TOPIC, today).complaint([found.topic], found.found_on, {kept})):
        reasons.append(("topic", f"专项主题{said}"))
    criterion, complaint = judge_basis(found.level, found.basis, found.found_on)
    if complaint:
        reasons.append(("basis", complaint))
    if reasons:
        raise Refused(*reasons)
    return {**{name: getattr(found, name) for name in LABELS}, "criterion": criterion}


def judge_basis(level: str, basis: str, day: date) -> tuple[Criterion | None, str]:
    """The clause that the basis names on the day, and what is wrong with the basis, empty where nothing is."""
    text = basis.strip()
    criterion = Criterion.objects.in_force(day).filter(text=text).first() if text else None
    if level != HazardLevel.MAJOR or criterion is not None:
        return criterion, ""
    if not text:
        return None, "重大隐患须选择发现当日有效的判定标准条款，或填“其他:”并说明理由。"
    reason = text.replace("：", ":").removeprefix(OTHER_CRITERION).strip()
    if text.replace("：", ":").startswith(OTHER_CRITERION) and reason:
        return None, ""
    return None, f"“{text[:40]}”不是 {day} 有效的判定标准条款，请另选，或填“其他:”并说明理由。"


def twins_of(enterprise: Enterprise, place: str, by: User) -> list[Hazard]:
    """Open hazards of the enterprise at the same place: perhaps the same one was found before."""
    rows = Hazard.objects.visible_to(by).open().filter(enterprise=enterprise, place=place.strip())
    return list(rows.order_by("-found_on")[:5])
