"""Every text that people write, in every row of every table, stays text on every page of a role (trust.md 4.2 row 25).

Two roles in the suite; all of them: make attack. In a module of its own, since its rows outlive a test.
"""

import os
from collections.abc import Sequence
from typing import Any, Final

import pytest
from django.test import Client

from accounts.roles import Role
from tests import signing
from tests.house.asking import taken_back
from tests.house.payloads import PAYLOADS, alike, fill, harmless
from tests.house.people import ACTORS
from tests.house.rows import World
from tests.house.walking import pages

pytestmark = pytest.mark.django_db
#: Whose pages are read with the texts in every row.
READERS: Final = list(Role) if os.environ.get("PORTAL_ATTACK", "") == "whole" else [Role.CITY_EM, Role.INSURER]


@pytest.fixture(autouse=True)
def _forgetful(settings: Any) -> None:
    """What was remembered with the first texts would stand beside the second."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.mark.parametrize("role", READERS)
def test_every_page_of_a_role_shows_what_stands_in_its_rows(role: Role, rows: World, client: Client) -> None:
    """Every text that people write, in every table, is a payload: no page has another element than with plain words."""
    signing.enter(client, ACTORS[role].person())

    def read(texts: Sequence[str]) -> dict[str, str]:
        with taken_back():
            columns = fill(texts)
            assert len(columns) > 100
            return dict(pages(rows, role, client))

    plainly = read([harmless(text) for text in PAYLOADS])
    assert len(plainly) > 20
    assert alike(plainly, read(PAYLOADS)) == []
