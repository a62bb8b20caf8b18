"""A web application in place of the portal: its door stays shut until a test opens it, its pages are always open.

`DOOR` names the folder in which everybody at the door leaves a file, and in which the file `open` opens it.
"""

import os
import threading
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path

HERE = Path(os.environ.get("DOOR", "."))
OPEN = "open"


def application(environ: dict[str, object], answer: Callable[..., object]) -> Iterable[bytes]:
    """Says which lane served it, and what was sent."""
    body = environ["wsgi.input"].read()  # type: ignore[attr-defined]
    if str(environ["PATH_INFO"]).startswith("/accounts/login/"):
        (HERE / uuid.uuid4().hex).touch()
        while not (HERE / OPEN).exists():
            threading.Event().wait(0.02)
    answer("200 OK", [("Content-Type", "text/plain")])
    return [threading.current_thread().name.split("_")[0].encode(), b" ", body]
