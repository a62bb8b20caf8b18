"""The list of who is inspected, and the end of a form: submitted, and opened again."""

from datetime import date, datetime
from typing import Final

from accounts.choices import GrantEnd, OrganisationKind
from accounts.models import Organisation, User
from accounts.services.grants import end_sight
from campaigns.services import duty_sectors
from core import audit, walls
from core.choices import official_labels
from core.gate import NotAllowed
from core.plain import Plain
from core.transitions import fire
from core.writing import Refused, insist, open_ledger
from enterprises.choices import EnterpriseStatus
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import AdditionState, DrawState, FindingKind
from inspections.models import (
    FormReopening,
    InspectedEnterprise,
    InspectedInsurer,
    Item,
    ManualAddition,
    RosterLine,
    Task,
)
from inspections.permissions import InspectionPermission
from inspections.services.answers import write_answers
from inspections.services.base import I, open_draft, open_task
from insurers.policies.models import Policy
from rulebook.book import value_on
from rulebook.choices import RuleCode

#: The sentence for what the task has no business with.
NOT_CHOSEN: Final = (
    "「{name}」未在任务「{task}」中抽中，也不是双方同意的人工增加对象，不能检查；确需检查的，请按人工增加办理"
)

#: So many characters say at most why a form is opened again.
REASON: Final = 300
#: What was drawn is inspected, whoever would rather not.
DRAWN: Final = (
    "「{name}」系随机抽中的检查对象，不能移出名单；停产、关闭等确实无法检查的，请在检查表答「不适用」并在备注说明原因"
)


class AlreadyChosen(Refused):
    """The enterprise or insurer is on the task's list already."""


def add_enterprise(*, task: Task, enterprise: Enterprise, by: User, today: date, at: datetime) -> InspectedEnterprise:
    """Put an enterprise of the inspected city on the list that was drawn, or that both cities agreed to add.

    From now both cities see its facts through the task. Raises NotAllowed, Refused, AlreadyChosen.
    """
    with open_task(InspectedEnterprise, task, by, at, "add-enterprise") as locked:
        insist(outside_of(locked, enterprise))
        if not is_chosen(locked, enterprise=enterprise):
            raise Refused(NOT_CHOSEN.format(name=enterprise.name, task=locked))
        if InspectedEnterprise.objects.filter(task=locked, enterprise=enterprise).exists():
            raise AlreadyChosen(enterprise.name)
        first = on_record(enterprise, today)
        item = InspectedEnterprise.objects.create(
            task=locked,
            enterprise=enterprise,
            insured=first.insured,
            policy_no=first.policy_no,
            people=first.people,
            insured_people=first.insured_people,
            limit=first.limit,
            added_by=by,
            added_at=at,
            saved_by=by,
            saved_at=at,
        )
        audit.record("inspection.enterprise-added", by=by, at=at, subject=f"{locked.no} {enterprise.uscc}")
    return item


def outside_of(task: Task, enterprise: Enterprise) -> str | None:
    """Why an enterprise of another city is none of the task's; None for one of the inspected city."""
    if enterprise.city_id == task.inspected_id:
        return None
    return f"「{enterprise.name}」在{enterprise.city}，不在被检查地区{task.inspected}，不能列入任务「{task}」的检查对象"


def is_drawn(item: Item) -> bool:
    """Whether the inspected of the form came out of the draw of its task."""
    lines = RosterLine.objects.drawn().filter(roster__draw__task=item.task_id, roster__draw__state=DrawState.DRAWN)
    row = {"enterprise": item.enterprise} if isinstance(item, InspectedEnterprise) else {"company": item.insurer}
    return lines.filter(**row).exists()


def is_chosen(task: Task, **row: Enterprise | Organisation) -> bool:
    """Whether the `enterprise` or `company` was drawn in the task's draw, or added to it by hand in agreement."""
    lines = RosterLine.objects.drawn().filter(roster__draw__task=task, roster__draw__state=DrawState.DRAWN, **row)
    added = ManualAddition.objects.filter(draw__task=task, state=AdditionState.AGREED, **row)
    return lines.exists() or added.exists()


@walls.aside("the form of the inspecting city begins with what is on record of the firm")
def on_record(enterprise: Enterprise, day: date) -> rules.Prefill:
    """What register and policies say to the questions on the cover, by the rules of the day: four queries."""
    rows = Policy.objects.in_force(day).filter(enterprise=enterprise)
    covers = [rules.Cover(p.policy_no, p.insured_people, p.limit_per_person, p.end_on) for p in rows]
    is_closed = enterprise.status == EnterpriseStatus.CLOSED
    has_duty = Enterprise.objects.filter(pk=enterprise.pk).must_insure(duty_sectors(day), day).exists()
    least = value_on(RuleCode.LIMIT_PER_PERSON, day)
    return rules.prefill(covers, enterprise.employees, least, is_closed=is_closed, need_not=not has_duty)


def add_insurer(*, task: Task, insurer: Organisation, by: User, at: datetime) -> InspectedInsurer:
    """Put an insurer on the list that was drawn or agreed on. Raises NotAllowed, Refused, AlreadyChosen."""
    with open_task(InspectedInsurer, task, by, at, "add-insurer") as locked:
        if insurer.kind != OrganisationKind.INSURER:
            raise NotAllowed("the organisation is not an insurer")
        if not is_chosen(locked, company=insurer):
            raise Refused(NOT_CHOSEN.format(name=insurer.name, task=locked))
        if InspectedInsurer.objects.filter(task=locked, insurer=insurer).exists():
            raise AlreadyChosen(insurer.name)
        item = InspectedInsurer.objects.create(
            task=locked, insurer=insurer, added_by=by, added_at=at, saved_by=by, saved_at=at
        )
        audit.record("inspection.insurer-added", by=by, at=at, subject=f"{locked.no} {insurer.code}")
    return item


def remove_item(*, item: I, by: User, at: datetime) -> None:
    """Take a draft without findings off the list, unless it was drawn. Raises NotAllowed, Refused."""
    refusal = "已提交、已有问题或照片的检查表不能移除"
    with open_draft(item, by, at, "remove", refusal) as locked:
        if is_drawn(locked):
            raise Refused(
                DRAWN.format(name=locked.enterprise if isinstance(locked, InspectedEnterprise) else locked.insurer)
            )
        if locked.findings.exists() or locked.photos.exists() or locked.reopenings.exists():
            raise Refused(refusal)
        if isinstance(locked, InspectedEnterprise):
            end_sight(source=locked.task.no, why=GrantEnd.ROW, by=by, at=at, row=locked.enterprise)
        else:
            end_sight(source=locked.task.no, why=GrantEnd.ROW, by=by, at=at, row=locked.insurer)
            write_answers(locked, {"files_drawn": []}, by, at)
        audit.record("inspection.item-removed", by=by, at=at, subject=str(item))
        locked.delete()


def submit_item(*, item: I, by: User, at: datetime, on_record: Plain | None = None) -> I:
    """All mandatory questions answered, each answer with the finding or reason it asks for: the form counts as done.

    `on_record` is what the ledgers say at this moment (`inspections.ledgers.kept_of`), which the record keeps. Raises
    NotAllowed, Refused: a finding 应保未保 on a unit that is insured needs its reason, too.
    """
    with open_ledger(
        type(item), item, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="submit", on=item
    ):
        submitted: I = fire(states.SUBMIT, item, by=by, at=at, submitted_at=at, on_record=on_record or {})
        insist(doubt_of(submitted, at.astimezone().date()), "reason_insured")
    return submitted


def doubt_of(item: Item, today: date) -> str | None:
    """What is asked about before the form is submitted; None where nothing on it speaks against its answer on the
    cover and a finding 应保未保, or a reason confirms it.
    """
    if not isinstance(item, InspectedEnterprise):
        return _doubt_of_insurer(item)
    kinds = states.kinds_of_findings(item)
    record = on_record(item.enterprise, item.checked_on or today) if kinds else None
    contrary = rules.contrary_kinds(vars(item), kinds)
    if contrary:
        found = "」「".join(str(label) for code, label in FindingKind.choices if code in contrary)
        answer = item.get_insured_display()
        return f"检查表答「{answer}」，但已记录「{found}」问题，两者不一致，请更正答案，或者更正、删去问题"
    if record is None or not rules.is_doubtful(vars(item), kinds, insured_on_record=bool(record.policy_no)):
        said = rules.contradiction(vars(item))
        return f"「是否按规定投保」{said}，两者不一致，请更正；确属如此的，请在「投保情况」写明理由" if said else None
    told = f"台账查到有效保单 {record.policy_no}" if record.policy_no else "检查表答「已投保」"
    return f"已记录「应保未保」问题，但{told}，请核实；确属应保未保的，请在「投保情况」写明理由"


def _doubt_of_insurer(item: Item) -> str | None:
    denied = rules.unanswered_kinds(vars(item), states.kinds_of_findings(item))
    found = "」「".join(label for code, label in official_labels(FindingKind).items() if code in denied)
    if not found:
        return None
    return f"已记录「{found}」问题，但没有一项相应的答案为「否」，请更正答案或者问题；确属如此的，请在「备注」写明理由"


def reopen_item(*, item: I, reason: str, by: User, at: datetime) -> I:
    """Back to a draft while the task is in progress; the reason stays with the form. Raises NotAllowed, Refused."""
    with open_ledger(
        type(item), item, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="reopen", on=item
    ):
        told = reason.strip()
        insist(None if 0 < len(told) <= REASON else f"请写明退回修改的理由（{REASON} 字以内），检查表未退回", "reason")
        again: I = fire(states.REOPEN, item, by=by, at=at, submitted_at=None, on_record={})
        FormReopening.objects.create(
            task=again.task,
            enterprise_item=again if isinstance(again, InspectedEnterprise) else None,
            insurer_item=None if isinstance(again, InspectedEnterprise) else again,
            reason=told,
            submitted_at=item.submitted_at or at,
            reopened_by=by,
            reopened_at=at,
        )
    return again
