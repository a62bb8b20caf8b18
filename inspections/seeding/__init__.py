"""Demo inspections, and what each topic of the room adds to them."""

import random
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from core.seeding import Ledger, Plan
from inspections import services
from inspections.choices import Conformity, FindingKind, FindingSubject, InsuredState, LawArticle, TaskState
from inspections.models import InspectedEnterprise, InspectedInsurer, Item, Task
from inspections.rules import OF_COVER, OF_SERVICE, reason_of
from inspections.seeding.draws import run_to_start
from inspections.seeding.ends import FURTHER, seed_ends
from inspections.seeding.pairing import seed_next_pairing, seed_pairing
from inspections.seeding.plans import seed_plans

__all__ = [
    "LEDGERS",
    "RUNNING",
    "fill_inspections",
    "seed_inspections",
    "seed_next_pairing",
    "seed_pairing",
    "seed_plans",
]

#: Annex numbers whose demo inspection has begun; of each so many enterprises are chosen and so many forms submitted.
RUNNING, CHOSEN, SUBMITTED = (1, 2, 3, 5, 8), 6, 4
#: The first form was opened so many days ago.
BEGUN = 31
FACTS: Final[dict[str, str]] = {
    FindingKind.NOT_INSURED: "检查日未查到有效安责险保单，企业亦未能提供投保凭证。",
    FindingKind.UNDER_LIMIT: "保单每人责任限额低于现行规定的下限。",
    FindingKind.PARTLY_INSURED: "保单投保人数少于在册从业人数，部分人员未纳入投保范围。",
    FindingKind.SERVICE_NOT_DONE: "合同约定的应急演练未开展，服务档案中无演练记录。",
    FindingKind.NO_NOTICE: "排查出的隐患未书面告知投保企业，档案中无告知书回执。",
}
#: Answers on the cover beside which no service can have been done.
UNSERVED: Final = frozenset({InsuredState.NO, InsuredState.NA})
ARTICLE = LawArticle.SAFETY_51


def seed_inspections(*, rng: random.Random, at: datetime) -> None:
    """Demo inspections through the services themselves: some tasks run, with submitted and draft forms and findings.

    Tasks that have begun already are left alone, so a second call changes nothing.
    """
    seed_plans(at)
    seed_next_pairing(at)
    ready = (TaskState.CREATED, TaskState.PLAN_AGREED)
    waiting = Task.objects.filter(annex_no__in=RUNNING, state__in=ready).select_related("campaign")
    begun = at - timedelta(days=BEGUN)
    for task in waiting.order_by("annex_no"):
        officer = User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}")
        running = run_to_start(rng, task, officer, CHOSEN, begun)
        ends = running.annex_no in FURTHER  # a task that goes on has all its forms
        for position, item in enumerate(running.inspectedenterprises.order_by("pk")):
            if ends or position < CHOSEN - 1:  # the last one is only chosen: its inspector has not been there yet
                _fill_enterprise(rng, item, officer, at, whole=ends or position < SUBMITTED)
        for position, drawn in enumerate(running.inspectedinsurers.order_by("pk")):
            _fill_insurer(rng, drawn, officer, at, whole=ends or position == 0)


def _some_day(rng: random.Random, at: datetime) -> datetime:
    return at - timedelta(days=rng.randint(3, BEGUN - 1))


def _fill_enterprise(rng: random.Random, item: InspectedEnterprise, by: User, at: datetime, *, whole: bool) -> None:
    """Answer a form; one that is `whole` gets its findings and is submitted, another stays a draft."""
    total, when, served = rng.randint(0, 6), _some_day(rng, at), item.insured not in UNSERVED
    values: dict[str, object] = {
        "checked_on": when.date(),
        "plan_seen": served,
        "train": served and rng.random() < 0.8,
        "haz": served,
        "drill": served and rng.random() < 0.6,
        "assist": served and rng.random() < 0.8,
    }
    if whole:
        values |= {
            **_reasons(item.insured, values),
            "hot_work": Conformity.OK,
            "welding": Conformity.OK,
            "key_posts": Conformity.OK,
            "outsourcing": Conformity.NA,
            "notices_seen": min(total, 2),
            "hazards_total": total,
            "hazards_closed": rng.randint(0, total),
            "satisfaction": rng.randint(3, 5),
        }
    saved = services.save_form(item=item, values=values, version=item.version, by=by, at=when)
    if whole and saved.insured in OF_COVER:
        _find(saved, FindingSubject.ENTERPRISE, OF_COVER[saved.insured], by, when)
    if whole and served and not saved.drill:
        _find(saved, FindingSubject.ENTERPRISE, FindingKind.SERVICE_NOT_DONE, by, when)
    if whole and services.doubt_of(saved, when.date()):
        told = {"reason_insured": "检查日企业未能出示保单，投保凭证待补"}
        saved = services.save_form(item=saved, values=told, version=saved.version, by=by, at=when)
    if whole:
        services.submit_item(item=saved, by=by, at=when)


def _reasons(insured: str, values: dict[str, object]) -> dict[str, object]:
    """Why an answer 否 stands without a finding: no cover, no contract; a firm that is closed; another plan of the year."""
    told = {InsuredState.NO: "未投保，无服务合同", InsuredState.NA: "企业已关闭"}.get(InsuredState(insured))
    wanted = [name for name in OF_SERVICE if values[name] is False and (told or name != "drill")]
    given: dict[str, object] = {reason_of(name): told or "按方案约定安排在年内后续月份" for name in wanted}
    return {**given, "remark": told} if insured == InsuredState.NA else given


def _fill_insurer(rng: random.Random, item: InspectedInsurer, by: User, at: datetime, *, whole: bool) -> None:
    """As `_fill_enterprise`, on the form of an insurer."""
    when, planned = _some_day(rng, at), rng.randint(8, 20)
    files = services.files_to_draw(item, when.date())[: rng.randint(5, 12)]
    values: dict[str, object] = {"checked_on": when.date(), "files_drawn": files, "plan_ok": True}
    if not files:
        values["remark"] = "检查日在本市没有有效保单，未抽取档案"
    if whole:
        budget = planned * 5000
        values |= {
            "services_planned": planned,
            "services_done": planned - rng.randint(0, 4),
            "records_ok": True,
            "confirm_ok": True,
            "budget": budget,
            "booked": budget * rng.randint(60, 95) // 100,
            "vouchers_ok": True,
            "agency_ok": True,
            "ledger_ok": True,
            "notices_ok": rng.random() < 0.5,
            "refusals_ok": True,
            "complaints_ok": True,
            "archive_ok": True,
        }
    saved = services.save_form(item=item, values=values, version=item.version, by=by, at=when)
    if whole and not saved.notices_ok:
        _find(saved, FindingSubject.INSURER, FindingKind.NO_NOTICE, by, when)
    if whole:
        services.submit_item(item=saved, by=by, at=when)


def _find(item: Item, subject: str, kind: str, by: User, when: datetime) -> None:
    services.record_finding(
        item=item,
        subject=subject,
        kind=kind,
        fact=FACTS[kind],
        basis=ARTICLE if kind in OF_COVER.values() else "",
        on_spot=False,
        found_on=when.date(),
        by=by,
        at=when,
    )


def fill_inspections(plan: Plan) -> None:
    seed_inspections(rng=plan.luck("inspections"), at=plan.at)
    seed_ends(rng=plan.luck("ends of inspections"), today=plan.today)


#: The same few at every scale: each is a visit that people write up by hand.
WRITTEN: Final = len(RUNNING) * CHOSEN
LEDGERS: Final = (
    Ledger(
        "inspections",
        InspectedEnterprise,
        dict.fromkeys(("small", "province", "nation"), WRITTEN),
        fill_inspections,
    ),
)
