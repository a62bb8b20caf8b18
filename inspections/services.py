"""Writes of cross-inspection, each through `core.writing`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import TypeVar, cast

from django.db.models import Max, Model

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import audit, walls
from core.gate import NotAllowed
from core.transitions import fire
from core.writing import Refused, Stale, lock, open_ledger
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import FindingSubject, ItemState, TaskState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Item, Task
from inspections.permissions import InspectionPermission
from insurers.policies.models import Policy

#: What a form was answered with, by the name of the entry.
Values = Mapping[str, object]
I = TypeVar("I", bound=Item)  # noqa: E741 - the usual letter of a type variable


class FormChanged(Stale):
    """Somebody saved since the page was opened. `changes`: name of the entry → (now stored, what you typed)."""

    def __init__(self, by: str, changes: dict[str, tuple[object, object]], version: int = 0) -> None:
        super().__init__(by, version=str(version))
        self.changes = changes


class FindingChanged(FormChanged):
    """The same of a finding."""


#: What the portal keeps of a form by itself; no save may name it (mass assignment).
KEPT = frozenset(
    {
        "id",
        "task",
        "enterprise",
        "insurer",
        "state",
        "version",
        "added_by",
        "added_at",
        "saved_by",
        "saved_at",
        "submitted_at",
    }
)
FINDING_ENTRIES = frozenset({"subject", "kind", "fact", "basis", "on_spot", "found_on"})


class AlreadyChosen(Refused):
    """The enterprise or insurer is on the task's list already."""


def start_inspection(*, task: Task, by: User, at: datetime) -> Task:
    """The inspecting city begins; from here on it may draw enterprises and insurers. Raises NotAllowed, Refused."""
    with open_ledger(Task, task, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="start", on=task):
        started: Task = fire(states.START, task, by=by, at=at, started_at=at, started_by=by)
    return started


@contextmanager
def _open_task(model: type[Model], task: Task, by: User, at: datetime, step: str) -> Iterator[Task]:
    """Open a write of the inspecting city; gives the task, locked, if it may be worked on now."""
    with open_ledger(model, task, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step=step, on=task):
        if not states.is_inspecting(task, by):
            raise NotAllowed(f"{by} is not of the inspecting city")
        locked = lock(task)
        if locked.state != TaskState.IN_PROGRESS:
            raise Refused("任务不在检查中，请先点「开始检查」")
        yield locked


@contextmanager
def _open_draft(
    item: I, by: User, at: datetime, step: str, sentence: str = "检查表已提交，请先退回修改"
) -> Iterator[I]:
    """Open a write to a draft; gives the form, fresh and locked. `sentence` refuses one that is submitted already."""
    with _open_task(type(item), item.task, by, at, step):
        rows = type(item)._default_manager.select_for_update(of=("self",)).select_related("saved_by", "task")
        # The rows are of the form's own model, which the checker cannot tell of a model out of two.
        locked = cast("I | None", rows.filter(pk=item.pk).first())
        if locked is None:
            raise Refused("检查表已被移出名单")
        if locked.state != ItemState.DRAFT:
            raise Refused(sentence)
        yield locked


def add_enterprise(*, task: Task, enterprise: Enterprise, by: User, today: date, at: datetime) -> InspectedEnterprise:
    """Put an enterprise of the inspected city on the list: from now both cities see its facts through the task.

    Raises NotAllowed, Refused, AlreadyChosen.
    """
    with _open_task(InspectedEnterprise, task, by, at, "add-enterprise") as locked:
        if enterprise.city_id != locked.inspected_id:
            raise NotAllowed("the enterprise lies outside the inspected city")
        if InspectedEnterprise.objects.filter(task=locked, enterprise=enterprise).exists():
            raise AlreadyChosen(enterprise.name)
        first = rules.prefill(_covers(enterprise, today), enterprise.employees)
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


@walls.aside("the form of the inspecting city begins with what is on record of the firm")
def _covers(enterprise: Enterprise, today: date) -> list[rules.Cover]:
    rows = Policy.objects.in_force(today).filter(enterprise=enterprise)
    return [rules.Cover(p.policy_no, p.insured_people, p.limit_per_person, p.end_on) for p in rows]


def add_insurer(*, task: Task, insurer: Organisation, by: User, at: datetime) -> InspectedInsurer:
    """Put an insurer on the list. Raises NotAllowed, Refused, AlreadyChosen."""
    with _open_task(InspectedInsurer, task, by, at, "add-insurer") as locked:
        if insurer.kind != OrganisationKind.INSURER:
            raise NotAllowed("the organisation is not an insurer")
        if InspectedInsurer.objects.filter(task=locked, insurer=insurer).exists():
            raise AlreadyChosen(insurer.name)
        item = InspectedInsurer.objects.create(
            task=locked, insurer=insurer, added_by=by, added_at=at, saved_by=by, saved_at=at
        )
        audit.record("inspection.insurer-added", by=by, at=at, subject=f"{locked.no} {insurer.code}")
    return item


def remove_item(*, item: I, by: User, at: datetime) -> None:
    """Take a draft without findings off the list. Raises NotAllowed, Refused."""
    refusal = "已提交或已有问题的检查表不能移除"
    with _open_draft(item, by, at, "remove", refusal) as locked:
        if locked.findings.exists():
            raise Refused(refusal)
        audit.record("inspection.item-removed", by=by, at=at, subject=str(item))
        locked.delete()


def save_form(*, item: I, values: Values, version: int, by: User, at: datetime) -> I:
    """Store a draft. Another `version` than the row's means somebody saved in between: FormChanged, nothing is lost."""
    with _open_draft(item, by, at, "save") as locked:
        strange = set(values) - answers_of(type(locked))
        if strange:
            raise NotAllowed(f"no answers of the form: {sorted(strange)}")
        if locked.version != version:
            raise FormChanged(str(locked.saved_by), _changes(locked, values), locked.version)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version, locked.saved_by, locked.saved_at = version + 1, by, at
        locked.save(update_fields=[*values, "version", "saved_by", "saved_at"])
        audit.record("inspection.form-saved", by=by, at=at, subject=str(locked), version=locked.version)
    return locked


def answers_of(model: type[Model]) -> frozenset[str]:
    """Names of the entries that a save may write: whatever is not kept by the portal itself."""
    return frozenset(field.name for field in model._meta.concrete_fields) - KEPT


def _changes(stored: Model, typed: Values) -> dict[str, tuple[object, object]]:
    """Entry by entry where the stored row and the typed one differ."""
    return {name: (getattr(stored, name), value) for name, value in typed.items() if getattr(stored, name) != value}


def submit_item(*, item: I, by: User, at: datetime) -> I:
    """All mandatory questions answered, every 不符合 with a finding: the form counts as done."""
    with open_ledger(
        type(item), item, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="submit", on=item
    ):
        submitted: I = fire(states.SUBMIT, item, by=by, at=at, submitted_at=at)
    return submitted


def reopen_item(*, item: I, by: User, at: datetime) -> I:
    """Back to a draft while the task is in progress. Raises NotAllowed, Refused."""
    with open_ledger(
        type(item), item, by=by, permission=InspectionPermission.INSPECTION_WRITE, at=at, step="reopen", on=item
    ):
        again: I = fire(states.REOPEN, item, by=by, at=at, submitted_at=None)
    return again


def record_finding(
    *, item: I, subject: str, kind: str, fact: str, basis: str, on_spot: bool, found_on: date, by: User, at: datetime
) -> Finding:
    """Write a finding on a draft form; numbers run within the task, under its lock. Raises NotAllowed, Refused."""
    with _open_draft(item, by, at, "record-finding", "检查表已提交，请先退回修改再记录问题") as locked:
        _check_kind(locked, subject, kind)
        last = Finding.objects.filter(task=locked.task_id).aggregate(n=Max("seq"))["n"] or 0
        finding = Finding(
            task=locked.task,
            seq=last + 1,
            subject=subject,
            kind=kind,
            fact=fact,
            basis=basis,
            on_spot=on_spot,
            found_on=found_on,
            recorded_by=by,
            recorded_at=at,
        )
        if isinstance(locked, InspectedEnterprise):
            finding.enterprise_item = locked
        else:
            finding.insurer_item = locked
        finding.save(force_insert=True)
        audit.record("inspection.finding-recorded", by=by, at=at, subject=finding.no, kind=kind)
    return finding


def _check_kind(item: Item, subject: str, kind: str) -> None:
    """An enterprise's form finds fault with the enterprise, an insurer's with it or its agency (domain.md 4.9)."""
    on_enterprise = isinstance(item, InspectedEnterprise)
    if on_enterprise != (subject == FindingSubject.ENTERPRISE) or kind not in rules.kinds_of(subject):
        raise Refused("该类别不适用于所选对象")


@contextmanager
def _open_finding(finding: Finding, by: User, at: datetime, step: str) -> Iterator[Finding]:
    """Open a write to a finding of a draft form; gives the finding, fresh and locked with its form."""
    item = _item_of(finding)
    with _open_draft(item, by, at, step, "检查表已提交，请先退回修改再改动问题"):
        locked = Finding.objects.select_for_update(of=("self",)).filter(pk=finding.pk).first()
        if locked is None:
            raise Refused("该问题已被删除")
        yield locked


def _item_of(finding: Finding) -> Item:
    item = finding.enterprise_item or finding.insurer_item
    if item is None:  # the database holds one of them filled
        raise LookupError(f"{finding} stands on no form")
    return item


def edit_finding(*, finding: Finding, values: Values, seen: datetime | None, by: User, at: datetime) -> Finding:
    """Change a finding of a draft form, its number stays. `seen`: when the version on the page was recorded.

    Raises FindingChanged where somebody else has recorded it anew since, or the page told no version; nothing is
    written then. Raises NotAllowed, Refused besides.
    """
    with _open_finding(finding, by, at, "edit-finding") as locked:
        if set(values) - FINDING_ENTRIES:
            raise NotAllowed("no entries of a finding")
        if locked.recorded_at != seen:
            raise FindingChanged(str(locked.recorded_by), _changes(locked, values))
        before = {"kind": locked.kind, "on_spot": locked.on_spot}
        for name, value in values.items():
            setattr(locked, name, value)
        _check_kind(_item_of(locked), locked.subject, locked.kind)
        locked.recorded_by, locked.recorded_at = by, at
        locked.save(update_fields=[*values, "recorded_by", "recorded_at"])
        audit.record("inspection.finding-changed", by=by, at=at, subject=locked.no, before=before, kind=locked.kind)
    return locked


def remove_finding(*, finding: Finding, by: User, at: datetime) -> None:
    """Take a finding off a draft form; the others keep their numbers, and the audit keeps its facts."""
    with _open_finding(finding, by, at, "remove-finding") as locked:
        audit.record("inspection.finding-removed", by=by, at=at, subject=locked.no, kind=locked.kind, fact=locked.fact)
        locked.delete()
