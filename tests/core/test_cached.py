"""The cache holds JSON alone: values come back with their types, and nothing that is no JSON is ever loaded."""

import pickle
import socket
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache, caches
from django.test import Client
from redis.exceptions import RedisError

from core import clock, jobs, tasks
from core.choices import JobState
from core.jobs import ledger
from core.web import cached
from core.web.cached import JsonSerializer, PatientPool
from safety_portal.queue import app
from tests.cast import Cast

VALUES = (0, 17, -3, True, None, "一", "17", 0.5, Decimal("12.30"), date(2023, 11, 23), [1, "a", None])


@pytest.mark.parametrize("value", VALUES)
def test_a_value_comes_back_as_it_was(value: object) -> None:
    serializer = JsonSerializer()
    found = serializer.loads(serializer.dumps(value))
    assert (found, type(found)) == (value, type(value))


def test_values_within_values_keep_their_types() -> None:
    rows = [{"name": "示例财险", "premium": Decimal("100.00"), "flags": {"over": 2}, "day": date(2023, 4, 27)}]
    serializer = JsonSerializer()
    assert serializer.loads(serializer.dumps(rows)) == rows


def test_an_object_is_refused_when_it_is_written() -> None:
    with pytest.raises(TypeError, match="The cache takes no object"):
        JsonSerializer().dumps({"a": object()})


def test_what_is_no_json_counts_as_nothing() -> None:
    assert JsonSerializer().loads(pickle.dumps({"a": 1})) is None


def test_the_cache_of_the_portal_writes_json_and_counts() -> None:
    assert caches.settings["default"]["OPTIONS"]["serializer"] == "core.web.cached.JsonSerializer"
    cache.set("test:cached", 1, 60)
    assert cache.incr("test:cached", 2) == 3
    assert cache.get("test:cached") == 3
    cache.delete("test:cached")


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A server that takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def address_of(server: socket.socket) -> str:
    return f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def asked(server: socket.socket) -> int:
    """How many connections were made to it."""
    try:
        server.accept()[0].close()
    except BlockingIOError:
        return 0
    return 1 + asked(server)


@pytest.fixture
def silence(silent: socket.socket, settings: Any, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    """The cache is at the silent server; what counts as too late comes quickly, and is remembered for long."""
    monkeypatch.setattr(PatientPool, "left_alone_until", 0.0)
    monkeypatch.setattr(cached, "LEFT_ALONE_SECONDS", 3600)
    own = settings.CACHES["default"]
    options = {**own["OPTIONS"], "socket_timeout": 0.02}
    settings.CACHES = {"default": {**own, "LOCATION": address_of(silent), "OPTIONS": options}}
    return silent


@pytest.mark.django_db
def test_pages_come_while_the_cache_is_silent_and_wait_for_it_once(
    silence: socket.socket, as_user: Callable[[Any], Client], cast: Cast
) -> None:
    client = as_user(cast.hangzhou_officer)
    for path in ("/", "/enterprises/", "/gap/", "/hazards/"):
        assert client.get(path).status_code == 200, path
    assert asked(silence) == 1
    assert client.get("/healthz").status_code == 503


def test_a_silent_cache_is_asked_again_after_a_while(silence: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        with pytest.raises(RedisError):
            cache.get("test:silent")
    assert asked(silence) == 1
    monkeypatch.setattr(PatientPool, "left_alone_until", 0.0)  # the while is over
    with pytest.raises(RedisError):
        cache.get("test:silent")
    assert asked(silence) == 1


def test_the_bounds_reach_cache_and_broker() -> None:
    pool = caches["default"]._cache.get_client().connection_pool  # type: ignore[attr-defined]  # as Django makes it
    assert isinstance(pool, PatientPool)
    made: Any = pool.make_connection()
    assert (made.socket_connect_timeout, made.socket_timeout) == (1, 2)
    bell: Any = app.connection_for_write().transport_options
    assert (bell["socket_connect_timeout"], bell["socket_timeout"], bell["max_retries"]) == (1, 3, 0)


@pytest.mark.django_db
def test_a_job_is_handed_in_while_the_broker_is_silent(
    silent: socket.socket, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {**django_settings.CELERY_BROKER_TRANSPORT_OPTIONS, "socket_timeout": 0.02}
    job = jobs.create_job(kind="test", key="silent", by=cast.hangzhou_officer, at=clock.now(), payload={}, ring=False)
    with app.connection_for_write(address_of(silent), transport_options=options) as connection:
        send: Any = tasks.run_job.apply_async
        monkeypatch.setattr(tasks.run_job, "apply_async", partial(send, connection=connection))
        ledger.ring_bell(job.pk)
    job.refresh_from_db()
    assert (job.state, asked(silent)) == (JobState.QUEUED, 1)
