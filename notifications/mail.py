"""Messages by mail: to who gave an address, as often as they want it. A mail holds numbers and days, no names of firms.

It is one channel among others (`notifications.channels`), registered where `EMAIL_HOST` is set.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from notifications.channels import Letter
from notifications.choices import MailMode
from notifications.models import MailPreference

log = structlog.get_logger(__name__)
#: So many mails that fail one after the other mean that the server is away, and the run ends.
MOST_FAILURES: Final = 5


class MailChannel:
    """One mail a person and day. Raises RuntimeError where the server takes none, so that a run does not hang on it."""

    name = "mail"

    def deliver(self, letters: Sequence[Letter]) -> None:
        failures = 0
        wanted = list(_wanted(letters))
        connection = get_connection()
        for letter, address in wanted:
            try:
                mail_of(letter, address, connection).send()
                failures = 0
            except OSError as error:  # what smtplib raises descends from it
                failures += 1
                log.warning("mail_failed", person=letter.person_id, error=type(error).__name__)
                if failures == MOST_FAILURES:
                    raise RuntimeError(
                        f"{failures} mails in a row failed, the rest of {len(wanted)} is not sent"
                    ) from error


def _wanted(letters: Sequence[Letter]) -> Iterator[tuple[Letter, str]]:
    """The letters that go by mail, with their addresses (one query)."""
    people = [letter.person_id for letter in letters]
    rows = MailPreference.objects.filter(person__in=people, person__is_active=True).exclude(mode=MailMode.NONE)
    wishes = {person: (address, mode) for person, address, mode in rows.values_list("person", "address", "mode")}
    for letter in letters:
        address, mode = wishes.get(letter.person_id, ("", MailMode.NONE))
        if address and (mode == MailMode.DIGEST or letter.late):
            yield letter, address


def mail_of(letter: Letter, address: str, connection: object = None) -> EmailMessage:
    """The mail of a letter; its link opens the messages, where each number leads to its record."""
    head = letter.text.splitlines()[0]
    foot = f"详情请登录系统查看：{settings.PORTAL_URL}{reverse('notifications:message-list')}\n本邮件由系统自动发送，请勿回复。"
    return EmailMessage(
        f"安责险系统提醒：{head}",
        f"{letter.text}\n\n{foot}\n",
        settings.DEFAULT_FROM_EMAIL,
        [address],
        connection=connection,  # type: ignore[arg-type]
    )
