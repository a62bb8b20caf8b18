"""Which sentences of a text are no longer true, once the ledgers have moved on (issue 19).

A sentence is held to say its bound numbers, and what the portal drafted, to be drafted so again: 「已全部投保」 names no
number and is untrue as soon as one is missing. A number by hand is the office's own word.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reports.documents.sections import Written, drafts_for, sections_of
from reports.documents.tokens import Bound, Values, label_of, names_in, plain, sentences, token
from reports.models import Snapshot, Submission
from reports.services.present import present_values


class Move(NamedTuple):
    """A number of a sentence then and now."""

    name: str
    label: str
    then: str
    now: str


class Untrue(NamedTuple):
    """A sentence that no longer holds: where it stands, as it reads, its numbers that moved."""

    key: str
    heading: str
    number: int
    text: str
    moves: Sequence[Move]


def untrue_sentences(snapshot: Snapshot, submission: Submission | None) -> list[Untrue]:
    """The sentences of a version that the ledgers of today make untrue; none where nothing changed."""
    return untrue_of(snapshot, sections_of(snapshot, submission), present_values(snapshot))


def untrue_of(snapshot: Snapshot, written: Sequence[Written], now: Values) -> list[Untrue]:
    """The same over numbers that were counted already."""
    bound = Bound({name: now.get(name) for name in (written[0].bound.values if written else ())})
    drafted_now = {part.key: sentences(part.texts) for part in drafts_for(snapshot, now)}
    return [one for section in written for one in _of_section(section, bound, drafted_now.get(section.part.key, []))]


def _of_section(section: Written, now: Bound, drafted_now: Sequence[str]) -> Iterator[Untrue]:
    drafted = sentences(section.drafted)
    for number, text in enumerate(sentences(section.paragraphs), 1):
        moves = _moves(text, section.bound, now)
        if moves or (text in drafted and text not in drafted_now):
            yield Untrue(section.key, section.heading, number, plain(text, section.bound), moves)


def _moves(text: str, then: Bound, now: Bound) -> list[Move]:
    names = [name for name in names_in(text) if token(name) in text]
    shown = [Move(name, label_of(name), then.shown(name), now.shown(name)) for name in names]
    return [one for one in shown if one.then != one.now]
