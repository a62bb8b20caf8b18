"""The public page through the real web server: requests a second on two processes, asked over loopback by few connections."""

import http.client
import threading
import time
from typing import Final

from benchmarks import server

#: So long it is asked, by so many connections that stay open; each sends the next request when the last is answered.
SECONDS: Final = 4.0
CONNECTIONS: Final = 4
WORKERS: Final = 2
#: As a browser asks.
BROWSER: Final = {"Accept-Encoding": "gzip, deflate"}


def measure() -> dict[str, float]:
    """Answers a second over all connections. AssertionError for an answer that is none."""
    with server.running(workers=WORKERS) as port:
        _ask(port, 0.5)
        counts = [0] * CONNECTIONS
        threads = [threading.Thread(target=_count, args=(port, counts, place)) for place in range(CONNECTIONS)]
        begun = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - begun
    print(f"  public page: {sum(counts)} answers in {took:.1f} s")
    return {"public_rps": round(sum(counts) / took)}


def _count(port: int, counts: list[int], place: int) -> None:
    counts[place] = _ask(port, SECONDS)


def _ask(port: int, seconds: float) -> int:
    """How many answers one connection got."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    end, answers = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        connection.request("GET", "/public/", headers=BROWSER)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, answer.status
        assert body, "an empty page"
        answers += 1
    connection.close()
    return answers
