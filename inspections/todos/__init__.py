"""The tasks of cross-inspection that a person may open, and what the inspecting city has to do next."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import REGULATORS
from campaigns.services import campaign_of
from core.contributions.desk import Desk, Meter, Todo, Work
from core.views.addresses import address
from inspections import states, waiting
from inspections.choices import AdditionState, DrawState, FindingState, ItemState, PairingState, PlanState, TaskState
from inspections.models import Draw, GroupMember, Task
from inspections.permissions import InspectionPermission
from inspections.todos import groups, pairing, plans
from inspections.todos.plans import Progress, newest_plan


def work(desk: Desk) -> Work:
    """How many forms were submitted, and the tasks of one's own city that wait."""
    tasks = own_tasks(desk)
    meters = []
    campaign = desk.once(campaign_of)
    counted = [one for one in tasks if campaign and one.task.campaign_id == campaign.pk]
    if own_side := [one for one in counted if not states.is_inspected(one.task, desk.user)]:
        meters.append(_completion(own_side))
    own = [*plans.work(desk, tasks), *groups.work(desk), *_todos(desk, tasks), *pairing.work(desk)]
    return Work(place=40, meters=meters, todos=[*own, *waiting.todos(desk, _led(desk, tasks))])


def _completion(tasks: list[Progress]) -> Meter:
    """Forms submitted of those planned, as the figure cross.completion_rate counts them: over agreed plans alone."""
    done, whole = sum(one.done for one in tasks), sum(one.planned or 0 for one in tasks)
    unit = _("forms") if whole else _("forms, no plan agreed")
    return Meter(_("Cross-inspection forms"), done, whole, unit, address("inspections:board"))


def _led(desk: Desk, tasks: list[Progress]) -> list[Task]:
    """The tasks that the person answers for (`states.only_leader`)."""
    own = [one.task for one in tasks if one.task.inspecting_id == desk.user.organisation.division_id]
    return [task for task in own if desk.user.is_lead or getattr(task, "is_led", False)]


def own_tasks(desk: Desk) -> list[Progress]:
    """The tasks a person may open, with the number of their forms and of those submitted.

    What is open of another year's campaign stays beside those of the current one.
    """
    campaign = desk.once(campaign_of)
    may_read = desk.user.may(InspectionPermission.BOARD_VIEW) and desk.user.role not in REGULATORS
    if campaign is None or not may_read:
        return []
    is_open = ~Q(state=TaskState.COMPLETED) & Q(campaign__starts_on__lte=desk.today)
    is_wanted = Q(campaign=campaign) | is_open
    rows = Task.objects.visible_to(desk.user).filter(is_wanted).select_related("campaign", "inspecting", "inspected")
    names = ("inspectedenterprises", "inspectedinsurers")
    first, second = (Count(name, distinct=True) for name in names)
    first_done, second_done = (
        Count(name, filter=Q(**{f"{name}__state": ItemState.SUBMITTED}), distinct=True) for name in names
    )
    counted = rows.annotate(
        form_count=first + second,
        form_done=first_done + second_done,
        is_led=Exists(GroupMember.objects.current().filter(task=OuterRef("pk"), user=desk.user.pk, is_leader=True)),
        plan_pk=newest_plan(desk.user, "pk"),
        plan_state=newest_plan(desk.user, "state"),
        planned=plans.planned_forms(),
    ).order_by("annex_no")
    return [Progress(one, one.form_count, one.form_done, one.plan_pk, one.plan_state, one.planned) for one in counted]


def _todos(desk: Desk, tasks: list[Progress]) -> Iterator[Todo]:
    if not desk.user.may(InspectionPermission.INSPECTION_WRITE):
        return
    own = desk.user.organisation.division_id
    draws = _draws_of(desk, tasks)
    for one in tasks:
        task = one.task
        text, page = _next_step(one) if task.inspecting_id == own else None, "inspections:task-detail"
        if drawing := _step_of_draw(task, draws.get(task.pk), is_inspecting=task.inspecting_id == own):
            text, page = drawing, "inspections:draw-detail"
        if text:
            url = address(page, task.pk)
            yield desk.line(_("Cross-inspection"), text[0], task.no, url, text[1], plans.due_of(task, desk))


def _next_step(progress: Progress) -> tuple[str, str] | None:
    """Title and action of what the inspecting city has to do next, or None while nothing waits."""
    task = progress.task
    city = {"city": task.inspected.name}
    if task.state in (TaskState.PLAN_AGREED, TaskState.GROUP_READY):
        return _("Inspection of %(city)s: not started yet") % city, _("Start")
    drafts = progress.whole - progress.done
    if task.state == TaskState.IN_PROGRESS and drafts:
        return ngettext(
            "Inspection of %(city)s: %(n)s form to submit", "Inspection of %(city)s: %(n)s forms to submit", drafts
        ) % {**city, "n": drafts}, _("Fill in")
    return None


def _draws_of(desk: Desk, tasks: list[Progress]) -> dict[int, tuple[str, int]]:
    """{id of a task: state of its draw, how many objects by hand wait for an answer}."""
    rows = Draw.objects.visible_to(desk.user).filter(task__in=[one.task.pk for one in tasks])
    waiting = Count("additions", filter=Q(additions__state=AdditionState.PROPOSED))
    found = rows.exclude(state=DrawState.REPLACED).annotate(waiting=waiting)
    return {task: (state, number) for task, state, number in found.values_list("task", "state", "waiting")}


def _step_of_draw(task: Task, drawn: tuple[str, int] | None, *, is_inspecting: bool) -> tuple[str, str] | None:
    """What waits for either city about the draw: rosters, the seed, an answer."""
    if drawn is None:
        is_due = task.state == TaskState.GROUP_READY and not is_inspecting
        return (_("Draw of %(no)s: rosters to fix") % {"no": task.no}, _("Fix the rosters")) if is_due else None
    state, waiting = drawn
    if state == DrawState.FIXED and is_inspecting:
        return _("Draw of %(no)s: seed to enter") % {"no": task.no}, _("Enter the seed")
    if waiting and not is_inspecting:
        words = ngettext(
            "Draw of %(no)s: %(n)s object by hand to answer", "Draw of %(no)s: %(n)s objects by hand to answer", waiting
        ) % {"no": task.no, "n": waiting}
        return words, _("Answer")
    return None


AWAITED: Final = (
    TaskState.CREATED,
    TaskState.PLAN_DRAFT,
    TaskState.PLAN_SENT,
    TaskState.PLAN_AGREED,
    TaskState.GROUP_READY,
    TaskState.IN_PROGRESS,
    TaskState.FEEDBACK,
    TaskState.ROUTED,
    TaskState.RECTIFY_TRACK,
    PlanState.DRAFT,
    PlanState.SENT,
    PairingState.PROPOSED,
    PairingState.APPROVED,
    ItemState.DRAFT,
    FindingState.RECORDED,
    FindingState.OBJECTED,
    FindingState.ROUTED,
    FindingState.RECEIVED,
)
RESTING: Final = (
    (PairingState.DRAFT, "its writer proposes it"),
    (ItemState.SUBMITTED, "submitted; it may be opened again"),
)
