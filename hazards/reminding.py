"""The daily reminders: what is due is gathered, one message a person, with breaker and dry run (issue of one day)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import User
from campaigns.workdays import workdays
from core import audit
from hazards import deadlines
from hazards.digest import MOST_MESSAGES, Item, Run, gather
from hazards.models import Enforcement, Hazard, Refusal, RefusalReport, Reminder

#: Days before a deadline from which it is named.
AHEAD = 3


def items(today: date) -> Iterator[Item]:
    """What is due to whom: rectification, review, reports, receipts, follow-up. Operators get what their office owes."""
    people: dict[int, list[int]] = {}
    for organisation, person in User.objects.filter(is_active=True, is_lead=False).values_list("organisation", "pk"):
        people.setdefault(organisation, []).append(person)
    rows = Hazard.objects.open().filter(insurer__isnull=False, deadline__lte=today + timedelta(days=AHEAD))
    steps = {"NOTIFIED": "整改", "RECTIFYING": "整改", "SUBMITTED": "复查"}
    named = rows.filter(state__in=steps).values_list("insurer", "hazard_no", "state", "deadline")
    for insurer, number, state, on in named.iterator(chunk_size=2000):
        for person in people.get(insurer, ()):
            yield Item(person, number, steps[state], on or today)
    yield from _of_refusals(today, people)


def _of_refusals(today: date, people: dict[int, list[int]]) -> Iterator[Item]:
    waiting = Refusal.objects.filter(state="AGREED", reported_at__isnull=True).select_related("hazard")
    for refusal in waiting:
        for person in people.get(refusal.hazard.insurer_id or 0, ()):
            yield Item(person, refusal.hazard.hazard_no, "报告拒不整改", (refusal.agreed_at or refusal.found_at).date())
    for report in RefusalReport.objects.filter(received_at__isnull=True).select_related("refusal__hazard"):
        for person in people.get(report.recipient_id, ()):
            yield Item(person, report.refusal.hazard.hazard_no, "签收受理", report.due_on)
    overrides = workdays().overrides
    for entry in (
        Enforcement.objects.filter(hazard__state="ENFORCING")
        .order_by("hazard_id", "-decided_on", "-pk")
        .distinct("hazard_id")
        .select_related("hazard")
    ):
        on = deadlines.due(deadlines.FOLLOW_UP, entry.decided_on, overrides).on
        if on <= today + timedelta(days=AHEAD):
            for person in people.get(entry.organisation_id, ()):
                yield Item(person, entry.hazard.hazard_no, "执法跟踪", on)


def run(*, today: date, at: datetime, dry: bool = False, most: int = MOST_MESSAGES) -> Run:
    """Gather and store the day's messages; a dry run and a tripped breaker store nothing. Run again it adds nobody twice."""
    with transaction.atomic():
        already = set(Reminder.objects.filter(day=today).values_list("person", flat=True))
        made = gather(items(today), today, already, most)
        if dry or made.tripped:
            if made.tripped and not dry:
                audit.record("hazard.reminders-stopped", by=None, at=at, subject=str(today), reason=made.tripped)
            return made
        Reminder.objects.bulk_create(
            [Reminder(person_id=one.person_id, day=one.day, text=one.text, made_at=at) for one in made.messages],
            ignore_conflicts=True,
        )
    return made
