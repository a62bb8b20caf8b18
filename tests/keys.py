"""Keys of the cache: every test has its own, since all workers, and the runs before, share one Valkey.

What a test remembers of a person would else be found by another one, as people have the same keys in every database.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

_numbers: Iterator[int] = count(1)
_own = [""]


def begin(run: int, worker: str) -> None:
    """From now on nothing is known of the tests before."""
    _own[0] = f"{run}:{worker}:{next(_numbers)}"


def own_key(key: str, key_prefix: str, version: int) -> str:
    """The key as it stands in Valkey: Django's KEY_FUNCTION."""
    return f"{_own[0]}:{key_prefix}:{version}:{key}"


def use(caches: dict[str, Any]) -> None:
    """Before the first cache is made."""
    caches["default"]["KEY_FUNCTION"] = own_key
