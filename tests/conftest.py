"""One real PostgreSQL and Valkey for the whole run; organisations, people and pairing in every database."""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from functools import partialmethod
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any, Final

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client, TransactionTestCase, override_settings
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware

from core import clock, walls
from core.attachments import pictures
from tests import keys, signing, world
from tests.cast import Cast
from tests.databases import CLONE, Clone, Keep, kept, make_template
from tests.decoding import decoded_once
from tests.servers import LEAD, run_and_worker

SAMPLES = Path(__file__).parent / "samples"
#: The folder of the rows that a module keeps, and where their numbers begin.
KEPT: Final = pytest.StashKey[Path]()
KEPT_NUMBERS: Final = 60_000
#: After how many new objects the collector of garbage looks for circles, and how often it looks further back: it finds
#: next to none, and looking after each 700 took a twentieth of the time of the tests.
NEW_OBJECTS, LOOKS, LOOKS_BACK = 20_000, 20, 20
_folders = count(1)

# The hashes of tests are made as those of production are, but cheaply: a suite signs in a thousand times.
Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1

pictures._decoded = decoded_once

keys.use(django_settings.CACHES)

# Files lie where MEDIA_ROOT says at that moment (`_own_files`).
django_settings.STORAGES["default"] = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
# All tests' people share one Valkey: the limit on password changes would count them together.
django_settings.ACCOUNT_RATE_LIMITS = False

# The same examples in every run, however slow the machine.
hypothesis.settings.register_profile(
    "portal", derandomize=True, deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("portal")


def know_static_files(middleware: Any, look: Callable[[Any], None], known: dict[str, Any]) -> None:
    """Each browser of a test has middleware of its own, which would look through all static files: none changes here."""
    if not known:
        look(middleware)
        known.update(middleware.files)
    middleware.files.update(known)


WhiteNoiseMiddleware.add_files_from_finders = partialmethod(
    know_static_files, WhiteNoiseMiddleware.add_files_from_finders, {}
)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how to repeat this order, which `-q` keeps from the head of the report."""
    seed = config.getoption("randomly_seed", None)
    if seed is not None:
        terminalreporter.write_line(f"The tests ran in the order of --randomly-seed={seed}")


def pytest_sessionstart(session: pytest.Session) -> None:
    """While its workers collect, the process that leads them makes their template: it has nothing else to do."""
    config = session.config
    if LEAD in config.stash and config.getoption("dist", "no") != "no" and not config.getoption("collectonly"):
        Thread(target=make_ahead, args=[config], daemon=True).start()


def make_ahead(config: pytest.Config) -> None:
    """What goes wrong here a worker meets again, and tells."""
    with suppress(Exception), config.stash[blocking_manager_key].unblock():
        make_template(config.stash[LEAD].run, fill_template)


def pytest_itemcollected(item: pytest.Item) -> None:
    """The tests that share kept rows go to one worker, or each of two would make them."""
    if keeps(item) and item.get_closest_marker("xdist_group") is None:
        item.add_marker(pytest.mark.xdist_group(module_of(item)))


def keeps(item: pytest.Item) -> bool:
    return "keep" in getattr(item, "fixturenames", ())


def module_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first: whoever begins with one as the last of all lets the other workers wait for it.

    Of a module that keeps rows, the tests that know nothing of them come first, in whatever order otherwise.
    """
    modules = [module_of(item) for item in items]
    places = {module: place for place, module in reversed(list(enumerate(modules)))}
    items.sort(key=lambda item: (not is_long(item), places[module_of(item)], keeps(item)))


def is_long(item: pytest.Item) -> bool:
    return item.get_closest_marker("long") is not None


def pytest_collection_finish() -> None:
    """Django, the portal and all tests stay until the end: the collector of garbage need not look through them again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, LOOKS, LOOKS_BACK)


@pytest.fixture(autouse=True)
def _own_files(request: pytest.FixtureRequest, settings: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Files of a test stay in a folder of its own, which is made with the first of them: few tests have any.

    Where rows are kept for a module, its tests share the folder with the files of these rows.
    """
    module = request.node.getparent(pytest.Module)
    own = module.stash.get(KEPT, None) or new_folder(tmp_path_factory)
    settings.MEDIA_ROOT = own / "media"
    settings.ANCHOR_DIR = own / "anchors"


def new_folder(factory: pytest.TempPathFactory) -> Path:
    return factory.getbasetemp() / "files" / str(next(_folders))


@pytest.fixture(scope="module")
def keep(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Keep]:
    """Make rows and files once for all tests of a module, each of which takes back what it does to them.

    For what many tests of a module begin with and which takes long to make. The tests read the rows anew: an object
    that one of them changed is not the row. Numbers of `world` begin elsewhere, so that tests go on from 1.
    """
    folder = new_folder(tmp_path_factory)
    with ExitStack() as until_the_end:

        def make(fill: Callable[[], object]) -> None:
            request.node.stash[KEPT] = folder
            keys.begin(*run_and_worker(request.config))
            world.restart_numbers(KEPT_NUMBERS)
            with override_settings(MEDIA_ROOT=folder / "media", ANCHOR_DIR=folder / "anchors"):
                until_the_end.enter_context(kept(django_db_blocker, fill))

        yield make


@pytest.fixture(autouse=True)
def _unattended() -> Iterator[None]:
    """What a test itself writes and reads is nobody's request; a browser's request has its person's sight."""
    with walls.unattended():
        yield


@pytest.fixture(autouse=True)
def _own_keys(request: pytest.FixtureRequest) -> None:
    """What a test keeps in the cache is its own."""
    keys.begin(*run_and_worker(request.config))


@pytest.fixture(autouse=True)
def _own_numbers() -> None:
    """Codes and numbers of a test's rows are the same in every order of the tests."""
    world.restart_numbers()


def fill_template() -> None:
    """The seeded world, as it stands in every installation."""
    from reports.seeding import seed

    seed(scale="none", seed=1, today=clock.today())


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Iterator[None]:
    """A clone of the run's template for this process; see `tests.databases`."""
    with django_db_blocker.unblock():
        run, worker = run_and_worker(request.config)
        clone = Clone(run, worker, make_template(run, fill_template))
    request.config.stash[CLONE] = clone
    with pytest.MonkeyPatch.context() as patch:
        # A test with real transactions gets a fresh clone after it, which is quicker than to empty a hundred tables.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield
    with django_db_blocker.unblock():
        clone.end()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """After all fixtures of a test with real transactions have ended, the world is as if it had not been."""
    yield
    if has_real_transactions(item):
        item.config.stash[CLONE].renew()


def has_real_transactions(item: pytest.Item) -> bool:
    """Whether what the test writes stays."""
    marker = item.get_closest_marker("django_db")
    names: list[str] = getattr(item, "fixturenames", [])
    return bool((marker and marker.kwargs.get("transaction")) or "transactional_db" in names)


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the campaign by what they are."""
    return Cast()


@pytest.fixture
def sign_in(client: Client) -> Callable[[Any], Client]:
    """A browser signed in as a person."""

    def signed(user: Any) -> Client:
        return signing.enter(client, user)

    return signed


@pytest.fixture
def as_user(db: None) -> Callable[[Any], Client]:
    """A fresh browser for each person, for tests with several."""

    def signed(user: Any) -> Client:
        return signing.enter(Client(), user)

    return signed
