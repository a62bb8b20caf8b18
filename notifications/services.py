"""The day's messages: gathered, stored, read. A breaker stops a run that would send too many (domain.md 5.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Expression, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core import audit, writing
from core.writing import Refused
from notifications.channels import Letter, hand_over
from notifications.choices import MailMode
from notifications.models import MailPreference, Message
from notifications.permissions import NotificationPermission
from notifications.rules import MOST_MESSAGES, Run, gather
from notifications.sources import Part, items_due, parts_of


def store_messages(*, today: date, at: datetime, dry: bool = False, most: int = MOST_MESSAGES) -> Run:
    """Gather and store the day's messages, then hand them to the channels. Run again it adds nobody twice.

    A dry run and a tripped breaker store nothing.
    """
    with writing.open_unattended(at=at, step="reminders"):
        already = set(Message.objects.filter(day=today).values_list("person", flat=True))
        made = gather(items_due(today), today, already, most)
        if dry or made.tripped:
            if made.tripped and not dry:
                audit.record("message.stopped", by=None, at=at, subject=str(today), reason=made.tripped)
            return made
        Message.objects.bulk_create(
            [Message(person_id=one.person_id, day=one.day, text=one.text, made_at=at) for one in made.messages],
            ignore_conflicts=True,
        )
        letters = [Letter(one.person_id, one.text, one.late) for one in made.messages]
        transaction.on_commit(lambda: hand_over(letters, at))
    return made


def mark_read(*, by: User, at: datetime) -> int:
    """One's own messages are read; how many were new. Raises NotAllowed."""
    permission = NotificationPermission.MESSAGE_VIEW
    with writing.open_ledger(Message, "", by=by, permission=permission, at=at, step="messages-read"):
        return Message.objects.visible_to(by).filter(read_at__isnull=True).update(read_at=at)


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line of a message that was not opened yet."""

    day: date
    parts: list[Part]


def newest_lines(person: User, most: int) -> list[NewLine]:
    """What the newest unread messages name, so many lines of it; their heads only count what follows."""
    rows = Message.objects.visible_to(person).filter(read_at__isnull=True)[:most]
    lines = [(row.day, line) for row in rows for line in row.text.splitlines()[1:]][:most]
    parts = parts_of((line for _day, line in lines), person)
    return [NewLine(day, cut) for (day, _line), cut in zip(lines, parts, strict=True)]


def save_preference(*, mode: str, address: str, by: User, at: datetime) -> MailPreference:
    """What one wants by mail. Raises NotAllowed, Refused."""
    permission = NotificationPermission.MESSAGE_VIEW
    with writing.open_ledger(MailPreference, "", by=by, permission=permission, at=at, step="preference"):
        if mode not in MailMode.values:
            raise Refused(("mode", f"没有「{mode[:20]}」这种邮件提醒方式，请在列表中选择"))
        if mode != MailMode.NONE and not address.strip():
            raise Refused(("address", "邮箱为空：选择邮件提醒时请填写办公邮箱，或者选择不发邮件"))
        wish, _made = MailPreference.objects.update_or_create(
            person=by, defaults={"mode": mode, "address": address.strip(), "changed_at": at}
        )
        audit.record("message.preference", by=by, at=at, mode=mode)
    return wish


def count_unread() -> Expression:
    """How many messages of a person were not opened yet, as a column of a query of people."""
    waiting = Message.objects.filter(person=OuterRef("pk"), read_at__isnull=True).order_by().values("person")
    return Coalesce(Subquery(waiting.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)
