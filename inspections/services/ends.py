"""From the forms to the end of a task: comments, answer, handing over, tracking, completion (domain.md 5.3)."""

from datetime import date, datetime

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import attachments, audit, writing
from core.calendar import add_working_days
from core.gate import NotAllowed
from core.transitions import fire
from core.writing import Refused, open_ledger, open_row
from hazards.choices import LetterKind
from hazards.services.numbers import letter_number
from inspections import states
from inspections.choices import PhotoSlot
from inspections.models import Feedback, Finding, Handover, Routing, Task
from inspections.permissions import InspectionPermission
from inspections.routing import RELATED, receivers_of
from inspections.services.sight import end_group_sight
from rulebook.book import value_on
from rulebook.choices import RuleCode
from rulebook.workdays import workdays


def give_feedback(*, task: Task, text: str, by: User, today: date, at: datetime) -> Feedback:
    """Tell the inspected city in writing what was found; from now on it may object. Raises NotAllowed, Refused."""
    permission = InspectionPermission.FINDING_ROUTE
    with open_ledger(Feedback, task, by=by, permission=permission, at=at, step="feedback", on=task):
        _insist_inspecting(task, by)
        writing.insist(None if text.strip() else "反馈意见为空，请填写总体评价和整改要求", "text")
        told = fire(states.GIVE_FEEDBACK, task, by=by, at=at, feedback_on=today)
        return Feedback.objects.create(
            task=told,
            number=letter_number(LetterKind.COMMENTS, by.organisation, today.year),
            office=by.organisation.name,
            addressee=bureau_of(told.inspected_id).name,
            text=text.strip(),
            issued_on=today,
            issued_by=by,
            issued_at=at,
            objections_until=objections_until(today),
        )


def objections_until(day: date) -> date:
    """The last day for objections to comments of the day, in working days as the province's calendar has them."""
    days = value_on(RuleCode.OBJECTION_DAYS, day)
    return add_working_days(day, int(days or 0), workdays().overrides)


def bureau_of(city: str) -> Organisation:
    """The emergency bureau of a city."""
    return Organisation.objects.get(kind=OrganisationKind.CITY_EMERGENCY, division_id=city)


def answer_feedback(*, feedback: Feedback, text: str, by: User, today: date, at: datetime) -> Feedback:
    """The inspected city answers, once; after that it objects to nothing more. Raises NotAllowed, Refused."""
    with open_row(
        feedback, by=by, permission=InspectionPermission.FINDING_OBJECT, at=at, step="answer", related=("task",)
    ) as locked:
        if not states.is_inspected(locked.task, by):
            raise NotAllowed(f"{by} is not of the inspected city")
        writing.insist(None if text.strip() else "答复内容为空，请填写整改安排", "text")
        if locked.answered_on is not None:
            raise Refused(f"反馈意见 {locked.number} 已于 {locked.answered_on} 答复，不得重复答复")
        locked.answer, locked.answered_on = text.strip(), today
        locked.answered_by, locked.answered_at = by, at
        locked.save(update_fields=["answer", "answered_on", "answered_by", "answered_at"])
        audit.record("inspection.comments-answered", by=by, at=at, subject=locked.number)
    return locked


def route_findings(*, task: Task, by: User, today: date, at: datetime) -> list[Handover]:
    """Hand every finding over to its authority: a letter for each. Raises NotAllowed, Refused.

    Not before the inspected city has answered the comments, or its time for objections has passed.
    """
    permission = InspectionPermission.FINDING_ROUTE
    with open_ledger(Handover, task, by=by, permission=permission, at=at, step="route", on=task):
        _insist_inspecting(task, by)
        locked = writing.lock(task)
        _insist_heard(locked, today)
        routed = fire(states.ROUTE, locked, by=by, at=at, routed_on=today)
        letters: dict[int, Handover] = {}
        rows = Finding.objects.unrouted().filter(task=routed).select_related(*RELATED).order_by("seq")
        for finding, receiver in receivers_of(rows):
            if receiver.pk not in letters:
                letters[receiver.pk] = _letter(routed, receiver, by, today, at)
            item = finding.enterprise_item or finding.insurer_item
            if item is not None:  # what was photographed on the visit goes with the finding, for who deals with it
                attachments.hand_on(item, finding, by=by, at=at, slots={PhotoSlot.PHOTO.value: "evidence"})
            Routing.objects.create(finding=finding, handover=letters[receiver.pk])
            fire(states.ROUTE_ONE, finding, by=by, at=at)
    return list(letters.values())


def _insist_inspecting(task: Task, by: User) -> None:
    if not states.is_inspecting(task, by):
        raise NotAllowed(f"{by} is not of the inspecting city")


def _insist_heard(task: Task, today: date) -> None:
    """The inspected city has had its say on the comments."""
    told = Feedback.objects.filter(task=task).first()
    if told is not None and told.answered_on is None and today <= told.objections_until:
        raise Refused(f"被检查地区尚未答复，异议期至 {told.objections_until}，答复后或者期满后再移交")


def _letter(task: Task, receiver: Organisation, by: User, today: date, at: datetime) -> Handover:
    return Handover.objects.create(
        task=task,
        receiver=receiver,
        number=letter_number(LetterKind.HANDOVER, by.organisation, today.year),
        office=by.organisation.name,
        issued_on=today,
        issued_by=by,
        issued_at=at,
    )


def track_task(*, task: Task, by: User, at: datetime) -> Task:
    """What was handed over is tracked from here on. Raises NotAllowed, Refused."""
    permission = InspectionPermission.FINDING_ROUTE
    with open_ledger(Task, task, by=by, permission=permission, at=at, step="track", on=task):
        _insist_inspecting(task, by)
        writing.insist(states.only_leader(task, by))
        return fire(states.TRACK, task, by=by, at=at)


def complete_task(*, task: Task, by: User, today: date, at: datetime) -> Task:
    """The inspection is over; dispositions may stay open and are tracked on. Raises NotAllowed, Refused."""
    permission = InspectionPermission.FINDING_ROUTE
    with open_ledger(Task, task, by=by, permission=permission, at=at, step="complete", on=task):
        _insist_inspecting(task, by)
        completed: Task = fire(states.COMPLETE, task, by=by, at=at, completed_on=today, completed_by=by)
        end_group_sight(task=completed, by=by, at=at)
        return completed
