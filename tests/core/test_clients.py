"""Whose address counts: behind real proxies, with forged headers, and past the proxies."""

import http.client
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from axes.models import AccessAttempt
from django.test import RequestFactory

from core.web.clients import client_address

LOGIN = "/accounts/login/"
FORWARDED = "X-Forwarded-For"


@pytest.mark.parametrize(
    ("count", "forwarded", "direct", "address"),
    [
        (0, "", "10.1.1.1", "10.1.1.1"),
        (0, "8.8.8.8", "10.1.1.1", "10.1.1.1"),
        (1, "10.1.1.1", "172.16.0.1", "10.1.1.1"),
        (1, "8.8.8.8, 10.1.1.1", "172.16.0.1", "10.1.1.1"),
        (1, "8.8.8.8, nonsense, 10.1.1.1", "172.16.0.1", "10.1.1.1"),
        (1, "2001:db8::7", "172.16.0.1", "2001:db8::7"),
        (2, "8.8.8.8, 10.1.1.1, 172.16.0.9", "172.16.0.1", "10.1.1.1"),
        # Past the proxies nobody chooses his own address.
        (1, "", "10.1.1.1", "10.1.1.1"),
        (2, "8.8.8.8", "10.1.1.1", "10.1.1.1"),
    ],
)
def test_places_are_counted_from_the_end(settings: Any, count: int, forwarded: str, direct: str, address: str) -> None:
    settings.PROXY_COUNT = count
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=direct)) == address


class Forwarding(BaseHTTPRequestHandler):
    """What nginx does with `$proxy_add_x_forwarded_for`, and nothing else."""

    target: str

    def forward(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: text for name, text in self.headers.items() if name != FORWARDED}
        former = self.headers.get(FORWARDED)
        headers[FORWARDED] = f"{former}, {self.client_address[0]}" if former else str(self.client_address[0])
        line = http.client.HTTPConnection(self.target)
        line.request(self.command, self.path, body, headers)
        answer = line.getresponse()
        text = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "connection", "content-length", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
        line.close()

    do_GET = do_POST = forward

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def proxy() -> Iterator[Callable[[str], str]]:
    """Makes a proxy before an address, and tells its own."""
    servers: list[ThreadingHTTPServer] = []

    def before(target: str) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), type("Before", (Forwarding,), {"target": target}))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"127.0.0.1:{server.server_port}"

    yield before
    for server in servers:
        server.shutdown()
        server.server_close()


def post(door: str, own: str, password: str, **headers: str) -> int:
    """Sign in as the Hangzhou officer from one's own address; the token first, as a browser does."""
    line = http.client.HTTPConnection(door, source_address=(own, 0))
    line.request("GET", LOGIN, headers=headers)
    answer = line.getresponse()
    page = answer.read().decode()
    cookie = str(answer.getheader("Set-Cookie")).split(";", maxsplit=1)[0]
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    body = urlencode({"login": "em-330100", "password": password, "csrfmiddlewaretoken": token})
    form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    line.request("POST", LOGIN, body, {**headers, **form})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [1, 2])
def test_behind_real_proxies_wrong_guesses_from_elsewhere_never_lock_the_office(
    live_server: Any, settings: Any, proxy: Callable[[str], str], count: int
) -> None:
    settings.PROXY_COUNT = count
    door = urlsplit(live_server.url).netloc
    for _ in range(count):
        door = proxy(door)
    office, attacker = "127.0.0.2", "127.0.0.3"
    # The attacker writes the address of the office into the header, which the proxies leave to the left.
    forged = {FORWARDED: office}
    guesses = [post(door, attacker, "Wrong-133-2023!", **forged) for _ in range(6)]
    assert guesses == [200, 200, 200, 200, 429, 429]
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {attacker}
    assert post(door, attacker, "Demo-133-2023!", **forged) == 429
    assert post(door, office, "Demo-133-2023!") == 302
