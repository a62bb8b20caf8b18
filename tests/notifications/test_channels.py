"""Messages open their records, and go further by whatever channel is there, without hanging on it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from core import clock
from crosschecks import services as asking
from crosschecks.models import Inquiry
from notifications import channels
from notifications.channels import Letter
from notifications.models import Message
from notifications.services import store_messages
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


@pytest.fixture
def inquiry(cast: Cast) -> Inquiry:
    held = world.policy(world.enterprise())
    world.expense(held, amount=Decimal("1500.01"))
    return asking.ask_question(
        code="over_budget", subject=held, request="", due_on=TODAY, by=cast.zhejiang_regulator, today=TODAY,
        at=clock.now(),
    )  # fmt: skip


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
    store_messages(today=TODAY, at=clock.now())
    client = sign_in(cast.insurer_a_clerk)
    page = body(client, "/messages/")
    assert '<span class="p-count">1</span>' in page
    assert f'href="/questions/{inquiry.pk}/"' in page
    assert client.get(f"/questions/{inquiry.pk}/").status_code == 200
    client.post("/messages/")
    assert "p-count" not in body(client, "/messages/")


def test_only_the_insurer_asked_is_reminded(cast: Cast, inquiry: Inquiry) -> None:
    reminded = {one.person_id for one in items_due(TODAY) if one.number == f"YD{inquiry.pk}"}
    assert reminded == {cast.insurer_a_clerk.pk, cast.insurer_a_lead.pk}


def test_a_line_about_a_report_opens_the_centre() -> None:
    first, second = parts_of("杭州市应急管理局 安责险投保情况 报送：还有 3 天（2023-11-26）")
    assert (first.url, second.url) == ("/reports/", "")
