"""Reminders of reports not delivered yet: 30, 15, 7, 3 and 1 days before the last day (domain.md 5.4)."""

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Final

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import ADMINISTRATORS
from core.views.addresses import address
from notifications.rules import Item
from reports.models import Contribution, ReportDuty

#: A line of a message about a report: its name and what is to be done.
LINE: Final = re.compile(r"^.+ 报送(?=：)")
DAYS_AHEAD: Final = (30, 15, 7, 3, 1)
TEXTS_AHEAD: Final = (3, 1, 0)


def addresses(_person: User, lines: Collection[str]) -> dict[str, str]:
    """The page of what is owed."""
    return dict.fromkeys(lines, address("reports:centre"))


def items(today: date) -> Iterator[Item]:
    """One for each report and each person of the organisation that owes it."""
    due = [today + timedelta(days=days) for days in DAYS_AHEAD]
    duties = list(ReportDuty.objects.filter(due_on__in=due).undelivered().select_related("organisation", "campaign"))
    people: dict[int, list[int]] = {}
    owing = {duty.organisation_id for duty in duties}
    for person, organisation in _at_work(owing).values_list("pk", "organisation"):
        people.setdefault(organisation, []).append(person)
    for duty in duties:
        for person in people.get(duty.organisation_id, []):
            yield Item(person, str(duty), "报送", duty.due_on)
    yield from _texts(today)


def _at_work(organisations: Collection[int]) -> QuerySet[User]:
    """The people of offices; their administrators do no business, and have nothing to deliver."""
    return User.objects.filter(is_active=True, organisation__in=organisations).exclude(role__in=ADMINISTRATORS)


def _texts(today: date) -> Iterator[Item]:
    """Texts asked from below that are not delivered yet, to each person of who owes them."""
    due = [today + timedelta(days=days) for days in TEXTS_AHEAD]
    for row in Contribution.objects.missing().filter(due_on__in=due).select_related("organisation", "campaign"):
        for person in _at_work([row.organisation_id]).values_list("pk", flat=True):
            yield Item(person, str(row), "供稿", row.due_on)
