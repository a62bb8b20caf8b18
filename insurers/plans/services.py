"""Writes of service plans: draft, sending, confirmation, versions, evaluation, guidance (domain.md 4.3, 5.2)."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any, Final

from django.core.files.base import File
from django.db.models import QuerySet
from django.forms.models import model_to_dict

from accounts.models import User
from campaigns.services import current_campaign
from core import audit, clock, writing
from core.gate import NotAllowed
from core.models import StoredFile
from core.transitions import Transition, fire
from core.workbooks.texts import clean_text
from core.writing import Refused, Seen, Typed
from enterprises.services.documents import store_document
from insurers.base.models import InsurerRow
from insurers.plans import states
from insurers.plans.checks import complaints, terms_of, usage_complaints
from insurers.plans.choices import AMENDABLE, ConfirmationWay, PlanState
from insurers.plans.models import Guidance, PlanItem, ServicePlan
from insurers.plans.numbers import plan_number
from insurers.plans.permissions import PlanPermission
from insurers.plans.rules import BY_NOTICE, Values, score_complaint, sending_complaints
from insurers.plans.sheets import HEAD_KEYS, ITEM_KEYS, PLANS
from insurers.plans.templates import template_of, template_times
from insurers.policies.models import Policy

#: What is written about the plan itself, once its policy is chosen; the workbook does not ask the last.
HEAD: Final = (*(key for key in HEAD_KEYS if key != "policy_no"), "fewer_reason")
SEVERAL: Final = frozenset({"standards", "topics"})
#: Characters of an evaluation that says anything.
SHORTEST_EVALUATION: Final = 10


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was sent."""

    stream: "IO[bytes] | File[bytes]"
    name: str


def create_plan(
    *,
    policy: Policy,
    plan_no: str,
    head: Values,
    items: Sequence[Values],
    by: User,
    at: datetime,
    talk_file: Document | None = None,
) -> ServicePlan:
    """Write a draft; without a number it gets the next one of the insurer's series.

    Raises NotAllowed, Refused with the places of `complaints`.
    """
    taken = ("plan_no", f"“方案编号”的值“{plan_no}”在本机构已使用，请另编编号，或在该方案页面修改")
    with writing.open_ledger(
        ServicePlan,
        plan_no or policy,
        by=by,
        permission=PlanPermission.PLAN_WRITE,
        at=at,
        step="plan-created",
        on=policy,
        sentences={"plan_version_of_insurer": taken, "plan_one_latest": taken},
    ):
        _insist_sound(policy, head, items)
        _insist_in_use(head, items, None, at)
        number = plan_number(plan_no, by.organisation, head["start_on"].year)
        plan = ServicePlan(policy=policy, plan_no=number, talk_file=_stored("talk_file", talk_file, by, at))
        _store_new(plan, policy, ordered(head, HEAD), items, at)
        audit.record("plan.created", by=by, at=at, subject=str(plan), policy=policy.policy_no, items=len(items))
    return plan


def _store_new(
    plan: ServicePlan, place: InsurerRow, values: Values, items: Sequence[Values], at: datetime
) -> ServicePlan:
    """A new version with its items; it lies where `place` lies."""
    plan.insurer_id, plan.enterprise_id = place.insurer_id, place.enterprise_id
    plan.city_id, plan.county_id = place.city_id, place.county_id
    plan.risk_grade = place.enterprise.risk_grade
    plan.created_at = plan.updated_at = at
    for key, value in values.items():
        setattr(plan, key, value)
    plan.save(force_insert=True)
    _store_items(plan, items, at)
    return plan


def change_plan(
    *,
    plan: ServicePlan,
    head: Values,
    items: Sequence[Values],
    by: User,
    at: datetime,
    talk_file: Document | None = None,
    seen: Seen | None = None,
) -> ServicePlan:
    """Write a draft anew; `seen` is the version that the page showed, None where there was no page.

    Raises NotAllowed, Refused with the places of `complaints`, Stale.
    """
    with _open(plan, by=by, at=at, step="plan-changed") as locked:
        _insist_draft(locked)
        if seen is not None:
            labels = {key: ServicePlan._meta.get_field(key).verbose_name for key in HEAD}  # type: ignore[union-attr]
            writing.insist_current(locked, seen, Typed(labels, head))
        _insist_sound(locked.policy, head, items)
        _insist_in_use(head, items, locked, at)
        for key, value in ordered(head, HEAD).items():
            setattr(locked, key, value)
        locked.talk_file = _stored("talk_file", talk_file, by, at) or locked.talk_file
        locked.risk_grade = locked.policy.enterprise.risk_grade
        locked.updated_at = at
        locked.save()
        PlanItem.objects.filter(plan=locked).delete()
        _store_items(locked, items, at)
        audit.record("plan.changed", by=by, at=at, subject=str(locked), items=len(items))
    return locked


def discard_plan(*, plan: ServicePlan, by: User, at: datetime) -> None:
    """Drop a draft; the version before it, if there is one, is the newest again. Raises NotAllowed, Refused."""
    with _open(plan, by=by, at=at, step="plan-discarded") as locked:
        _insist_draft(locked)
        subject, former = str(locked), _former(locked)
        PlanItem.objects.filter(plan=locked).delete()
        locked.delete()
        former.update(is_latest=True)
        audit.record("plan.discarded", by=by, at=at, subject=subject)


def amend_plan(*, plan: ServicePlan, reason: str, by: User, at: datetime) -> ServicePlan:
    """Begin a new version as a draft; the old one stays in force until that is confirmed. Raises NotAllowed, Refused."""
    with _open(plan, by=by, at=at, step="plan-amended") as locked:
        writing.insist(None if reason.strip() else "“变更原因”为空，请写明变更的内容和原因", "reason")
        if not locked.is_latest or locked.state not in AMENDABLE:
            raise Refused(
                f"方案 {locked} 当前为「{locked.get_state_display()}」，只有已确认或者执行中的最新版本可以变更"
            )
        ServicePlan.objects.filter(pk=locked.pk).update(is_latest=False)
        fresh = _copied(locked, reason.strip()[:500], at)
        audit.record("plan.amended", by=by, at=at, subject=str(fresh), reason=fresh.amend_reason)
    return fresh


def _copied(old: ServicePlan, reason: str, at: datetime) -> ServicePlan:
    """The next version, without the talk, which is to be held anew."""
    fresh = ServicePlan(policy_id=old.policy_id, plan_no=old.plan_no, version=old.version + 1, amend_reason=reason)
    values = {key: getattr(old, key) for key in HEAD if not key.startswith("talk")}
    return _store_new(fresh, old, values, [values_of(item) for item in old.items.select_related("agency")], at)


def values_of(item: PlanItem) -> Values:
    """An item as it is written."""
    return {key: getattr(item, key) for key in ITEM_KEYS}


def head_of(plan: ServicePlan) -> Values:
    """What is written about the plan itself."""
    return model_to_dict(plan, HEAD)


def send_plan(*, plan: ServicePlan, by: User, at: datetime) -> ServicePlan:
    """Ask the insured unit for its opinion. Raises NotAllowed, Refused with the places of `complaints`."""
    with _open(plan, by=by, at=at, step="plan-sent") as locked:
        items = [values_of(item) for item in locked.items.select_related("agency")]
        _insist_sound(locked.policy, head_of(locked), items)
        if said := sending_complaints(items, _basis(locked)):
            raise Refused(*said)
        grade = locked.policy.enterprise.risk_grade
        return _fire(states.SEND, locked, by, at, sent_by=by, sent_at=at, risk_grade=grade)


def _basis(plan: ServicePlan) -> str:
    """The paper of the campaign that the plan is made in: that of its first day."""
    campaign = current_campaign(plan.start_on)
    is_first = campaign is None or BY_NOTICE.startswith(campaign.document_no)
    return BY_NOTICE if is_first or campaign is None else campaign.document_no


def recall_plan(*, plan: ServicePlan, opinion: str, by: User, at: datetime) -> ServicePlan:
    """Take a plan back into draft for what the insured unit said. Raises NotAllowed, Refused."""
    with _open(plan, by=by, at=at, step="plan-recalled") as locked:
        writing.insist(None if opinion.strip() else "“投保单位意见”为空，请写明需要修改的内容", "opinion")
        return _fire(states.RECALL, locked, by, at, opinion=opinion.strip()[:500])


@dataclass(frozen=True, kw_only=True, slots=True)
class Confirmation:
    """How the insured unit agreed: on paper, or as the insurer's lead certifies, each with its document."""

    way: str
    confirmed_by: str
    on: date
    document: Document
    talk_on: date | None
    talk_people: str
    talk_file: Document | None = None


def confirm_plan(*, plan: ServicePlan, said: Confirmation, by: User, today: date, at: datetime) -> ServicePlan:
    """Note the agreement of both sides; the version that was in force gives way. Raises NotAllowed, Refused."""
    with _open(plan, by=by, at=at, step="plan-confirmed") as locked:
        _insist_confirmable(locked, said, by, today)
        _insist_free_period(locked)
        for old in _former(locked):
            _fire(states.REPLACE, old, by, at)
        changes = {
            "confirm_way": said.way,
            "confirm_by": said.confirmed_by.strip(),
            "confirm_on": said.on,
            "confirm_file": _stored("document", said.document, by, at),
            "talk_on": said.talk_on,
            "talk_people": _plain("talk_people", said.talk_people),
            "talk_file": _stored("talk_file", said.talk_file, by, at) or locked.talk_file,
        }
        return _fire(states.CONFIRM, locked, by, at, **changes)


def _insist_confirmable(plan: ServicePlan, said: Confirmation, by: User, today: date) -> None:
    if said.way == ConfirmationWay.LEAD:
        if not by.is_lead:
            raise NotAllowed(f"{by} is not the lead")
        if plan.sent_by_id == by.pk:
            raise Refused(("way", "由机构负责人确认时，确认人不能是征求意见的经办人本人，请由另一人办理"))
    reasons = []
    if said.on > today:
        reasons.append(("on", f"“确认日期”（{said.on}）晚于今天（{today}），请核对"))
    if said.talk_on is None or not said.talk_people.strip():
        reasons.append(("talk_on", "“沟通协商日期”或“沟通协商人员”为空，双方确认前须有沟通协商记录，请补填"))
    elif said.talk_on > said.on:
        reasons.append(("talk_on", f"“沟通协商日期”（{said.talk_on}）晚于确认日期（{said.on}），请核对"))
    if said.talk_file is None and plan.talk_file_id is None:
        reasons.append(("talk_file", "“沟通协商记录”未上传，请上传记录的扫描件或照片"))
    if reasons:
        raise Refused(*reasons)


def _insist_free_period(plan: ServicePlan) -> None:
    """Two promises of one policy must not meet on a day: a service could not be told to either."""
    policy = writing.lock(plan.policy)
    others = policy.plans.promising().filter(start_on__lte=plan.end_on, end_on__gte=plan.start_on)
    other = others.exclude(plan_no=plan.plan_no).first()
    if other is not None:
        raise Refused(
            f"该保单在 {other.start_on} 至 {other.end_on} 已有双方确认的方案 {other}，期间重叠，请变更该方案或调整期间"
        )


def activate_plan(*, plan: ServicePlan, by: User, today: date, at: datetime) -> ServicePlan:
    """Put a confirmed plan into effect. Raises NotAllowed, Refused."""
    twice = {"plan_one_active_of_policy": "该保单已有执行中的方案，请先将其办理执行完毕"}
    with _open(plan, by=by, at=at, step="plan-activated", sentences=twice) as locked:
        if locked.start_on > today:
            raise Refused(f"方案起期 {locked.start_on} 尚未到（今天 {today}），请到期后开始执行")
        return _fire(states.ACTIVATE, locked, by, at)


def finish_plan(*, plan: ServicePlan, by: User, today: date, at: datetime) -> ServicePlan:
    """Close a plan whose period is over. Raises NotAllowed, Refused."""
    with _open(plan, by=by, at=at, step="plan-finished") as locked:
        if locked.end_on >= today:
            raise Refused(f"方案止期 {locked.end_on} 未过（今天 {today}），到期后方可办理执行完毕")
        return _fire(states.FINISH, locked, by, at)


def evaluate_plan(
    *, plan: ServicePlan, evaluation: str, score: int | None, by: User, today: date, at: datetime
) -> ServicePlan:
    """Note the evaluation of the year (AQ 9010, part 8) and the score of the effect (N11). Raises NotAllowed, Refused."""
    said = evaluation.strip()
    with _open(plan, by=by, at=at, step="plan-evaluated") as locked:
        if len(said) < SHORTEST_EVALUATION:
            text = f"“年度评估”不足 {SHORTEST_EVALUATION} 个字，请写明服务成效、存在问题和改进措施"
            raise Refused(("evaluation", text))
        writing.insist(score_complaint(score), "score")
        return _fire(states.EVALUATE, locked, by, at, evaluation=said, effect_score=score, evaluated_on=today)


def guide_plan(*, plan: ServicePlan, text: str, by: User, at: datetime) -> Guidance:
    """Attach a guidance; the plan itself stays a matter of the two sides. Raises NotAllowed, Refused."""
    permission = PlanPermission.PLAN_GUIDE
    with writing.open_ledger(Guidance, plan, by=by, permission=permission, at=at, step="plan-guided", on=plan):
        writing.insist(None if text.strip() else "“指导意见”为空，请写明意见内容", "text")
        guidance = Guidance.objects.create(plan=plan, text=text.strip()[:1000], given_by=by, given_at=at)
        audit.record("plan.guided", by=by, at=at, subject=str(plan))
    return guidance


def _open(
    plan: ServicePlan, *, by: User, at: datetime, step: str, sentences: Mapping[str, str] | None = None
) -> AbstractContextManager[ServicePlan]:
    """A write of the insurer to one version of a plan."""
    return writing.open_row(
        plan,
        by=by,
        permission=PlanPermission.PLAN_WRITE,
        at=at,
        step=step,
        related=("policy__enterprise",),
        sentences=sentences,
    )


def _insist_sound(policy: Policy, head: Values, items: Sequence[Values]) -> None:
    unit = policy.enterprise
    template = template_times(template_of(unit, unit.risk_grade, head["start_on"]))
    reasons = list(complaints(head, items, terms_of(policy), template))
    if reasons:
        raise Refused(*reasons)


def _insist_in_use(head: Values, items: Sequence[Values], plan: ServicePlan | None, at: datetime) -> None:
    """Topics and rules are those in use on the day that the plan begins; a plan keeps what it has."""
    kept: dict[str, list[str]] = {"standards": [], "topics": []}
    if plan is not None:
        kept["standards"] = plan.standards
        kept["topics"] = [code for topics in plan.items.values_list("topics", flat=True) for code in topics]
    reasons = list(usage_complaints(head, items, kept, clock.day_of(at)))
    if reasons:
        raise Refused(*reasons)


def _insist_draft(plan: ServicePlan) -> None:
    if plan.state != PlanState.DRAFT:
        raise Refused(f"方案 {plan} 当前为「{plan.get_state_display()}」，不能直接修改；双方确认后的变更请办理新版本")


def _former(plan: ServicePlan) -> QuerySet[ServicePlan]:
    """The version before this one, if there is one."""
    return ServicePlan.objects.filter(insurer_id=plan.insurer_id, plan_no=plan.plan_no, version=plan.version - 1)


def _store_items(plan: ServicePlan, items: Sequence[Values], at: datetime) -> None:
    rows = []
    for number, item in enumerate(items, start=1):
        months = sorted({int(month) for month in item["months"]})
        values = {**ordered(item, ITEM_KEYS), "months": months}
        rows.append(PlanItem(plan=plan, item_no=number, created_at=at, updated_at=at, **values))
    PlanItem.objects.bulk_create(rows)


def ordered(values: Values, keys: Sequence[str]) -> Values:
    """The values of the keys as a workbook stores them, so that an export comes back unchanged."""
    return {key: _plain(key, values[key]) for key in keys}


def _plain(key: str, value: Any) -> object:
    """Several codes in one order; names in NFKC, longer texts in NFC (contract 4, Cells)."""
    if key in SEVERAL:
        return sorted(value)
    if not isinstance(value, str) or not value:
        return value
    long = key in HEAD_KEYS + ITEM_KEYS and PLANS.column(key).is_long_text
    return clean_text(value, "NFC" if long else "NFKC", lines=long)[0]


def _stored(place: str, document: Document | None, by: User, at: datetime) -> StoredFile | None:
    """The document, kept. Raises Refused at `place` for another format, an empty or too large file."""
    if document is None:
        return None
    return store_document(document.stream, name=document.name, organisation_id=by.organisation_id, at=at, place=place)


def _fire(move: Transition, plan: ServicePlan, by: User, at: datetime, **changes: object) -> ServicePlan:
    """The move, and the instant of the change for the lists and the import. Raises Refused."""
    if not plan.is_latest and move is not states.REPLACE:
        raise Refused(f"方案 {plan} 已有新的版本，请在新版本上办理")
    moved: ServicePlan = fire(move, plan, by=by, at=at, updated_at=at, **changes)
    return moved
