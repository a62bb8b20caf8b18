"""The Word document of a plan: the template in the repository filled with one version of a plan (GB/T 9704-2012)."""

from datetime import date
from pathlib import Path
from typing import Final

from core.choices import official_labels
from core.documents import DRAFT, fill, in_words
from core.languages import official
from enterprises.choices import RiskGrade, Sector
from hazards.choices import ServiceTopic
from insurers.base.choices import OWN_STAFF
from insurers.plans.choices import STANDARD_TITLES, PlanState
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.rules import BASES

TEMPLATE: Final = Path(__file__).resolve().parent / "plan.docx"

TOPICS: Final = official_labels(ServiceTopic)

SECTOR_WORDS: Final = official_labels(Sector)

GRADES: Final = official_labels(RiskGrade)


def plan_document(plan: ServicePlan) -> bytes:
    """The .docx of the version as it stands; 草稿 stands across it until it is sent to the insured unit."""
    with official():
        return fill(TEMPLATE, context_of(plan), mark=DRAFT if plan.state == PlanState.DRAFT else "")


def context_of(plan: ServicePlan) -> dict[str, object]:
    policy, enterprise = plan.policy, plan.enterprise
    return {
        "plan_no": plan.plan_no,
        "version": plan.version,
        "enterprise": enterprise.name,
        "uscc": enterprise.uscc,
        "insurer": plan.insurer.name,
        "policy_no": policy.policy_no,
        "period": _period(plan.start_on, plan.end_on),
        "policy_period": _period(policy.start_on, policy.end_on),
        "place": f"{plan.city.name}{plan.county.name}",
        "sectors": "、".join(SECTOR_WORDS.get(code, code) for code in enterprise.sectors) or "—",
        "risk_grade": GRADES.get(plan.risk_grade, "未评定"),
        "effect_score": "待年度评估" if plan.effect_score is None else f"{plan.effect_score}分",
        "fewer": f"服务次数少于该风险等级方案模板的理由：{_sentence(plan.fewer_reason)}" if plan.fewer_reason else "",
        "fee_estimate": f"{plan.fee_estimate:,.2f}",
        **{key: _sentence(getattr(plan, key)) for key in BASES},
        "standards": "、".join(STANDARD_TITLES[code] for code in plan.standards),
        "items": [item_of(item) for item in plan.items.select_related("agency")],
        "special_measures": _sentence(plan.special_measures or "按服务项目执行"),
        "safeguards": _sentence(plan.safeguards),
        "fee_reason": f"超预算原因：{_sentence(plan.fee_reason)}" if plan.fee_reason else "",
        "talk": f"{in_words(plan.talk_on)}，{plan.talk_people}" if plan.talk_on else "待办理",
        "confirmation": f"{in_words(plan.confirm_on)}，{plan.get_confirm_way_display()}，{plan.confirm_by}"
        if plan.confirm_on
        else "待办理",
    }


def item_of(item: PlanItem) -> dict[str, object]:
    """One row of the table; a star marks campaign assistance."""
    topics = "、".join(TOPICS[topic] for topic in item.topics)
    people = [
        item.agency.name if item.agency else OWN_STAFF,
        item.staff,
        f"专家：{item.experts}" if item.experts else "",
    ]
    return {
        "no": f"{item.item_no}{'★' if item.campaign_assist else ''}",
        "kind": f"{item.get_kind_display()}（{topics}）" if topics else str(item.get_kind_display()),
        "measures": item.measures,
        "form": str(item.get_form_display()),
        "times": f"{item.frequency}次/年：{'、'.join(f'{month}月' for month in item.months)}",
        "people": "；".join(part for part in people if part),
        "goal": item.goal,
    }


def _period(first: date, last: date) -> str:
    return f"{in_words(first)}至{in_words(last)}"


def _sentence(text: str) -> str:
    """The text with a full stop, whatever it ends in."""
    return f"{text.strip().rstrip('。；;.')}。"
