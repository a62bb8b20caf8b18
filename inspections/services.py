"""Writes of cross-inspection: permission first, one transaction, row lock, audit."""

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.models import Organisation, User
from accounts.permissions import Permission
from core import audit
from core.gate import NotAllowed, require
from core.transitions import TransitionRefused, fire
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import ItemState
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Task
from insurers.models import Policy

Item = InspectedEnterprise | InspectedInsurer
I = TypeVar("I", InspectedEnterprise, InspectedInsurer)  # noqa: E741 - the usual letter of a type variable


class FormChanged(Exception):  # noqa: N818
    """Somebody saved the form since it was opened. `changes`: label → (now stored, what you typed)."""

    def __init__(self, by: str, changes: dict[str, tuple[Any, Any]], version: int) -> None:
        super().__init__(by)
        self.by, self.changes, self.version = by, changes, version


class AlreadyChosen(Exception):  # noqa: N818
    """The enterprise or insurer is on the task's list already."""


def start_inspection(*, task: Task, by: User, at: datetime) -> Task:
    """The inspecting city begins; from here on it may draw enterprises and insurers."""
    require(by, Permission.INSPECTION_WRITE, on=task)
    started: Task = fire(states.START, task, by=by, at=at, started_at=at, started_by=by)
    return started


def _open_task(task: Task, by: User) -> Task:
    """The task, locked, if its inspecting city may work on it now."""
    require(by, Permission.INSPECTION_WRITE, on=task)
    if not states.is_inspecting(task, by):
        raise NotAllowed(f"{by} is not of the inspecting city")
    locked = Task.objects.select_for_update().get(pk=task.pk)
    if locked.state != "IN_PROGRESS":
        raise TransitionRefused("任务不在检查中，请先点「开始检查」")
    return locked


@transaction.atomic
def add_enterprise(*, task: Task, enterprise: Enterprise, by: User, today: date, at: datetime) -> InspectedEnterprise:
    """Put an enterprise of the inspected city on the list: from now both cities see its facts through the task."""
    locked = _open_task(task, by)
    if enterprise.city_id != locked.inspected_id:
        raise NotAllowed("the enterprise lies outside the inspected city")
    first = rules.prefill(_covers(enterprise, today), enterprise.employees)
    try:
        with transaction.atomic():
            item = InspectedEnterprise.objects.create(
                task=locked, enterprise=enterprise, insured=first.insured, policy_no=first.policy_no, people=first.people,
                insured_people=first.insured_people, limit=first.limit, added_by=by, added_at=at, saved_by=by, saved_at=at,
            )  # fmt: skip
    except IntegrityError:
        raise AlreadyChosen(enterprise.name) from None
    audit.record("inspection.enterprise-added", by=by, at=at, subject=f"{locked.no} {enterprise.uscc}")
    return item


def _covers(enterprise: Enterprise, today: date) -> list[rules.Cover]:
    rows = Policy.objects.in_force(today).filter(enterprise=enterprise)
    return [rules.Cover(p.policy_no, p.insured_people, p.limit_per_person, p.end_on) for p in rows]


@transaction.atomic
def add_insurer(*, task: Task, insurer: Organisation, by: User, at: datetime) -> InspectedInsurer:
    """Put an insurer with business in the inspected city on the list."""
    locked = _open_task(task, by)
    try:
        with transaction.atomic():
            item = InspectedInsurer.objects.create(
                task=locked, insurer=insurer, added_by=by, added_at=at, saved_by=by, saved_at=at
            )
    except IntegrityError:
        raise AlreadyChosen(insurer.name) from None
    audit.record("inspection.insurer-added", by=by, at=at, subject=f"{locked.no} {insurer.code}")
    return item


@transaction.atomic
def remove_item(*, item: Item, by: User, at: datetime) -> None:
    """Take a draft without findings off the list."""
    _open_task(item.task, by)
    if item.state != ItemState.DRAFT or item.findings.exists():
        raise TransitionRefused("已提交或已有问题的检查表不能移除")
    audit.record("inspection.item-removed", by=by, at=at, subject=str(item))
    item.delete()


@transaction.atomic
def save_form(*, item: I, values: dict[str, Any], version: int, by: User, at: datetime) -> I:
    """Store a draft. An older `version` means somebody saved in between: FormChanged, and nothing is lost."""
    _open_task(item.task, by)
    locked = type(item).objects.select_for_update(of=("self",)).select_related("saved_by", "task").get(pk=item.pk)
    if locked.state != ItemState.DRAFT:
        raise TransitionRefused("检查表已提交，请先退回修改")
    if locked.version != version:
        raise FormChanged(str(locked.saved_by), _changes(locked, values), locked.version)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.version, locked.saved_by, locked.saved_at = version + 1, by, at
    locked.save(update_fields=[*values, "version", "saved_by", "saved_at"])
    audit.record("inspection.form-saved", by=by, at=at, subject=str(locked), version=locked.version)
    return locked


def label_of(item: Item, name: str) -> str:
    """The question's label as the form shows it."""
    return str(getattr(item._meta.get_field(name), "verbose_name", name))


def _changes(stored: Item, typed: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field by field where the stored form and the typed one differ."""
    return {
        label_of(stored, name): (getattr(stored, name), value)
        for name, value in typed.items()
        if getattr(stored, name) != value
    }


def submit_item(*, item: I, by: User, at: datetime) -> I:
    """All mandatory questions answered, every 不符合 with a finding: the form counts as done."""
    require(by, Permission.INSPECTION_WRITE, on=item)
    done: I = fire(states.SUBMIT, item, by=by, at=at, submitted_at=at)
    return done


def reopen_item(*, item: I, by: User, at: datetime) -> I:
    """Back to a draft while the task is in progress."""
    require(by, Permission.INSPECTION_WRITE, on=item)
    again: I = fire(states.REOPEN, item, by=by, at=at, submitted_at=None)
    return again


@transaction.atomic
def record_finding(
    *, item: Item, subject: str, kind: str, fact: str, basis: str, on_spot: bool, found_on: date, by: User, at: datetime
) -> Finding:
    """Write a finding on a draft form; numbers run gapless within the task, under its lock."""
    locked = _open_task(item.task, by)
    if item.state != ItemState.DRAFT:
        raise TransitionRefused("检查表已提交，请先退回修改再记录问题")
    if kind not in rules.kinds_of(subject):
        raise TransitionRefused("该类别不适用于所选对象")
    last = Finding.objects.filter(task=locked).aggregate(n=Max("seq"))["n"] or 0
    finding = Finding(
        task=locked, seq=last + 1, subject=subject, kind=kind, fact=fact, basis=basis, on_spot=on_spot, found_on=found_on,
        recorded_by=by, recorded_at=at,
    )  # fmt: skip
    if isinstance(item, InspectedEnterprise):
        finding.enterprise_item = item
    else:
        finding.insurer_item = item
    finding.save(force_insert=True)
    audit.record("inspection.finding-recorded", by=by, at=at, subject=finding.no, kind=kind)
    return finding
