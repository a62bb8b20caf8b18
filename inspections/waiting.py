"""What waits for whom from the comments of an inspection to the settlement of its findings: to-dos and reminders."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from campaigns.models import Campaign
from core.contributions.desk import Desk, NoDay, Todo
from core.people import User as Person
from core.views.addresses import address, row_address
from inspections import states
from inspections.choices import FindingState, TaskState
from inspections.models import Feedback, Finding, Handover, Task
from inspections.permissions import InspectionPermission
from notifications.rules import Item

SHOWN: Final = 5
#: Days before the target of the campaign from which an unfinished inspection is named.
AHEAD: Final = timedelta(days=7)
#: Days before the end of the time for objections from which it is named.
SOON: Final = timedelta(days=3)
#: The number of a task, or of one of its findings, in a text.
NUMBER: Final = re.compile(r"JC-\d{4}-\d{2}(?:-\d{2,4})?")
#: A finding's has one dash more than its task's.
FINDING_DASHES: Final = 3


def todos(desk: Desk, led: Iterable[Task]) -> Iterator[Todo]:
    """Letters to sign, findings to settle, comments to answer, objections to decide, what the leader does next.

    `led`: the tasks that the person leads, or the person's bureau under him, with their campaign and inspected city.
    """
    if desk.user.may(InspectionPermission.FINDING_SETTLE):
        yield from _letters(desk)
        yield from _settlements(desk)
    if desk.user.may(InspectionPermission.FINDING_OBJECT):
        yield from _answers(desk)
        yield from _leader(desk, led)
    if desk.user.may(InspectionPermission.FINDING_ANSWER):
        yield from _insurer(desk)


def _letters(desk: Desk) -> Iterator[Todo]:
    if desk.is_idle(_offices_written_to):
        return
    rows = Handover.objects.visible_to(desk.user).unsigned().filter(receiver=desk.user.organisation_id)
    for letter in rows.select_related("task__inspecting", "task__campaign")[:SHOWN]:
        title = _("Findings handed over by %(city)s") % {"city": letter.task.inspecting.name}
        url = address("inspections:handover-detail", letter.pk)
        due = _target_of(letter.task)
        yield desk.line(_("Cross-inspection"), title, letter.number, url, _("Sign for the letter"), due)


def _target_of(task: Task) -> date | NoDay:
    """The day by which the inspections of the campaign are to be over."""
    return task.campaign.inspections_by or NoDay.UNSET


def _offices_written_to() -> Iterable[int]:
    return Handover.objects.unsigned().order_by().values_list("receiver", flat=True).distinct()


def _settling_offices() -> Iterable[int]:
    received = Finding.objects.filter(state=FindingState.RECEIVED).order_by()
    return received.values_list("routing__handover__receiver", flat=True).distinct()


def _settlements(desk: Desk) -> Iterator[Todo]:
    if desk.is_idle(_settling_offices):
        return
    rows = Finding.objects.visible_to(desk.user).filter(
        state=FindingState.RECEIVED, routing__handover__receiver=desk.user.organisation_id
    )
    related = ("task__campaign", "enterprise_item__enterprise", "insurer_item__insurer", "agency")
    for finding in rows.select_related(*related).order_by("task", "seq")[:SHOWN]:
        title = f"{finding.about} {finding.get_kind_display()}"
        url = address("inspections:finding-detail", finding.pk)
        due = _target_of(finding.task)
        yield desk.line(_("Cross-inspection"), title, finding.no, url, _("Settle the finding"), due)


def _answers(desk: Desk) -> Iterator[Todo]:
    """Comments on one's own city that are not answered yet."""
    rows = Feedback.objects.visible_to(desk.user).filter(
        answered_on__isnull=True,
        task__state=TaskState.FEEDBACK,
        task__inspected__code=desk.user.organisation.division_id,
    )
    for told in rows.select_related("task__inspecting"):
        title = _("Comments of %(city)s") % {"city": told.task.inspecting.name}
        url = address("inspections:task-feedback", told.task_id)
        action, due = _("Give the answer"), told.objections_until
        yield desk.line(_("Cross-inspection"), title, told.number, url, action, due)


def _leader(desk: Desk, led: Iterable[Task]) -> Iterator[Todo]:
    """What the leader of the group or the lead of the bureau does next: objections, handing over, completion."""
    for task in led:
        step = _next_of(task, desk.user, desk.today)
        if step is not None:
            text, name, action = step
            city, due = {"city": task.inspected.name}, _target_of(task)
            yield desk.line(_("Cross-inspection"), text % city, task.no, address(name, task.pk), action, due)


def _next_of(task: Task, by: Person, today: date) -> tuple[str, str, str] | None:
    """Title, address and action of what the leader can do on the task now; None while others are asked."""
    if task.state == TaskState.FEEDBACK:
        objected = task.findings.objected().first()
        if objected is not None:
            return _("Inspection of %(city)s: objections to decide"), "inspections:task-route", _("Decide")
        told = Feedback.objects.visible_to(by).filter(task=task).first()
        if told is not None and (told.answered_on is not None or today > told.objections_until):
            return _("Inspection of %(city)s: findings to hand over"), "inspections:task-route", _("Hand over")
        return None
    if task.state == TaskState.RECTIFY_TRACK and states.COMPLETE.guard(task, by) is None:
        return _("Inspection of %(city)s: to be completed"), "inspections:task-detail", _("Complete the task")
    if task.state == TaskState.IN_PROGRESS and states.GIVE_FEEDBACK.guard(task, by) is None:
        return _("Inspection of %(city)s: comments to give"), "inspections:task-feedback", _("Give the comments")
    return None


def _insurer(desk: Desk) -> Iterator[Todo]:
    """Findings on oneself without an answer."""
    rows = Finding.objects.visible_to(desk.user).filter(insurer_answer__isnull=True)
    open_ones = rows.exclude(state__in=(FindingState.REVOKED, FindingState.SETTLED)).select_related("task__inspected")
    for finding in open_ones.order_by("task", "seq")[:SHOWN]:
        title = f"{finding.task.inspected.name} {finding.get_kind_display()}"
        url = address("inspections:finding-detail", finding.pk)
        yield desk.line(_("Cross-inspection"), title, finding.no, url, _("Answer the finding"), NoDay.ANSWER)


def addresses(person: User, numbers: Collection[str]) -> dict[str, str]:
    """The pages of the tasks and findings that messages name, of those that the person sees."""
    tasks = dict(Task.objects.visible_to(person).filter(no__in=numbers).values_list("no", "pk"))
    pages = {no: row_address("inspections:task-detail", pk) for no, pk in tasks.items()}
    of_findings = {number for number in numbers if number.count("-") == FINDING_DASHES}
    if of_findings:
        named = {number.rpartition("-")[0] for number in of_findings}
        for one in Finding.objects.visible_to(person).filter(task__no__in=named).select_related("task"):
            pages[one.no] = row_address("inspections:finding-detail", one.pk)
    return pages


def items(today: date) -> Iterator[Item]:
    """What is due of inspections, for the daily messages: the target of the campaign, answers, letters to sign."""
    people = _people()
    yield from _of_target(today, people)
    yield from _of_answers(today, people)
    for letter in Handover.objects.unsigned():
        yield from _to(people.get(letter.receiver_id, ()), letter.number, "签收移交问题", letter.issued_on)


def _of_target(today: date, people: dict[int, list[int]]) -> Iterator[Item]:
    """Tasks that are not completed, from a week before the campaign's target on; to the inspecting city."""
    due = Campaign.objects.workable(today).filter(inspections_by__lte=today + AHEAD)
    cities = _cities(people)
    for task in Task.objects.filter(campaign__in=due).exclude(state=TaskState.COMPLETED).select_related("campaign"):
        target = task.campaign.inspections_by or today
        yield from _to(cities.get(task.inspecting_id, ()), task.no, "办结交叉检查任务", target)


def _of_answers(today: date, people: dict[int, list[int]]) -> Iterator[Item]:
    waiting = Feedback.objects.filter(
        answered_on__isnull=True, task__state=TaskState.FEEDBACK, objections_until__lte=today + SOON
    )
    cities = _cities(people)
    for told in waiting.select_related("task"):
        yield from _to(cities.get(told.task.inspected_id, ()), told.task.no, "答复反馈意见", told.objections_until)


def _people() -> dict[int, list[int]]:
    """{organisation: ids of its active people}"""
    found: dict[int, list[int]] = {}
    for organisation, person in User.objects.filter(is_active=True).order_by("pk").values_list("organisation", "pk"):
        found.setdefault(organisation, []).append(person)
    return found


def _cities(people: dict[int, list[int]]) -> dict[str, list[int]]:
    """{city: people of its emergency bureau}"""
    bureaus = User.objects.filter(is_active=True, role=Role.CITY_EM).values_list(
        "organisation__division", "organisation"
    )
    return {str(city): people.get(bureau, []) for city, bureau in bureaus}


def _to(people: Iterable[int], number: str, what: str, on: date) -> Iterator[Item]:
    return (Item(person, number, what, on) for person in people)
