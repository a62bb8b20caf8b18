"""What is due in cases, for the daily messages: answers of the other side, looks and second persons of the authority."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from accounts.models import User
from dispositions import publication
from dispositions.choices import CaseState
from dispositions.models import Step
from notifications.rules import Item
from rulebook.workdays import workdays

#: Days before a deadline from which it is named.
SOON: Final = timedelta(days=3)
#: The number of a case in a text.
NUMBER: Final = re.compile(r"CZ-[A-Z0-9-]+-\d{4}-\d{4,}")


def items(today: date) -> Iterator[Item]:
    """Deadlines for both sides, answers to look at and proposals to decide on, for the authority."""
    people = _people()
    open_steps = Step.objects.exclude(case__state=CaseState.CLOSED).select_related("case")
    for step in open_steps.awaiting().filter(due_on__lte=today + SOON):
        case, due = step.case, step.due_on or today
        for body in (case.authority_id, case.insurer_id, case.agency_id):
            yield from (Item(one, case.number, "答复或者改正", due) for one in people.get(body or 0, ()))
    for step in open_steps.answered():  # no day runs for the authority: what waits for it is told, never as overdue
        yield from (Item(one, step.case.number, "审阅答复", today) for one in people.get(step.case.authority_id, ()))
    yield from _unpublished(people, today)
    for step in open_steps.proposed():
        for one in people.get(step.authority_id, ()):
            if one != (step.withdrawal_by_id or step.proposed_by_id):
                yield Item(one, step.case.number, "复核", today)


def _unpublished(people: dict[int, list[int]], today: date) -> Iterator[Item]:
    """Decided fines that were not made public yet (work-safety law, article 78), by their last day."""
    days = workdays()
    for step in Step.objects.unpublished().select_related("case"):
        for one in people.get(step.authority_id, ()):
            yield Item(one, step.case.number, "公示处罚决定", publication.last_day(step, days) or today)


def _people() -> dict[int, list[int]]:
    """{organisation: ids of its active people}"""
    found: dict[int, list[int]] = {}
    for organisation, person in User.objects.filter(is_active=True).order_by("pk").values_list("organisation", "pk"):
        found.setdefault(organisation, []).append(person)
    return found
