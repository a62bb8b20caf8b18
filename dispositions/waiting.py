"""What is due in cases, for the daily messages: answers of the other side, looks and second persons of the authority."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from accounts.models import User
from accounts.roles import Role, roles_with
from core.views.addresses import row_address
from dispositions import publication
from dispositions.choices import CaseState, StepState
from dispositions.models import Case, Extension, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import INWARD
from inspections.choices import Disposition, FindingSubject
from notifications.rules import Item
from rulebook.workdays import workdays

#: Days before a deadline from which it is named.
SOON: Final = timedelta(days=3)
#: The number of a case in a text.
NUMBER: Final = re.compile(r"CZ-[A-Z0-9-]+-\d{4}-\d{4,}")


@dataclass(frozen=True, slots=True)
class People:
    """Who is active now, by organisation: those who act for an authority, those who may answer for an insurer or an
    agency, and those of an insurer's branch, by insurer and city."""

    acting: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    answering: defaultdict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    branches: defaultdict[tuple[int, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    def told(self, case: Case) -> list[int]:
        """Who sees what the case's subject was sent, and may answer it: of an insurer's branches that of the city."""
        subject = case.insurer_id or case.agency_id or 0
        return [*self.answering.get(subject, ()), *self.branches.get((subject, str(case.city_id)), ())]


def addresses(person: User, numbers: Collection[str]) -> dict[str, str]:
    """The pages of the cases that messages name, of those that the person sees."""
    rows = Case.objects.visible_to(person).filter(number__in=numbers).order_by()
    return {number: row_address("dispositions:case-detail", pk) for number, pk in rows.values_list("number", "pk")}


def items(today: date) -> Iterator[Item]:
    """Deadlines for both sides, answers to look at and proposals to decide on, for the authority."""
    people = _people()
    open_steps = Step.objects.exclude(case__state=CaseState.CLOSED).select_related("case")
    for step in open_steps.awaiting().filter(due_on__lte=today + SOON):
        case, due = step.case, step.due_on or today
        for one in (*people.acting.get(case.authority_id, ()), *people.told(case)):
            yield Item(one, case.number, "答复或者改正", due, is_ordered=True)
    for step in open_steps.answered():  # no day runs for the authority: what waits for it is told, never as overdue
        yield from (
            Item(one, step.case.number, "审阅答复", today) for one in people.acting.get(step.case.authority_id, ())
        )
    unsigned = Step.objects.told().exclude(kind__in=INWARD).filter(signed_by__isnull=True)
    for step in unsigned.exclude(case__subject=FindingSubject.ENTERPRISE).select_related("case"):
        if step.state != StepState.ISSUED or step.due_on is None or step.due_on > today + SOON:
            yield from (Item(one, step.case.number, "签收文书", today) for one in people.told(step.case))
    yield from _of_talks(people, today)
    asked = Extension.objects.filter(granted__isnull=True, step__in=open_steps.awaiting())
    for request in asked.select_related("step__case"):
        case = request.step.case
        yield from (Item(one, case.number, "答复延期申请", today) for one in people.acting.get(case.authority_id, ()))
    yield from _unpublished(people, today)
    for step in open_steps.proposed():
        for one in people.acting.get(step.authority_id, ()):
            if one != (step.withdrawal_by_id or step.proposed_by_id):
                yield Item(one, step.case.number, "复核", today)


def _of_talks(people: People, today: date) -> Iterator[Item]:
    """Interviews: to both sides when the day comes, to the authority until the minutes are recorded."""
    talks = Step.objects.filter(kind=Disposition.INTERVIEW, state=StepState.ISSUED, met_on__lte=today + SOON)
    for step in talks.exclude(case__state=CaseState.CLOSED).select_related("case"):
        number, on = step.case.number, step.met_on or today
        acting = people.acting.get(step.case.authority_id, ())
        if on < today:
            yield from (Item(one, number, "登记谈话纪要", today) for one in acting)
        else:
            yield from (Item(one, number, "监管谈话", on) for one in (*acting, *people.told(step.case)))


def _unpublished(people: People, today: date) -> Iterator[Item]:
    """Decided fines that were not made public yet (work-safety law, article 78), by their last day."""
    days = workdays()
    for step in Step.objects.unpublished().select_related("case"):
        for one in people.acting.get(step.authority_id, ()):
            last = publication.last_day(step, days) or today
            yield Item(one, step.case.number, "公示处罚决定", last, is_ordered=True)


def _people() -> People:
    found = People()
    acting, answering = (
        set(roles_with(one)) for one in (DispositionPermission.CASE_WRITE, DispositionPermission.CASE_ANSWER)
    )
    columns = ("pk", "role", "organisation", "organisation__parent", "organisation__division")
    for person, role, own, parent, city in User.objects.filter(is_active=True).order_by("pk").values_list(*columns):
        if role in acting:
            found.acting[own].append(person)
        elif role == Role.BRANCH:
            found.branches[parent, str(city)].append(person)
        elif role in answering:
            found.answering[own].append(person)
    return found
