"""What holds at every address whoever asks: no foreign name in an answer, no way in without signing in or a token."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, permissions_of
from core.gate import Access
from enterprises.models import Enterprise
from tests.house import table
from tests.house.addresses import declared
from tests.house.asking import Asker, arguments, known, row_for, spared, taken_back, text_of
from tests.house.people import ACTORS
from tests.house.rows import World

pytestmark = [pytest.mark.xdist_group("walls"), pytest.mark.usefixtures("_spared")]
BACKEND = "accounts.backends.PortalBackend"
#: The first line of each address, with its own row where it has one.
LINES = [line for line in table.lines() if line.name != "account_logout"]
#: 404: no identity service is configured; 410: the link was used, or never made.
FINE = {200, 302, 400, 404, 409, 410}


@pytest.fixture
def _spared() -> Iterator[None]:
    with spared():
        yield


@pytest.fixture
def _known() -> Iterator[None]:
    """Not where a test looks at what becomes of the person meanwhile."""
    with known():
        yield


def test_nobody_enters_without_signing_in(rows: World, client: Client) -> None:
    for line in LINES:
        row = row_for(rows, Role.CITY_EM, line)
        with taken_back():
            answer = Asker(rows, Role.CITY_EM, client).ask(line, row)
            text_of(answer)
        if declared(line.pattern) == Access.PUBLIC:
            assert answer.status_code in FINE, line.label
        else:
            assert answer.status_code == 302, line.label
            assert "/accounts/login/" in answer["Location"], line.label


@pytest.mark.usefixtures("_known")
def test_unsafe_requests_without_a_token_are_refused(rows: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ACTORS[Role.CITY_EM].person(), backend=BACKEND)
    for line in table.lines():
        if line.verb == "get":
            continue
        row = row_for(rows, Role.CITY_EM, line)
        answer = getattr(strict, line.verb)(reverse(line.name, kwargs=arguments(rows, line, row)))
        assert answer.status_code == 403, line.label


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("asker", list(Role), indirect=True)
def test_verbs_that_a_view_does_not_take_are_refused(asker: Asker) -> None:
    """403 to whom the view is closed, 405 to the others. Each verb of each address is asked by one role or two."""
    turn = list(Role).index(asker.role)
    for number, line in enumerate({line.name: line for line in LINES}.values()):
        row = row_for(asker.rows, asker.role, line)
        view = getattr(line.pattern.callback, "view_class", None)
        # These lead a signed-in person away before the verb.
        if view is None or line.name.startswith(("account_", "mfa_")):
            continue
        untaken = sorted(set(table.VERBS) - set(table.verbs_of(line.pattern)))
        verbs = [verb for place, verb in enumerate(untaken) if (number + place - turn) % 7 == 0]
        address = reverse(line.name, kwargs=arguments(asker.rows, line, row)) if verbs else ""
        permission = declared(line.pattern)
        is_open = permission in {Access.PUBLIC, Access.SIGNED_IN} or permission in permissions_of(asker.role)
        for verb in verbs:
            with taken_back():
                answer = getattr(asker.client, verb)(address)
            assert answer.status_code == (405 if is_open else 403), (verb, line.label)


def test_a_disabled_account_loses_everything_at_once(rows: World, client: Client) -> None:
    officer = ACTORS[Role.CITY_EM].person()
    client.force_login(officer, backend=BACKEND)
    assert client.get("/").status_code == 200
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert client.get("/").status_code == 302
    assert not Enterprise.objects.visible_to(ACTORS[Role.CITY_EM].person()).exists()
