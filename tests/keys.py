"""Keys of the cache: every test has its own, since all workers, and the runs before, share one Valkey.

What a test remembers of a person would else be found by another one, as people have the same keys in every database.
"""

from collections.abc import Iterator
from functools import partialmethod
from itertools import count
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache

_numbers: Iterator[int] = count(1)
_own = [""]


def begin(run: int, worker: str) -> None:
    """From now on nothing is known of the tests before."""
    _own[0] = f"{run}:{worker}:{next(_numbers)}"


def own_key(key: str, key_prefix: str, version: int) -> str:
    """The key as it stands in Valkey: Django's KEY_FUNCTION."""
    return f"{_own[0]}:{key_prefix}:{version}:{key}"


def forget(_cache: BaseCache) -> None:
    """What a test has kept is gone. To empty Valkey would take from the tests of the other worker what they have just kept:
    `restore` did so, and a count that a page had made was not in the menu of the next."""
    _own[0] += f"'{next(_numbers)}"


def use(caches: dict[str, Any]) -> None:
    """Before the first cache is made."""
    caches["default"]["KEY_FUNCTION"] = own_key
    RedisCache.clear = partialmethod(forget)  # type: ignore[assignment, method-assign]
