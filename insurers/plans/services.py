"""Writes of service plans: draft, sending, confirmation, versions, evaluation, guidance (domain.md 4.3, 5.2)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import IO, Any, Final

import pghistory
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict

from accounts.models import Organisation, User
from core import audit, history
from core.conflicts import RowChanged, clashes
from core.gate import NotAllowed, require
from core.models import StoredFile
from core.transitions import TransitionRefused, fire
from core.workbooks.cells import clean_text
from enterprises.services.documents import store_document
from insurers.agencies.services import last_days
from insurers.base.facts import AgencyFact
from insurers.plans import states as planstates
from insurers.plans.choices import PROMISING, ConfirmationWay, PlanState
from insurers.plans.models import Guidance, PlanItem, ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.plans.rules import Finding, PolicyTerms, agency_finding, head_findings, item_findings, sending_complaints
from insurers.plans.sheets import PLANS
from insurers.policies.models import Policy

#: What is written by hand or by workbook about the plan itself, and about each item.
HEAD: Final = (
    "start_on",
    "end_on",
    "basis_sector",
    "basis_scale",
    "basis_risk",
    "basis_people",
    "basis_mgmt",
    "basis_history",
    "standards",
    "special_measures",
    "fee_estimate",
    "fee_reason",
    "safeguards",
    "talk_on",
    "talk_people",
    "note",
)

ITEM: Final = (
    "kind",
    "topics",
    "measures",
    "form",
    "frequency",
    "months",
    "agency",
    "staff",
    "experts",
    "goal",
    "campaign_assist",
)

SEVERAL: Final = frozenset({"standards", "topics"})

FEN: Final = Decimal("0.01")


class PlanRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """What is wrong, as (place, sentence) pairs; the place is a head's key, "n.key" for item n (from 0), or empty."""

    def __init__(self, *reasons: tuple[str, str]) -> None:
        super().__init__("；".join(sentence for _place, sentence in reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it was sent."""

    stream: "IO[bytes] | File[Any]"
    name: str


def terms_of(policy: Policy) -> PolicyTerms:
    """What a plan must know of its policy; the budget is the premium paid times the share agreed."""
    enterprise = policy.enterprise
    budget = (policy.premium_paid * policy.fee_rate).quantize(FEN, ROUND_HALF_UP)
    return PolicyTerms(
        policy.policy_no, policy.start_on, policy.end_on, budget, enterprise.key_enterprise, enterprise.sectors
    )


def sentence(finding: Finding) -> str:
    return f"“{PLANS.column(finding.key).title}”{finding.tail}"


def complaints(head: Mapping[str, Any], items: Sequence[Mapping[str, Any]], terms: PolicyTerms) -> Iterator[Any]:
    """All that is wrong with what was written, as (place, sentence)."""
    for finding in head_findings(head, terms):
        yield finding.key, sentence(finding)
    agencies = agency_facts() if any(item["agency"] for item in items) else {}
    for number, item in enumerate(items):
        findings = list(item_findings(item, head.get("start_on"), head.get("end_on")))
        if item["agency"]:
            fact = agencies[item["agency"].pk]
            name, start = item["agency"].name, head.get("start_on")
            findings += filter(None, [agency_finding(name, item["months"], start, fact.valid_from, fact.valid_to)])
        for finding in findings:
            yield f"{number}.{finding.key}", f"第 {number + 1} 项：{sentence(finding)}"


def agency_facts() -> dict[int, AgencyFact]:
    """The agencies of the register by id, with the days that their qualifications cover."""
    ends = last_days()
    return {agency.pk: AgencyFact(agency.pk, None, ends.get(agency.pk)) for agency in Organisation.objects.agencies()}


def create_plan(
    *,
    policy: Policy,
    plan_no: str,
    head: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    talk_file: Document | None = None,
) -> ServicePlan:
    """Write a draft. Raises NotAllowed, PlanRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=policy)
    _require_sound(policy, head, items)
    with pghistory.context(user=by.pk), transaction.atomic():
        plan = ServicePlan(
            insurer_id=policy.insurer_id,
            enterprise_id=policy.enterprise_id,
            city_id=policy.city_id,
            county_id=policy.county_id,
            policy=policy,
            plan_no=plan_no,
            created_at=at,
            updated_at=at,
            **ordered(head, HEAD),
            talk_file=_kept(talk_file, by, at),
        )
        _save_new(plan)
        _write_items(plan, items, at)
        audit.record("plan.created", by=by, at=at, subject=str(plan), policy=policy.policy_no, items=len(items))
    return plan


def _save_new(plan: ServicePlan) -> None:
    try:
        with transaction.atomic():
            plan.save(force_insert=True)
    except IntegrityError:
        text = f"“方案编号”的值“{plan.plan_no}”在本机构已使用，请另编编号，或在该方案页面修改。"
        raise PlanRefused(("plan_no", text)) from None


def change_plan(
    *,
    plan: ServicePlan,
    head: Mapping[str, Any],
    items: Sequence[Mapping[str, Any]],
    by: User,
    at: datetime,
    talk_file: Document | None = None,
    seen: str = "",
) -> ServicePlan:
    """Write a draft anew; `seen` is when the writer's copy was last changed.

    Raises NotAllowed, PlanRefused, RowChanged.
    """
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    _require_sound(plan.policy, head, items)
    with pghistory.context(user=by.pk), transaction.atomic():
        locked = _locked_draft(plan)
        if seen and seen != locked.updated_at.isoformat():
            writer = User.objects.filter(pk=history.last_writer(locked) or 0).first()
            labels = {key: ServicePlan._meta.get_field(key).verbose_name for key in HEAD}  # type: ignore[union-attr]
            found = clashes(labels, head_of(locked), head)
            raise RowChanged(str(writer) if writer else "其他人员", found, locked.updated_at.isoformat())
        for key, value in ordered(head, HEAD).items():
            setattr(locked, key, value)
        if talk_file is not None:
            locked.talk_file = _kept(talk_file, by, at)
        locked.updated_at = at
        locked.save()
        PlanItem.objects.filter(plan=locked).delete()
        _write_items(locked, items, at)
        audit.record("plan.changed", by=by, at=at, subject=str(locked), items=len(items))
    return locked


def discard_plan(*, plan: ServicePlan, by: User, at: datetime) -> None:
    """Drop a draft; the version before it, if there is one, is the newest again. Raises NotAllowed, PlanRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    with pghistory.context(user=by.pk), transaction.atomic():
        locked = _locked_draft(plan)
        subject, version = str(locked), locked.version
        PlanItem.objects.filter(plan=locked).delete()
        locked.delete()
        former = ServicePlan.objects.filter(insurer_id=plan.insurer_id, plan_no=plan.plan_no, version=version - 1)
        former.update(is_latest=True)
        audit.record("plan.discarded", by=by, at=at, subject=subject)


def amend_plan(*, plan: ServicePlan, reason: str, by: User, at: datetime) -> ServicePlan:
    """Begin a new version as a draft; the old one stays in force until that is confirmed.

    Raises NotAllowed, PlanRefused.
    """
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    if not reason.strip():
        raise PlanRefused(("reason", "“变更原因”为空，请写明变更的内容和原因。"))
    with pghistory.context(user=by.pk), transaction.atomic():
        locked = ServicePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if not locked.is_latest or locked.state not in {PlanState.CONFIRMED, PlanState.ACTIVE}:
            text = f"方案 {locked} 当前为「{locked.get_state_display()}」，只有已确认或者执行中的最新版本可以变更。"
            raise PlanRefused(("", text))
        ServicePlan.objects.filter(pk=locked.pk).update(is_latest=False)
        fresh = _copy(locked, reason.strip()[:500], at)
        audit.record("plan.amended", by=by, at=at, subject=str(fresh), reason=fresh.amend_reason)
    return fresh


def _copy(old: ServicePlan, reason: str, at: datetime) -> ServicePlan:
    fresh = ServicePlan.objects.create(
        insurer_id=old.insurer_id,
        enterprise_id=old.enterprise_id,
        city_id=old.city_id,
        county_id=old.county_id,
        policy_id=old.policy_id,
        plan_no=old.plan_no,
        version=old.version + 1,
        amend_reason=reason,
        created_at=at,
        updated_at=at,
        **{key: getattr(old, key) for key in HEAD if not key.startswith("talk")},
    )
    _write_items(fresh, [values_of(item) for item in old.items.select_related("agency")], at)
    return fresh


def values_of(item: PlanItem) -> dict[str, Any]:
    """An item as it is written."""
    return {key: getattr(item, key) for key in ITEM}


def head_of(plan: ServicePlan) -> dict[str, Any]:
    """What is written about the plan itself."""
    return model_to_dict(plan, HEAD)


def send_plan(*, plan: ServicePlan, by: User, at: datetime) -> ServicePlan:
    """Ask the insured unit for its opinion. Raises NotAllowed, PlanRefused, TransitionRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    items = [values_of(item) for item in plan.items.all()]
    _require_sound(plan.policy, head_of(plan), items)
    said = sending_complaints(items)
    if said:
        raise PlanRefused(*(("", text) for text in said))
    return _fire(planstates.SEND, plan, by, at, sent_by=by, sent_at=at)


def recall_plan(*, plan: ServicePlan, opinion: str, by: User, at: datetime) -> ServicePlan:
    """Take a plan back into draft for what the insured unit said. Raises NotAllowed, PlanRefused, TransitionRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    if not opinion.strip():
        raise PlanRefused(("opinion", "“投保单位意见”为空，请写明需要修改的内容。"))
    return _fire(planstates.RECALL, plan, by, at, opinion=opinion.strip()[:500])


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
    """Note the agreement of both sides; the version that was in force gives way.

    Raises NotAllowed, PlanRefused, EntryRefused (a document that is not taken), TransitionRefused.
    """
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    _require_confirmable(plan, said, by, today)
    with pghistory.context(user=by.pk), transaction.atomic():
        _require_free_period(plan)
        _replace_former(plan, by, at)
        changes: dict[str, Any] = {
            "confirm_way": said.way,
            "confirm_by": said.confirmed_by.strip(),
            "confirm_on": said.on,
            "confirm_file": _kept(said.document, by, at),
            "talk_on": said.talk_on,
            "talk_people": _plain("talk_people", said.talk_people),
        }
        if said.talk_file is not None:
            changes["talk_file"] = _kept(said.talk_file, by, at)
        return _fire(planstates.CONFIRM, plan, by, at, **changes)


def _require_confirmable(plan: ServicePlan, said: Confirmation, by: User, today: date) -> None:
    if said.way == ConfirmationWay.LEAD and not by.is_lead:
        raise NotAllowed(f"{by} is not the lead")
    if said.way == ConfirmationWay.LEAD and plan.sent_by_id == by.pk:
        raise PlanRefused(("way", "由机构负责人确认时，确认人不能是征求意见的经办人本人，请由另一人办理。"))
    reasons = []
    if said.on > today:
        reasons.append(("on", f"“确认日期”（{said.on}）晚于今天（{today}），请核对。"))
    if said.talk_on is None or not said.talk_people.strip():
        reasons.append(("talk_on", "“沟通协商日期”或“沟通协商人员”为空，双方确认前须有沟通协商记录，请补填。"))
    elif said.talk_on > said.on:
        reasons.append(("talk_on", f"“沟通协商日期”（{said.talk_on}）晚于确认日期（{said.on}），请核对。"))
    if said.talk_file is None and plan.talk_file_id is None:
        reasons.append(("talk_file", "“沟通协商记录”未上传，请上传记录的扫描件或照片。"))
    if reasons:
        raise PlanRefused(*reasons)


def _require_free_period(plan: ServicePlan) -> None:
    """Two promises of one policy must not meet on a day: a service could not be told to either."""
    Policy.objects.select_for_update(of=("self",)).get(pk=plan.policy_id)
    others = ServicePlan.objects.filter(
        policy_id=plan.policy_id, state__in=PROMISING, start_on__lte=plan.end_on, end_on__gte=plan.start_on
    ).exclude(plan_no=plan.plan_no)
    other = others.first()
    if other is not None:
        text = f"该保单在 {other.start_on} 至 {other.end_on} 已有双方确认的方案 {other}，期间重叠，请变更该方案或调整期间。"
        raise PlanRefused(("", text))


def _replace_former(plan: ServicePlan, by: User, at: datetime) -> None:
    former = ServicePlan.objects.filter(insurer_id=plan.insurer_id, plan_no=plan.plan_no, version=plan.version - 1)
    for old in former:
        _fire(planstates.REPLACE, old, by, at)


def activate_plan(*, plan: ServicePlan, by: User, today: date, at: datetime) -> ServicePlan:
    """Put a confirmed plan into effect. Raises NotAllowed, PlanRefused, TransitionRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    if plan.start_on > today:
        raise PlanRefused(("", f"方案起期 {plan.start_on} 尚未到（今天 {today}），请到期后开始执行。"))
    try:
        return _fire(planstates.ACTIVATE, plan, by, at)
    except IntegrityError:
        raise PlanRefused(("", "该保单已有执行中的方案，请先将其办理执行完毕。")) from None


def finish_plan(*, plan: ServicePlan, by: User, today: date, at: datetime) -> ServicePlan:
    """Close a plan whose period is over. Raises NotAllowed, PlanRefused, TransitionRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    if plan.end_on >= today:
        raise PlanRefused(("", f"方案止期 {plan.end_on} 未过（今天 {today}），到期后方可办理执行完毕。"))
    return _fire(planstates.FINISH, plan, by, at)


def evaluate_plan(*, plan: ServicePlan, evaluation: str, by: User, today: date, at: datetime) -> ServicePlan:
    """Note the evaluation of the year (AQ 9010, part 8). Raises NotAllowed, PlanRefused, TransitionRefused."""
    require(by, PlanPermission.PLAN_WRITE, on=plan)
    if len(evaluation.strip()) < 10:
        raise PlanRefused(("evaluation", "“年度评估”不足 10 个字，请写明服务成效、存在问题和改进措施。"))
    return _fire(planstates.EVALUATE, plan, by, at, evaluation=evaluation.strip(), evaluated_on=today)


@transaction.atomic
def guide_plan(*, plan: ServicePlan, text: str, by: User, at: datetime) -> Guidance:
    """Attach a guidance; the plan itself stays a matter of the two sides. Raises NotAllowed, PlanRefused."""
    require(by, PlanPermission.PLAN_GUIDE, on=plan)
    if not text.strip():
        raise PlanRefused(("text", "“指导意见”为空，请写明意见内容。"))
    guidance = Guidance.objects.create(plan=plan, text=text.strip()[:1000], given_by=by, given_at=at)
    audit.record("plan.guided", by=by, at=at, subject=str(plan))
    return guidance


def _require_sound(policy: Policy, head: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> None:
    reasons = list(complaints(head, items, terms_of(policy)))
    if reasons:
        raise PlanRefused(*reasons)


def _locked_draft(plan: ServicePlan) -> ServicePlan:
    locked = ServicePlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        text = f"方案 {locked} 当前为「{locked.get_state_display()}」，不能直接修改；双方确认后的变更请办理新版本。"
        raise PlanRefused(("", text))
    return locked


def _write_items(plan: ServicePlan, items: Sequence[Mapping[str, Any]], at: datetime) -> None:
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            item_no=number,
            created_at=at,
            updated_at=at,
            **{**ordered(item, ITEM), "months": sorted({int(month) for month in item["months"]})},
        )
        for number, item in enumerate(items, start=1)
    )


def ordered(values: Mapping[str, Any], keys: Sequence[str]) -> dict[str, Any]:
    """The values of the keys as a workbook stores them, so that an export comes back unchanged."""
    return {key: _plain(key, values[key]) for key in keys}


def _plain(key: str, value: Any) -> Any:
    """Several codes in one order; names in NFKC, longer texts in NFC (contract 4, Cells)."""
    if key in SEVERAL:
        return sorted(value)
    if not isinstance(value, str) or not value:
        return value
    long = PLANS.column(key).is_long_text
    return clean_text(value, "NFC" if long else "NFKC", lines=long)[0]


def _kept(document: Document | None, by: User, at: datetime) -> StoredFile | None:
    if document is None:
        return None
    return store_document(document.stream, name=document.name, organisation_id=by.organisation_id, at=at)


def _fire(move: Any, plan: ServicePlan, by: User, at: datetime, **changes: Any) -> ServicePlan:
    """The move, and the day of the change for the lists and the import."""
    if not plan.is_latest and move is not planstates.REPLACE:
        raise TransitionRefused(f"方案 {plan} 已有新的版本，请在新版本上办理")
    with pghistory.context(user=by.pk):
        moved: ServicePlan = fire(move, plan, by=by, at=at, updated_at=at, **changes)
    return moved
