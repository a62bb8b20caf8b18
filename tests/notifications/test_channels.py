"""Messages open their records, and go further by whatever channel is there, without hanging on it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from crosschecks import services as asking
from crosschecks.models import Inquiry
from notifications import channels, sources
from notifications.channels import Letter
from notifications.mail import MOST_FAILURES, MailChannel
from notifications.models import Message
from notifications.services import save_preference, store_messages
from notifications.sources import items_due, parts_of
from tests import world
from tests.cast import Cast
from tests.pages import body

SignIn = Callable[[Any], Client]
TODAY = date(2023, 11, 23)


class Box:
    """A channel that keeps what it gets."""

    name = "box"

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def deliver(self, letters: Sequence[Letter]) -> None:
        self.letters += letters


class Broken(Box):
    name = "broken"

    def deliver(self, letters: Sequence[Letter]) -> None:
        raise OSError("no way out")


@pytest.fixture(autouse=True)
def _no_desks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits on the workbenches is asked for in tests/workbench/test_digest.py; here it would take its time."""
    monkeypatch.setattr(sources, "_desks", [])


@pytest.fixture
def inquiry(cast: Cast) -> Inquiry:
    held = world.policy(world.enterprise())
    world.expense(held, amount=Decimal("1500.01"))
    return asking.ask_question(
        code="over_budget",
        subject=held,
        request="",
        due_on=TODAY,
        by=cast.zhejiang_regulator,
        today=TODAY,
        at=clock.now(),
    )


def test_a_message_goes_to_each_channel_and_stands_in_the_portal(
    cast: Cast, inquiry: Inquiry, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    box = Box()
    monkeypatch.setattr(channels, "_channels", [Broken(), box])
    with django_capture_on_commit_callbacks(execute=True):
        store_messages(today=TODAY, at=clock.now())
    person = cast.insurer_a_clerk
    (letter,) = [one for one in box.letters if one.person_id == person.pk]
    assert letter.text == Message.objects.get(person=person, day=TODAY).text
    assert f"YD{inquiry.pk} 疑点提问答复：今天到期" in letter.text
    with django_capture_on_commit_callbacks(execute=True):
        store_messages(today=TODAY, at=clock.now())
    assert len([one for one in box.letters if one.person_id == person.pk]) == 1


def test_the_bell_counts_and_a_message_opens_its_record(cast: Cast, inquiry: Inquiry, sign_in: SignIn) -> None:
    client = sign_in(cast.insurer_a_clerk)
    nothing = body(client, "/messages/")
    assert "共0条" in nothing
    assert "第0至0条" not in nothing
    store_messages(today=TODAY, at=clock.now())
    page = body(client, "/messages/")
    assert '<span class="p-count">1</span>' in page
    assert f'href="/questions/{inquiry.pk}/"' in page
    assert client.get(f"/questions/{inquiry.pk}/").status_code == 200
    client.post("/messages/")
    assert "p-count" not in body(client, "/messages/")


def test_only_the_insurer_asked_is_reminded(cast: Cast, inquiry: Inquiry) -> None:
    reminded = {one.person_id for one in items_due(TODAY) if one.number == f"YD{inquiry.pk}"}
    assert reminded == {cast.insurer_a_clerk.pk, cast.insurer_a_lead.pk}


def test_a_line_about_a_report_opens_the_centre(cast: Cast) -> None:
    ((first, second),) = parts_of(
        ["杭州市应急管理局 安责险投保情况 报送：还有 3 天（2023-11-26）"], cast.hangzhou_officer
    )
    assert (first.url, second.url) == ("/reports/", "")


def letter(person: Any, late: int = 0) -> Letter:
    return Letter(person.pk, "您有 1 项事项待办，其中超期 0 项\nYH-1 整改：今天到期（2023-11-23）", late)


def test_the_digest_goes_by_mail_to_who_wants_it(cast: Cast, sign_in: SignIn) -> None:
    client, clerk, lead = sign_in(cast.insurer_a_clerk), cast.insurer_a_clerk, cast.insurer_a_lead
    assert "邮箱为空" in client.post("/messages/by-mail/", {"mode": "DIGEST"}).content.decode()
    assert client.post("/messages/by-mail/", {"mode": "DIGEST", "address": "ab@"}).status_code == 400
    assert client.post("/messages/by-mail/", {"mode": "DIGEST", "address": "a@example.com"}).status_code == 302
    assert 'value="a@example.com"' in body(client, "/messages/by-mail/")
    assert "a@example.com" not in body(sign_in(lead), "/messages/by-mail/")
    save_preference(mode="LATE", address="b@example.com", by=lead, at=clock.now())
    channel = MailChannel()
    channel.deliver([letter(clerk), letter(lead), letter(cast.insurer_b_clerk)])
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["a@example.com"], "安责险系统提醒：您有 1 项事项待办，其中超期 0 项")
    assert "YH-1 整改" in sent.body
    assert "/messages/" in sent.body
    channel.deliver([letter(lead, late=1)])
    assert mail.outbox[1].to == ["b@example.com"]
    save_preference(mode="NONE", address="b@example.com", by=lead, at=clock.now())
    channel.deliver([letter(lead, late=1)])
    assert len(mail.outbox) == 2
    with pytest.raises(NotAllowed):
        save_preference(mode="NONE", address="", by=cast.adm_system, at=clock.now())


def test_a_mail_server_that_is_away_ends_the_run_and_leaves_an_event(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[EmailMessage] = []

    def refuse(message: EmailMessage, **_more: object) -> int:
        tries.append(message)
        raise SMTPServerDisconnected("away")

    monkeypatch.setattr(EmailMessage, "send", refuse)
    monkeypatch.setattr(channels, "_channels", [MailChannel()])
    save_preference(mode="DIGEST", address="a@example.com", by=cast.insurer_a_clerk, at=clock.now())
    channels.hand_over([letter(cast.insurer_a_clerk)] * 20, clock.now())
    assert len(tries) == MOST_FAILURES
    event = AuditEvent.objects.filter(action="message.undelivered").get()
    assert event.subject == "mail"
    assert not Message.objects.exists(), "the portal's own messages do not hang on it"
