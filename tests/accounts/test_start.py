"""Production starts on its own secrets and its own world, or not at all."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.test import Client

from accounts.checks import INVENTED
from accounts.models import Organisation, User
from accounts.seeding import DEMO_PASSWORD
from core.checks import start
from tests.cast import Cast
from tests.databases import as_owner

ROOT = Path(__file__).resolve().parents[2]
OWN_KEY = secrets.token_urlsafe(64)


@pytest.fixture
def production(settings: Any) -> Any:
    """The settings as a careful operator has them."""
    settings.IS_PRODUCTION = True
    settings.SECRET_KEY = OWN_KEY
    settings.PORTAL_TODAY = None
    settings.STATED_TODAY = ""
    settings.FACTORS_REQUIRED = True
    settings.PASSWORD_DAYS = 90
    settings.FORCE_PASSWORD_CHANGE = True
    settings.PORTAL_URL = "https://portal.example.cn"
    return settings


@pytest.fixture
def own_world(cast: Cast) -> None:
    """Organisations that exist, people with passwords of their own."""
    for organisation in Organisation.objects.filter(name__contains=INVENTED):
        organisation.name = organisation.name.replace(INVENTED, "").replace("()", "")
        organisation.save()
    User.objects.update(password=make_password("Long-own-secret-7"))


def ids() -> set[str | None]:
    return {one.id for one in start.failures()}


@pytest.mark.usefixtures("own_world")
def test_own_secrets_and_an_own_world_may_start(production: Any) -> None:
    assert ids() == set()
    start.refuse_where_unsafe()


def with_setting(name: str, value: object) -> Callable[[Any], None]:
    return lambda settings: setattr(settings, name, value)


LOCAL = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PICKLING = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda s: setattr(s, "SECRET_KEY", s.DEMO_SECRET_KEY), "portal.E001"),
        (with_setting("SECRET_KEY", "too-short-for-anybody"), "portal.E001"),
        (lambda s: setattr(s, "SECRET_KEY_FALLBACKS", [s.DEMO_SECRET_KEY]), "portal.E002"),
        (with_setting("DEBUG", True), "portal.E003"),
        (with_setting("STATED_TODAY", "2023-12-10"), "portal.E004"),
        (with_setting("FACTORS_REQUIRED", False), "portal.E009"),
        (with_setting("PASSWORD_DAYS", 0), "portal.E009"),
        (with_setting("CACHES", LOCAL), "portal.E005"),
        (with_setting("CACHES", PICKLING), "portal.E005"),
        (with_setting("SESSION_SERIALIZER", "accounts.Pickling"), "portal.E006"),
        (with_setting("PORTAL_URL", ""), "portal.E016"),
        (with_setting("PORTAL_URL", "portal.example.cn"), "portal.E016"),
        (with_setting("PORTAL_URL", "http://portal.example.cn"), "portal.E016"),
        (with_setting("PORTAL_URL", "https://"), "portal.E016"),
        (with_setting("PORTAL_URL", "https://portal.example.cn?x=1"), "portal.E016"),
        (with_setting("PORTAL_URL", "https://portal example.cn"), "portal.E016"),
        (with_setting("PORTAL_URL", "https://[portal"), "portal.E016"),
    ],
)
@pytest.mark.usefixtures("own_world")
def test_a_setting_that_is_not_fit_is_named(production: Any, change: Callable[[Any], None], fault: str) -> None:
    change(production)
    assert ids() == {fault}


def test_the_world_of_the_demo_is_refused(production: Any, cast: Cast) -> None:
    found = {one.id: one.msg for one in start.failures()}
    assert set(found) == {"portal.E011", "portal.E012"}
    assert "adm-audit" in found["portal.E012"]


@pytest.mark.usefixtures("own_world")
def test_the_public_password_is_found_under_another_salt_with_administrators(production: Any) -> None:
    User.objects.filter(username="adm-system").update(password=make_password(DEMO_PASSWORD))
    assert ids() == {"portal.E012"}


@pytest.mark.usefixtures("own_world")
def test_the_public_password_opens_nothing_in_production(production: Any, client: Client) -> None:
    User.objects.filter(username="em-330100").update(password=make_password(DEMO_PASSWORD))
    sent = {"login": "em-330100", "password": DEMO_PASSWORD}
    assert client.post("/accounts/login/", sent, secure=True).status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("own_world")
def test_a_superuser_is_found_even_where_the_constraint_was_dropped(production: Any) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user DROP CONSTRAINT no_superuser")
    User.objects.filter(username="em-330100").update(is_superuser=True)
    assert ids() == {"portal.E013"}


def test_demo_and_test_mode_ask_nothing(cast: Cast) -> None:
    assert ids() == set()


@pytest.mark.django_db(transaction=True)
def test_before_the_first_migration_there_is_nothing_to_ask(production: Any) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_user RENAME TO accounts_user_elsewhere")
    assert ids() <= {"core.E001"}, "its triggers are not there, and nobody is asked about"


def test_every_command_of_production_says_what_is_wrong(production: Any) -> None:
    production.SECRET_KEY = production.DEMO_SECRET_KEY
    with pytest.raises(SystemCheckError, match=r"portal\.E001"):
        call_command("check")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"maxmemory": 1 << 28, "maxmemory_policy": "volatile-lru"}, []),
        ({"maxmemory": 1 << 28, "maxmemory_policy": "allkeys-lru"}, ["portal.E007"]),
        ({"maxmemory": 0, "maxmemory_policy": "noeviction"}, ["portal.W008"]),
    ],
)
def test_a_bell_that_throws_jobs_away_is_refused(
    production: Any, monkeypatch: pytest.MonkeyPatch, told: dict[str, Any], found: list[str]
) -> None:
    monkeypatch.setattr("redis.Redis.info", lambda *_: told)
    assert [one.id for one in start.check_bell(databases=["default"])] == found


def test_a_bell_that_is_away_hinders_no_start(production: Any) -> None:
    production.REDIS_URL = "redis://127.0.0.1:1/0"
    assert start.check_bell(databases=["default"]) == []


def test_every_key_of_the_cache_has_an_end() -> None:
    """Keys without an end are never evicted: only the queue may have such."""
    endless = re.compile(r"timeout\s*=\s*None|\.persist\(")
    sources = [path for path in ROOT.glob("*/**/*.py") if not {"tests", ".venv", "benchmarks"} & set(path.parts)]
    assert [str(path) for path in sources if "cache" in (text := path.read_text()) and endless.search(text)] == []


def in_production(*words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own in production mode, which reaches no server."""
    nowhere = {
        "PORTAL_MODE": "production",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "ALLOWED_HOSTS": "portal.example.cn",
        "PYTHONPATH": str(ROOT),
    }
    left = {name: value for name, value in os.environ.items() if name not in {"PORTAL_TODAY", "DATABASE_OWNER_URL"}}
    return subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**left, **nowhere, **changes},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_of_django_is_clean() -> None:
    done = in_production("manage.py", "check", "--deploy", "--fail-level", "WARNING", SECRET_KEY=OWN_KEY)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "(1 silenced)" in done.stdout  # guardian.W001: its backend is hooked by a class of ours


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"ALLOWED_HOSTS": "*,.example.cn,portal.example.cn"}, "https://portal.example.cn"),
        (
            {"ALLOWED_HOSTS": "portal.example.cn", "PORTAL_URL": "https://other.example.cn:8443/"},
            "https://other.example.cn:8443",
        ),
        ({"ALLOWED_HOSTS": ".example.cn"}, ""),
    ],
)
def test_production_knows_where_people_reach_it(given: dict[str, str], found: str) -> None:
    asked = "from django.conf import settings; print(settings.PORTAL_URL)"
    done = in_production("-c", asked, DJANGO_SETTINGS_MODULE="safety_portal.settings", SECRET_KEY=OWN_KEY, **given)
    assert done.stdout.strip() == found, done.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "words",
    [
        ("-c", "import safety_portal.wsgi"),
        ("-m", "celery", "-A", "safety_portal", "worker", "--pool", "solo"),
        ("-m", "celery", "-A", "safety_portal", "beat"),
    ],
    ids=["web", "worker", "beat"],
)
def test_web_worker_and_beat_end_at_once_on_the_demo_world(settings: Any, words: tuple[str, ...]) -> None:
    base = settings.DATABASES["default"]
    who = f"{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}"
    address = f"postgres://{who}/{connection.settings_dict['NAME']}"
    done = in_production(*words, DATABASE_URL=address, REDIS_URL=settings.REDIS_URL, SECRET_KEY=OWN_KEY)
    assert done.returncode == start.CANNOT_START, done.stderr
    assert "portal.E011" in done.stderr
    assert "portal.E012" in done.stderr


@pytest.mark.usefixtures("own_world")
def test_passwords_of_others_must_be_replaced(production: Any) -> None:
    production.FORCE_PASSWORD_CHANGE = False
    assert ids() == {"portal.E010"}


@pytest.mark.django_db(transaction=True)
def test_the_owner_of_the_tables_serves_nobody(production: Any) -> None:
    assert start.check_role(["default"]) == []
    with as_owner():
        assert [one.id for one in start.check_role(["default"])] == ["portal.E014"]
        production.MIGRATES = True
        assert start.check_role(["default"]) == []
