"""Addresses of rows: the pattern is resolved once, since a list asks for the same one with every row."""

from functools import lru_cache
from typing import Final
from urllib.parse import urlencode

from django.urls import get_script_prefix, reverse

#: Stands for the key while the pattern is resolved; no address holds it by itself.
PLACE: Final = 987_654_321


def row_address(name: str, pk: int) -> str:
    """The address of the view `name` whose one argument is the row's key."""
    head, tail = _around(name, get_script_prefix())
    return f"{head}{pk}{tail}"


@lru_cache(maxsize=512)
def _around(name: str, prefix: str) -> tuple[str, str]:  # noqa: ARG001 - addresses differ by prefix
    head, _place, tail = reverse(name, args=(PLACE,)).partition(str(PLACE))
    return head, tail


def address(name: str, *args: object, **query: str) -> str:
    """The address of a view, with a query. Raises NoReverseMatch for a view that does not exist."""
    words = tuple(arg for arg in args if isinstance(arg, str))
    url = _fixed(name, words, get_script_prefix()) if len(words) == len(args) else reverse(name, args=args)
    return f"{url}?{urlencode(query)}" if query else url


def place_on(page: str, part: str, pk: int) -> str:
    """The address of one row on a page of several: the page marks it with the same two words as its `id`."""
    return f"{page}#{part}-{pk}"


@lru_cache(maxsize=512)
def _fixed(name: str, words: tuple[str, ...], prefix: str) -> str:  # noqa: ARG001 - addresses differ by prefix
    """The address of a page without a row: the menu of every page asks for fifty of them."""
    return reverse(name, args=words)
