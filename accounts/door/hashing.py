"""Passwords are hashed one at a time in each process, by a thread that gives way to pages (ADR 34).

Argon2 takes 100 MiB and eight threads for each password. A crowd that signs in would take all memory and every core;
so each process has one thread that hashes, at a lower priority than whatever serves pages.
"""

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Final, TypeVar

from django.contrib.auth.hashers import Argon2PasswordHasher
from typing_extensions import override

T = TypeVar("T")
#: Steps below the pages' priority.
LOWER: Final = 10


def _give_way() -> None:
    """Lower the priority of the calling thread, which on Linux is that of the thread alone, and of those it starts."""
    with suppress(OSError):
        mine = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, mine, os.getpriority(os.PRIO_PROCESS, mine) + LOWER)


@cache
def _lane() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="hash", initializer=_give_way)


# A child has none of its parent's threads: it begins a lane of its own.
os.register_at_fork(after_in_child=_lane.cache_clear)


def in_lane(work: Callable[[], T]) -> T:
    """What the work gives or raises, done in the lane, after whatever waits there."""
    return _lane().submit(work).result()


class LanedHasher(Argon2PasswordHasher):
    """Django's own Argon2, one password at a time."""

    @override
    def encode(self, password: str, salt: str) -> str:
        return in_lane(lambda: super(LanedHasher, self).encode(password, salt))

    @override
    def verify(self, password: str, encoded: str) -> bool:
        return in_lane(lambda: super(LanedHasher, self).verify(password, encoded))
