"""The portal behind its real web server, on the database that is open now, for a person who is signed in."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from benchmarks.lists import client_of

ROOT: Final = Path(__file__).resolve().parent.parent
START_SECONDS: Final = 90


def address_of_database() -> str:
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)


@contextmanager
def running(workers: int = 1, **settings_of_it: str) -> Iterator[int]:
    """The port of a web server with so many processes and these settings, stopped at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {
        **os.environ,
        "PORTAL_MODE": "test",
        "PORT": str(port),
        "WEB_WORKERS": str(workers),
        "DATABASE_URL": address_of_database(),
        "REDIS_URL": settings.REDIS_URL,
        **settings_of_it,
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "safety_portal.wsgi"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            Visitor(port, "").get("/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The web server did not answer.")


class Visitor:
    """One person's browser, as far as it matters here: one connection and the cookie of the session."""

    def __init__(self, port: int, name: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookie = settings.SESSION_COOKIE_NAME
        self.headers = {"Cookie": f"{cookie}={client_of(name).cookies[cookie].value}"} if name else {}

    def get(self, url: str) -> bytes:
        self.connection.request("GET", url, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (url, answer.status)
        return body

    def ms(self, url: str, runs: int, before: Callable[[], object] = lambda: None) -> float:
        """Median milliseconds of a page; `before` runs ahead of each request and is not counted."""
        return statistics.median(self._took(url, before) for _ in range(runs)) * 1000

    def times(self, bare: str, url: str, runs: int, before: Callable[[], object] = lambda: None) -> float:
        """How many times the bare page a page takes, medians of both in turns: a machine's slow seconds are both's."""
        pairs = [(self._took(bare, lambda: None), self._took(url, before)) for _ in range(runs)]
        return statistics.median(took for _bare, took in pairs) / statistics.median(bare for bare, _took in pairs)

    def _took(self, url: str, before: Callable[[], object]) -> float:
        before()
        begun = time.perf_counter()
        self.get(url)
        return time.perf_counter() - begun
