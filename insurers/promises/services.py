"""Reminders to insurers whose units had no campaign assistance (notice, part 2.1: at least once for each unit)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import Organisation
from core import audit
from core.gate import require
from insurers.policies.models import Policy
from insurers.promises.counting import lacking_assistance
from insurers.promises.models import AssistReminder
from insurers.promises.permissions import PromisePermission


class ReminderRefused(Exception):  # noqa: N818 - the refusal is the noun the users see
    """There is nothing to remind of; the text says so."""


def units_lacking(user: Any, since: date, today: date) -> QuerySet[Policy]:
    """The policies in a person's place whose units had no assistance."""
    return lacking_assistance(Policy.objects.visible_to(user), since, today)


@transaction.atomic
def remind_insurer(
    *, insurer: Organisation, since: date, by: Any, today: date, at: datetime
) -> tuple[AssistReminder, bool]:
    """Remind an insurer of its units in one's place, once a month: a second time answers the first one and False.

    Raises NotAllowed, ReminderRefused.
    """
    require(by, PromisePermission.ASSIST_REMIND)
    lacking = units_lacking(by, since, today).filter(insurer=insurer)
    units = lacking.order_by().values("enterprise").distinct().count()
    month = today.replace(day=1)
    known = AssistReminder.objects.filter(insurer=insurer, organisation=by.organisation, month=month).first()
    if known is not None:
        return known, False
    if not units:
        raise ReminderRefused(f"「{insurer}」在本地区承保的企业均已开展专项行动帮扶活动，无需提醒。")
    reminder, created = AssistReminder.objects.get_or_create(
        insurer=insurer,
        organisation=by.organisation,
        month=month,
        defaults={"units": units, "place": by.organisation.division.name, "sent_by": by, "sent_at": at},
    )
    if created:
        audit.record("assist.reminded", by=by, at=at, subject=str(insurer), units=units, month=f"{month:%Y-%m}")
    return reminder, created
