"""What must hold before the portal serves anybody in production (等保 8.1.4.2 b, ASVS 6.3.1, contract 2).

The checks are Django's: those on settings run with every command, those that ask the database are tagged `database`.
Web, worker and beat run all of them before their first request or job, and end where one fails.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, run_checks
from django.core.checks import Warning as Caution
from django.db import connections

#: The tag of all checks that production has to pass.
PRODUCTION: Final = "production"
#: As Django measures a key (security.W009).
SHORTEST_KEY: Final = 50
FEWEST_CHARACTERS: Final = 5
#: The exit code by which gunicorn knows that its workers cannot start at all.
CANNOT_START: Final = 3
STDERR: Final = 2
#: The role that signed in, and whether it is one of those that no policy holds back.
OWNS: Final = """
SELECT r.rolname, r.rolsuper OR r.rolbypassrls OR EXISTS (
    SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relnamespace = 'public'::regnamespace)
FROM pg_roles r WHERE r.rolname = session_user"""
#: Seconds for a server that does not answer.
PATIENCE: Final = 3
REDIS_CACHE: Final = "django.core.cache.backends.redis.RedisCache"
CACHE_OF_NOTHING: Final = "django.core.cache.backends.dummy.DummyCache"
JSON_CACHE: Final = "core.web.cached.JsonSerializer"
JSON_SESSIONS: Final = "django.contrib.sessions.serializers.JSONSerializer"


def check_settings(**_kwargs: object) -> list[CheckMessage]:
    """Everything that the settings alone can get wrong; outside production nothing."""
    return list(_faults()) if settings.IS_PRODUCTION else []


def _faults() -> Iterator[Error]:
    if _is_weak(settings.SECRET_KEY):
        yield Error(
            "Production needs its own SECRET_KEY: it is empty, too short, or the public one of the demo.",
            hint=f"Set SECRET_KEY to a random text of {SHORTEST_KEY} characters or more.",
            id="portal.E001",
        )
    if settings.DEMO_SECRET_KEY in settings.SECRET_KEY_FALLBACKS:
        yield Error("SECRET_KEY_FALLBACKS holds the public key of the demo.", hint="Take it out.", id="portal.E002")
    if settings.DEBUG:
        yield Error("DEBUG is on: error pages would show code and settings.", hint="Leave it off.", id="portal.E003")
    if settings.PORTAL_TODAY is not None or settings.STATED_TODAY:
        yield Error(
            "PORTAL_TODAY is set: in production today is the day of the clock.",
            hint="Take PORTAL_TODAY out of the environment and of .env.",
            id="portal.E004",
        )
    if not (settings.FACTORS_REQUIRED and settings.PASSWORD_DAYS):
        yield Error(
            "Second factors or the change of old passwords are switched off.",
            hint="Both belong to the demo alone: leave PASSWORD_DAYS at 1 or more.",
            id="portal.E009",
        )
    if not settings.FORCE_PASSWORD_CHANGE:
        yield Error(
            "FORCE_PASSWORD_CHANGE is off: passwords that somebody else has set would stay in use.",
            hint="Take FORCE_PASSWORD_CHANGE out of the environment and of .env.",
            id="portal.E010",
        )
    for alias, cache in settings.CACHES.items():
        if not _is_json(cache):
            yield Error(
                f"The cache {alias!r} pickles: whoever can write into it could make the portal run code.",
                hint=f"Use {REDIS_CACHE} with the serializer {JSON_CACHE}.",
                id="portal.E005",
            )
    if settings.SESSION_SERIALIZER != JSON_SESSIONS or settings.CELERY_ACCEPT_CONTENT != ["json"]:
        yield Error("Sessions and jobs must be written as JSON.", hint="Leave both settings alone.", id="portal.E006")
    if settings.OIDC_SERVER and not settings.OIDC_SERVER.startswith("https://"):
        yield Error(
            "OIDC_SERVER is asked without TLS: anybody on the way could sign in as anybody.",
            hint="Name its address with https://.",
            id="portal.E015",
        )
    if not _leads_to_a_host(settings.PORTAL_URL):
        yield Error(
            f"PORTAL_URL is {settings.PORTAL_URL!r}: QR codes on paper and links in mails would lead nowhere.",
            hint="Set PORTAL_URL to where people reach the portal, such as https://portal.example.",
            id="portal.E016",
        )


def _leads_to_a_host(address: str) -> bool:
    """Whether it is an absolute https address and nothing more: no path, no question."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and address == f"https://{parts.netloc}" and not any(map(str.isspace, address))
    except ValueError:
        return False


def _is_weak(key: str) -> bool:
    return key == settings.DEMO_SECRET_KEY or len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_CHARACTERS


def _is_json(cache: Mapping[str, object]) -> bool:
    options = cache.get("OPTIONS")
    serializer = options.get("serializer") if isinstance(options, dict) else None
    backend = cache.get("BACKEND")
    return backend == CACHE_OF_NOTHING or (backend == REDIS_CACHE and serializer == JSON_CACHE)


def check_bell(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Whether the Redis or Valkey in use would throw jobs away when its memory is short; nothing while it is away."""
    if not settings.IS_PRODUCTION or not databases:
        return []
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) as bell:
            told = bell.info("memory")
    except redis.RedisError:
        return []
    policy = str(told.get("maxmemory_policy", ""))
    if policy.startswith("allkeys"):
        return [
            Error(
                f"The server at REDIS_URL evicts any key ({policy}): waiting jobs would be thrown away with the cache.",
                hint="Set maxmemory-policy volatile-lru, and a maxmemory.",
                id="portal.E007",
            )
        ]
    if not told.get("maxmemory") or policy == "noeviction":
        return [
            Caution(
                "The server at REDIS_URL has no bound on its memory, or does not evict the cache when it is reached.",
                hint="Set maxmemory, 256mb for example, and maxmemory-policy volatile-lru.",
                id="portal.W008",
            )
        ]
    return []


def check_role(databases: Sequence[str] | None = None, **_kwargs: object) -> list[CheckMessage]:
    """Whether the portal comes in as a role that owns tables or stands above the walls; migrations do so on purpose."""
    if not settings.IS_PRODUCTION or not databases or settings.MIGRATES:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(OWNS)
        name, is_above = cursor.fetchone()
    if not is_above:
        return []
    return [
        Error(
            f"DATABASE_URL names the role {name}, which owns tables or passes row-level security: no wall would hold.",
            hint="Name portal_app of deploy/roles.sql in DATABASE_URL, and the owner in DATABASE_OWNER_URL.",
            id="portal.E014",
        )
    ]


def failures(databases: Sequence[str] = ("default",)) -> list[CheckMessage]:
    """What keeps the portal from starting, settings and database."""
    found = run_checks(tags=[PRODUCTION, Tags.database], databases=databases)
    return [one for one in found if one.is_serious()]


def refuse_where_unsafe() -> None:
    """Web, worker and beat call this before they serve: in production they end here where a check fails."""
    if not settings.IS_PRODUCTION:
        return
    found = failures()
    for one in found:
        # Straight to the terminal: Celery has put a logger in the place of sys.stderr.
        os.write(STDERR, f"The portal does not start: {one.msg} {one.hint or ''} ({one.id})\n".encode())
    if found:
        sys.exit(CANNOT_START)
