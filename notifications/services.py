"""The day's messages: gathered, stored, read. A breaker stops a run that would send too many (domain.md 5.1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Expression, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import ADMINISTRATORS
from core import audit, walls, writing
from core.writing import Refused
from notifications.channels import Letter, hand_over
from notifications.choices import MailMode
from notifications.models import MailPreference, Message
from notifications.permissions import NotificationPermission
from notifications.rules import DAYS, MOST_MESSAGES, Run, gather
from notifications.sources import Part, items_due, parts_of, waiting_on


def store_messages(*, today: date, at: datetime, dry: bool = False, most: int = MOST_MESSAGES) -> Run:
    """Gather and store the day's messages, then hand them to the channels. Run again it adds nobody twice.

    A dry run and a tripped breaker store nothing. What waits is read before the write opens: it takes a while.
    """
    already = set(Message.objects.digests().filter(day=today).values_list("person", flat=True))
    waiting = waiting_on(today, already)
    with writing.open_unattended(at=at, step="reminders"):
        made = gather(items_due(today), today, already, most, waiting)
        if dry or made.tripped:
            if made.tripped and not dry:
                audit.record("message.stopped", by=None, at=at, subject=str(today), reason=made.tripped)
            return made
        Message.objects.bulk_create(
            [
                Message(person_id=one.person_id, day=one.day, text=one.text, links=one.links, made_at=at)
                for one in made.messages
            ],
            ignore_conflicts=True,
        )
        letters = [Letter(one.person_id, one.brief, one.late) for one in made.messages]
        transaction.on_commit(lambda: hand_over(letters, at))
    return made


def tell(people: Iterable[int], text: str, url: str, *, at: datetime) -> None:
    """Let people know at once, in the portal, of one thing that a colleague did and that `url` opens; within a write."""
    line, asked = " ".join(text.split()), list(dict.fromkeys(people))
    with walls.aside("messages are written for other people, who alone read them"):
        Message.objects.bulk_create(
            Message(person_id=person, day=timezone.localdate(at), text=line, links={"0": url}, made_at=at, at_once=True)
            for person in asked
        )


def tell_office(organisation: int, text: str, url: str, *, by: User, at: datetime) -> None:
    """Let the people of an office know, except who does it."""
    tell_offices([organisation], text, url, by=by, at=at)


def tell_offices(organisations: Collection[int], text: str, url: str, *, by: User, at: datetime) -> None:
    """The same for several offices at once; administrators, who do no business, are told nothing of it."""
    people = User.objects.filter(organisation__in=organisations, is_active=True).exclude(role__in=ADMINISTRATORS)
    tell(people.exclude(pk=by.pk).order_by("pk").values_list("pk", flat=True), text, url, at=at)


def was_told(text: str, day: date) -> bool:
    """Whether somebody was told exactly this on the day."""
    with walls.aside("whether others were asked for the same today, as yes or no"):
        return Message.objects.filter(day=day, at_once=True, text=" ".join(text.split())).exists()


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
    """What the newest unread messages name, so many lines of it, beside the workbench: not what that shows itself."""
    rows = Message.objects.visible_to(person).filter(read_at__isnull=True)[:most]
    read = zip(rows, lines_of(rows, person), strict=True)
    return [NewLine(row.day, line) for row, lines in read for line in _beside(row, lines)][:most]


def _beside(row: Message, lines: list[list[Part]]) -> list[list[Part]]:
    """Of a digest the days that run in the ledgers, without their head."""
    if row.at_once:
        return lines
    heads = [number for number, line in enumerate(lines) if line[0].text.startswith(DAYS)]
    return lines[heads[0] + 1 :] if heads else []


def lines_of(rows: Iterable[Message], person: User) -> list[list[list[Part]]]:
    """The lines of each message, in parts that open their records; one question to each room for all of them."""
    cut = [(row, row.text.splitlines()) for row in rows]
    parts = iter(parts_of((line for _row, lines in cut for line in lines), person))
    return [[_linked(row, number, next(parts)) for number, _line in enumerate(lines)] for row, lines in cut]


def _linked(row: Message, number: int, parts: list[Part]) -> list[Part]:
    url = row.links.get(str(number), "")
    return [Part("".join(part.text for part in parts), url)] if url else parts


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
