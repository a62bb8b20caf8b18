"""Promises of a service plan that were not kept by their day: the regulator opens a case of the plan (N41)."""

from datetime import date
from typing import Final

from django.db.models import F, Sum

from accounts.models import User
from core.contributions import panels
from core.documents import in_words
from core.identifiers import key_in
from core.views.addresses import address
from dispositions.choices import CaseSource
from dispositions.models import Case
from dispositions.openers.links import link_of
from dispositions.sources import Fact, Source
from inspections.choices import FindingKind, FindingSubject
from insurers.plans.models import ServicePlan
from insurers.promises.figures import promised_of


def find(user: User, key: str, today: date) -> Fact | None:
    """A plan with services due that were not carried out."""
    if key_in(key) is None:
        return None
    plan = ServicePlan.objects.visible_to(user).select_related("insurer", "policy__enterprise").filter(pk=key).first()
    if plan is None:
        return None
    due = promised_of(user).filter(plan=plan.pk, due_on__lt=today)
    sums = due.aggregate(times=Sum("times"), done=Sum("done"))
    if not due.filter(done__lt=F("times")).exists():
        return None
    times, done = sums["times"] or 0, sums["done"] or 0
    return Fact(
        source=CaseSource.PROMISE,
        key=key,
        name=str(plan),
        title="未按合同开展事故预防服务",
        facts=(
            f"投保单位「{plan.policy.enterprise}」的服务方案 {plan} 约定截至{in_words(today)}到期服务 {times} 次，"
            f"台账能证实完成 {done} 次，未兑现 {times - done} 次。"
        ),
        subject=FindingSubject.INSURER,
        kind=FindingKind.SERVICE_NOT_DONE,
        city=plan.city_id,
        county=plan.county_id,
        insurer=plan.insurer,
    )


def state(_case: Case, key: str, user: User, today: date) -> str:
    """Whether the plan has services today that are due and not carried out."""
    fact = find(user, key, today)
    return f"{fact.facts.rstrip('。')}，事实仍然存在" if fact is not None else "服务方案中到期的服务已全部完成"


def _panel(plan: ServicePlan, user: User, today: date) -> dict[str, object]:
    return link_of(user, CaseSource.PROMISE, str(plan.pk), today)


def register_panel() -> None:
    """Let the page of a plan show its case."""
    panels.register("plan", _panel)


SOURCE: Final = Source(
    code=CaseSource.PROMISE, find=find, url=lambda key: address("plans:plan-detail", int(key)), state=state
)
