"""A web application in place of the portal: its door is slow, its pages are not."""

import threading
import time
from collections.abc import Callable, Iterable

SLOW = 1.5


def application(environ: dict[str, object], answer: Callable[..., object]) -> Iterable[bytes]:
    """Says which lane served it, and what was sent."""
    body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
    if str(environ["PATH_INFO"]).startswith("/accounts/login/"):
        time.sleep(SLOW)
    answer("200 OK", [("Content-Type", "text/plain")])
    return [threading.current_thread().name.split("_")[0].encode(), b" ", body]
