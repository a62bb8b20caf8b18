"""The label of a code list that a text means: a sure synonym, one wrong character, a bracketed addition."""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from core.workbooks.suggesting.likeness import has_telling, is_one_slip
from core.workbooks.texts import plain

#: Labels of so many characters may differ from a written one in one character.
SHORTEST_WITH_A_SLIP: Final = 4

_ADDITION: Final = re.compile(r"(.+)\(([^()]*)\)")
#: What people put between labels besides the separators that a column takes.
_SEPARATOR: Final = r"(?:[\s/|\\+&、;,]|以及|和|与|及)+"
_SPLIT: Final = re.compile(r"[\s/|\\+&、;,]+")


class Labels(Protocol):
    """What is asked of a code list here."""

    @property
    def labels(self) -> tuple[str, ...]:
        """All labels, in order."""

    @property
    def synonyms(self) -> Mapping[str, str]:
        """Other words for a label, each plain and in capitals."""

    @property
    def opposed(self) -> bool:
        """Whether the labels exclude each other, as opposites or as steps of one scale."""


def label_of(text: str, codes: Labels) -> str | None:
    """The one label that `text` means, None where that is not sure.

    Opposites and steps of a scale are never guessed: a word between them is as likely to mean the other one.
    """
    word = plain(text)
    sure = {plain(label): label for label in codes.labels}
    found = sure.get(word) or codes.synonyms.get(word.upper())
    if found or codes.opposed:
        return found
    return _without_addition(word, codes, sure) or _with_a_slip(word, codes)


def _without_addition(word: str, codes: Labels, sure: Mapping[str, str]) -> str | None:
    """The label in front of a bracket that only explains it: no digits, no negation, no other label."""
    match = _ADDITION.fullmatch(word)
    if match is None or has_telling(match[2]) or any(other in match[2] for other in (*sure, *codes.synonyms)):
        return None
    return sure.get(match[1]) or codes.synonyms.get(match[1].upper())


def _with_a_slip(word: str, codes: Labels) -> str | None:
    near = [label for label in codes.labels if is_one_slip_in_label(word, plain(label))]
    return near[0] if len(near) == 1 else None


def is_one_slip_in_label(word: str, label: str) -> bool:
    """Whether `word` is the label, which is long enough, but for one character."""
    return len(label) >= SHORTEST_WITH_A_SLIP and is_one_slip(word, label)


def labels_of(text: str, codes: Labels) -> tuple[str, ...] | None:
    """All labels that `text` names, in its order; None unless every part of it is understood."""
    parts = _parts_in(text, codes) or [part for part in _SPLIT.split(text) if part]
    found = [label_of(part, codes) for part in parts]
    labels = [label for label in found if label]
    return tuple(dict.fromkeys(labels)) if labels and len(labels) == len(found) else None


def _parts_in(text: str, codes: Labels) -> list[str]:
    """The labels and synonyms that make up the whole of `text`, whatever stands between them; else nothing.

    A label may itself hold 与 or 和, so the labels are looked for first and not the separators.
    """
    words = _any_of([*codes.labels, *codes.synonyms])
    if not re.fullmatch(f"(?:{words})(?:{_SEPARATOR}(?:{words}))*(?:{_SEPARATOR})?", text):
        return []
    return re.findall(words, text)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
