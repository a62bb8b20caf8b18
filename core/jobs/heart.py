"""The sign of life of a run: a thread that says again and again that its process lives."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread

import structlog
from django.db import Error, connection

log = structlog.get_logger("portal.jobs")


@contextmanager
def beating(beat: Callable[[], bool], *, seconds: float) -> Iterator[None]:
    """Call `beat` every `seconds`, in the caller's sight, until it says no or the block ends.

    A run that is over sooner opens no connection of its own. A database that is away for a moment stops nothing.
    """
    has_ended = Event()

    def live() -> None:
        is_wanted = True
        try:
            while is_wanted and not has_ended.wait(seconds):
                try:
                    is_wanted = beat()
                except Error as error:
                    log.warning("heart_missed", error=str(error))
                    connection.close()
        finally:
            connection.close()

    thread = Thread(target=copy_context().run, args=(live,), name="heart", daemon=True)
    thread.start()
    try:
        yield
    finally:
        has_ended.set()
        thread.join()
