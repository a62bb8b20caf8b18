"""One real PostgreSQL and Valkey for the whole run; organisations, people and pairing in every database."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import Organisation
from core import clock
from tests import world
from tests.cast import Cast

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Path) -> None:
    """Files of a test stay in its own folder, and tests do not slow each other down."""
    settings.MEDIA_ROOT = tmp_path / "media"
    # All tests' people share one Valkey: the limit on password changes would count them together.
    settings.ACCOUNT_RATE_LIMITS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }


@pytest.fixture(autouse=True)
def _own_numbers() -> None:
    """Codes and numbers of a test's rows are the same in every order of the tests."""
    world.restart_numbers()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The seeded world stands outside the tests' transactions, as it does in every installation."""
    from reports.seeding import seed

    with django_db_blocker.unblock():
        seed(scale="none", seed=1, today=clock.today())


def ensure_world() -> None:
    """Seed again where a test with real transactions has emptied the database."""
    from reports.seeding import seed

    if not Organisation.objects.exists():
        seed(scale="none", seed=1, today=clock.today())


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the campaign by what they are."""
    ensure_world()
    return Cast()


@pytest.fixture
def sign_in(client: Client) -> Callable[[Any], Client]:
    """A browser signed in as a person."""

    def signed(user: Any) -> Client:
        client.force_login(user, backend="accounts.backends.PortalBackend")
        return client

    return signed


@pytest.fixture
def as_user(db: None) -> Callable[[Any], Client]:
    """A fresh browser for each person, for tests with several."""

    def signed(user: Any) -> Client:
        fresh = Client()
        fresh.force_login(user, backend="accounts.backends.PortalBackend")
        return fresh

    return signed
