"""The colour of a state's tag, declared beside the state's codes and complete: each state has one, or is neutral on purpose.

What a colour says stands beside it as a word; it has a shape of its own besides (design, principle 4).
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db.models import Model, TextChoices


class Colour(StrEnum):
    """What a tag tells at a glance, by its class in the style sheet."""

    NEUTRAL = ""
    RUN = "run"
    DONE = "done"
    WARN = "warn"
    OVER = "over"


#: {the codes of a state, in their order: the colours}; a field knows the codes of its choices, not their class.
_declared: Final[dict[tuple[str, ...], Mapping[str, Colour]]] = {}


def colours(
    states: type[TextChoices],
    *,
    done: Iterable[str] = (),
    run: Iterable[str] = (),
    warn: Iterable[str] = (),
    over: Iterable[str] = (),
    neutral: Iterable[str] = (),
) -> Mapping[str, Colour]:
    """{code: colour}, for tables and for every row with these states. ValueError where a state has none or two.

    `run` goes on, `warn` waits for somebody, `over` went wrong, `done` is finished as meant, `neutral` says nothing.
    """
    sets = {Colour.DONE: done, Colour.RUN: run, Colour.WARN: warn, Colour.OVER: over, Colour.NEUTRAL: neutral}
    given = [(str(code), colour) for colour, codes in sets.items() for code in codes]
    found, codes = dict(given), tuple(states.values)
    if sorted(code for code, _colour in given) != sorted(codes):
        raise ValueError(f"{states.__qualname__}: each state needs one colour")
    if _declared.setdefault(codes, found) != found:
        raise ValueError(f"{states.__qualname__}: the same codes have other colours elsewhere")
    return MappingProxyType(found)


def colour_of(row: Model, name: str = "state") -> Colour:
    """The colour of what the row's field of that name says. KeyError where none is declared for its codes."""
    codes = tuple(str(code) for code, _label in getattr(row._meta.get_field(name), "choices", None) or ())
    return _declared[codes][str(getattr(row, name))]


def colour_of_member(member: TextChoices) -> Colour:
    """The same of a state that is worked out and stands in no field."""
    return _declared[tuple(type(member).values)][str(member.value)]
