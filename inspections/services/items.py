"""The list of who is inspected, and the forms."""

from datetime import date, datetime

from django.db.models import Model

from accounts.choices import GrantEnd, OrganisationKind
from accounts.models import Organisation, User
from accounts.services.grants import end_sight
from core import audit, walls
from core.gate import NotAllowed
from core.transitions import fire
from core.writing import Refused, open_ledger
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.models import InspectedEnterprise, InspectedInsurer, Task
from inspections.permissions import InspectionPermission
from inspections.services.base import FormChanged, I, Values, changes_of, open_draft, open_task
from insurers.policies.models import Policy

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


class AlreadyChosen(Refused):
    """The enterprise or insurer is on the task's list already."""


def add_enterprise(*, task: Task, enterprise: Enterprise, by: User, today: date, at: datetime) -> InspectedEnterprise:
    """Put an enterprise of the inspected city on the list: from now both cities see its facts through the task.

    Raises NotAllowed, Refused, AlreadyChosen.
    """
    with open_task(InspectedEnterprise, task, by, at, "add-enterprise") as locked:
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
    with open_task(InspectedInsurer, task, by, at, "add-insurer") as locked:
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
    with open_draft(item, by, at, "remove", refusal) as locked:
        if locked.findings.exists():
            raise Refused(refusal)
        if isinstance(locked, InspectedEnterprise):
            end_sight(source=locked.task.no, why=GrantEnd.ROW, by=by, at=at, row=locked.enterprise)
        else:
            end_sight(source=locked.task.no, why=GrantEnd.ROW, by=by, at=at, row=locked.insurer)
        audit.record("inspection.item-removed", by=by, at=at, subject=str(item))
        locked.delete()


def save_form(*, item: I, values: Values, version: int, by: User, at: datetime) -> I:
    """Store a draft. Another `version` than the row's means somebody saved in between: FormChanged, nothing is lost."""
    with open_draft(item, by, at, "save") as locked:
        strange = set(values) - answers_of(type(locked))
        if strange:
            raise NotAllowed(f"no answers of the form: {sorted(strange)}")
        if locked.version != version:
            raise FormChanged(str(locked.saved_by), changes_of(locked, values), locked.version)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.version, locked.saved_by, locked.saved_at = version + 1, by, at
        locked.save(update_fields=[*values, "version", "saved_by", "saved_at"])
        audit.record("inspection.form-saved", by=by, at=at, subject=str(locked), version=locked.version)
    return locked


def answers_of(model: type[Model]) -> frozenset[str]:
    """Names of the entries that a save may write: whatever is not kept by the portal itself."""
    return frozenset(field.name for field in model._meta.concrete_fields) - KEPT


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
