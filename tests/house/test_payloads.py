"""What people write stays text on every page that shows it, whatever it looks like (trust.md 4.2 row 25)."""

from collections.abc import Callable
from typing import Any, Final

import pytest
from django.test import Client

from tests.cast import Cast
from tests.house.payloads import PAYLOADS, skeleton

SignIn = Callable[[Any], Client]
pytestmark = pytest.mark.django_db
HARMLESS: Final = "普通名称有限公司"


def test_payloads_of_forms_come_back_as_they_were_typed(cast: Cast, as_user: SignIn) -> None:
    """A search shows again what was typed, and no element more."""
    client = as_user(cast.hangzhou_officer)
    plainly = skeleton(client.get("/enterprises/", {"q": HARMLESS}).content.decode())
    for text in PAYLOADS[::9]:
        page = client.get("/enterprises/", {"q": text}).content.decode()
        assert skeleton(page) == plainly, text
