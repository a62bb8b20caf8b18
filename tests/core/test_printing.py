"""A list prints all its rows up to a limit, and says how to export beyond it; messages and uploads never print."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from core import clock
from core.attachments import attach
from core.views import lists
from tests import world
from tests.cast import Cast
from tests.papers import pdf

SignIn = Callable[[Any], Client]


@pytest.fixture
def numbers() -> list[str]:
    firm = world.enterprise()
    return [world.policy(firm, policy_no=f"AZX-2023-P{n:05d}").policy_no for n in range(22)]


def test_print_shows_all_rows_of_a_list_of_several_pages(cast: Cast, numbers: list[str], as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    page = client.get("/policies/?q=AZX").content.decode()
    assert sum(number in page for number in numbers) == 20
    assert 'data-print-all="?q=AZX&amp;print=1"' in page
    whole = client.get("/policies/?q=AZX&print=1").content.decode()
    assert all(number in whole for number in numbers)
    assert "data-print-now" in whole


def test_a_list_too_long_to_print_says_how_to_get_its_rows(
    cast: Cast, numbers: list[str], as_user: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "MOST_PRINTED", 21)
    page = as_user(cast.insurer_a_clerk).get("/policies/?print=1").content.decode()
    assert "共22行，超过一次打印的上限" in page
    assert "导出" in page
    assert "data-print-now" not in page
    assert sum(number in page for number in numbers) == 20


def test_reminders_and_uploads_are_not_for_paper(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    for address in ("/messages/", "/uploads/new/policies/"):
        assert '<body class="no-paper">' in client.get(address).content.decode()
    assert 'media="print"' in client.get("/").content.decode()


def test_what_sends_or_moves_a_file_of_a_service_is_not_for_paper(cast: Cast, as_user: SignIn) -> None:
    service = world.activity(world.policy(world.enterprise()))
    attach(service, "report", ContentFile(pdf("report")), name="报告.pdf", by=cast.insurer_a_clerk, at=clock.now())
    page = as_user(cast.insurer_a_clerk).get(f"/activities/{service.pk}/").content.decode()
    place = page[page.index('<ul class="p-files">') :]
    assert '<div class="p-acts d-print-none">' in place[: place.index("</ul>")]
