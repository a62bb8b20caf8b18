"""Joint plans that wait: to be drafted or sent by the inspecting city, to be answered by the inspected one."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from campaigns.services import campaign_of, countdown_of
from core.contributions.desk import Desk, Todo
from core.people import User
from core.views.addresses import address
from inspections import states
from inspections.choices import PlanState, TaskState
from inspections.models import PlanVersion, Task
from inspections.permissions import InspectionPermission


class Progress(NamedTuple):
    """A task with the number of its forms and of those submitted, and the newest version of its plan (None without one).

    `planned`: the forms that the plan asks for to which both cities agreed; None without one.
    """

    task: Task
    whole: int
    done: int
    plan_pk: int | None
    plan_state: str | None
    planned: int | None = None


def newest_plan(user: User, name: str) -> Subquery:
    """A column of the newest version of a task's plan that the person may read, for annotations of tasks."""
    newest = PlanVersion.objects.visible_to(user).filter(task=OuterRef("pk")).order_by("-number")
    return Subquery(newest.values(name)[:1])


def planned_forms() -> Subquery:
    """The same of the plan that both cities agreed on: enterprises and insurers to be inspected."""
    rows = PlanVersion.objects.agreed().filter(task=OuterRef("pk")).order_by("-number")
    return Subquery(rows.annotate(forms=F("enterprises") + F("insurers")).values("forms")[:1])


def due_of(task: Task, desk: Desk) -> date:
    """The last day for a task: the target of its campaign (domain.md 5.3: 30 November), else the last worked day of the
    current campaign or the task's own deadline.
    """
    if task.campaign.inspections_by is not None:
        return task.campaign.inspections_by
    campaign, due = desk.once(campaign_of), desk.once(countdown_of)
    if campaign is not None and due is not None and task.campaign_id == campaign.pk:
        return due.finish_on
    return task.campaign.deadline_on


def work(desk: Desk, tasks: Iterable[Progress]) -> Iterator[Todo]:
    """A line for each of the own tasks whose plan waits for this city; without a query."""
    if not desk.user.may(InspectionPermission.PLAN_WRITE):
        return
    for one in tasks:
        step = _own_step(one) if states.is_inspecting(one.task, desk.user) else _answer(one)
        if step:
            title, action, url = step
            yield desk.line(_("Cross-inspection"), title, one.task.no, url, action, due_of(one.task, desk))


def _own_step(one: Progress) -> tuple[str, str, str] | None:
    """Title, action and address of what the inspecting city has to do with the plan."""
    city, form = {"city": one.task.inspected.name}, address("inspections:task-plan", one.task.pk)
    if not one.plan_state:
        is_due = one.task.state == TaskState.CREATED
        return (_("Inspection of %(city)s: draft the joint plan") % city, _("Draft"), form) if is_due else None
    if one.plan_state == PlanState.RETURNED:
        return _("Inspection of %(city)s: the joint plan was returned") % city, _("Change the plan"), form
    if one.plan_state == PlanState.DRAFT:
        url = address("inspections:plan-detail", one.plan_pk)
        return _("Inspection of %(city)s: send the joint plan") % city, _("Check and send"), url
    return None


def _answer(one: Progress) -> tuple[str, str, str] | None:
    """The same of the inspected city."""
    if one.plan_state != PlanState.SENT:
        return None
    title = _("Inspection by %(city)s: answer the joint plan") % {"city": one.task.inspecting.name}
    return title, _("Answer"), address("inspections:plan-detail", one.plan_pk)
