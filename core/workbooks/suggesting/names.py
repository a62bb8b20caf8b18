"""The registered name that a written one is nearly."""

import re
from collections.abc import Iterable
from typing import Final

from core.workbooks.suggesting.likeness import differences, has_telling, is_one_slip
from core.workbooks.texts import plain

#: Shorter names may stand for too many firms.
SHORTEST: Final = 4
#: A number with more wrong characters is another number.
MOST_MISSED: Final = 2

_ADDITION: Final = re.compile(r"\([^()]*\)")
_FORM: Final = re.compile(r"(?:股份有限责任公司|股份有限公司|有限责任公司|有限公司|股份公司|集团公司|公司)$")


def near_name(name: str, register: Iterable[str]) -> str | None:
    """The one name of the register that `name` leaves something out of, or writes with one slip; else None.

    Something left out may be the form of the firm, a bracketed addition, or words of its business; the name begins
    like the registered one and keeps half of it. A word too many names another firm.
    """
    core, is_full = _core(name, is_full=True), "(" in plain(name)
    if len(core) < SHORTEST:
        return None
    cores = {registered: _core(registered, is_full=is_full) for registered in register}
    same = [registered for registered, other in cores.items() if other == core]
    near = same or [registered for registered, other in cores.items() if _is_near(core, other)]
    return near[0] if len(near) == 1 else None


def _core(name: str, *, is_full: bool) -> str:
    """A name without the form of the firm at its end, and without its brackets unless it is asked in full."""
    name = plain(name)
    return _FORM.sub("", name if is_full else _ADDITION.sub("", name))


def _is_near(core: str, registered: str) -> bool:
    if is_one_slip(core, registered):
        return True
    return registered.startswith(core[:2]) and 2 * len(core) >= len(registered) and _is_abridged(core, registered)


def _is_abridged(short: str, full: str) -> bool:
    """Whether `short` is `full` without some characters, none of which says something by itself."""
    left_out, place = "", 0
    for char in short:
        found = full.find(char, place)
        if found < 0:
            return False
        left_out, place = left_out + full[place:found], found + 1
    return not has_telling(left_out + full[place:])


def near_code(code: str, codes: Iterable[str]) -> str | None:
    """The one of `codes` that a written number misses by at most two characters; None where several are as near.

    Only for numbers of the same record, the policies of one enterprise say: neighbours in a series are all alike.
    """
    missed = {known: _missed(code, known) for known in codes}
    least = min(missed.values(), default=MOST_MISSED + 1)
    near = [known for known, count in missed.items() if count == least]
    return near[0] if least <= MOST_MISSED and len(near) == 1 else None


def is_same_name(name: str, registered: str) -> bool:
    """Whether a written name is the registered one but for width, white space or a bracket that was left out."""
    return plain(name) in {plain(registered), _ADDITION.sub("", plain(registered))}


def _missed(code: str, known: str) -> int:
    return sum(max(map(len, pair)) for pair in differences(code, known))
