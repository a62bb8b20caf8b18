"""Every text that people write, in every row of every table, stays text on every page of a role (trust.md 4.2 row 25).

Two roles in the suite, each on every other page; all of them on all pages: make attack. In a module of its own, since
its rows outlive a test.
"""

import os
from collections.abc import Sequence
from typing import Final

import pytest
from django.test import Client

from accounts.roles import Role
from tests import keys, signing
from tests.house import table
from tests.house.asking import taken_back
from tests.house.payloads import PAYLOADS, alike, fill, harmless
from tests.house.people import ACTORS
from tests.house.rows import World
from tests.house.walking import pages
from tests.servers import run_and_worker

pytestmark = pytest.mark.django_db
WHOLE: Final = os.environ.get("PORTAL_ATTACK", "") == "whole"
#: Whose pages are read with the texts in every row: what one reader of the sample passes over, the other reads.
READERS: Final = list(Role) if WHOLE else [Role.CITY_EM, Role.INSURER]
STEP: Final = 1 if WHOLE else len(READERS)


@pytest.mark.parametrize("role", READERS)
def test_every_page_of_a_role_shows_what_stands_in_its_rows(
    role: Role, rows: World, client: Client, request: pytest.FixtureRequest
) -> None:
    """Every text that people write, in every table, is a payload: no page has another element than with plain words."""
    lines = [line for line in table.lines() if line.verb == "get"][READERS.index(role) % STEP :: STEP]

    def read(texts: Sequence[str]) -> dict[str, str]:
        # What was remembered with the first texts would stand beside the second.
        keys.begin(*run_and_worker(request.config))
        signing.enter(client, ACTORS[role].person())
        with taken_back():
            columns = fill(texts)
            assert len(columns) > 100
            return dict(pages(rows, role, client, lines))

    plainly = read([harmless(text) for text in PAYLOADS])
    assert len(plainly) > 20
    assert alike(plainly, read(PAYLOADS)) == []
