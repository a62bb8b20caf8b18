"""Which sentences of a text are no longer true, once the ledgers have moved on (issue 19).

A sentence is held to say its bound numbers, and what the portal drafted, to be drafted so again: 「已全部投保」 names no
number and is untrue as soon as one is missing, in a text kept from an earlier version, too. A day that an editor typed
is held to be that of the version. A number by hand is the office's own word.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from core.plain import Plain
from reports.choices import ReportKind
from reports.documents.sections import Written, drafts_for, sections_of
from reports.documents.text import sentences_of_none
from reports.documents.tokens import (
    CUTOFF,
    Bound,
    Values,
    days_named,
    label_of,
    names_in,
    plain,
    sentences,
    token,
)
from reports.models import Snapshot, Submission
from reports.services.places import place_of
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

    def as_json(self) -> Plain:
        """As a delivery keeps it, under the same names."""
        return {**self._asdict(), "moves": [move._asdict() for move in self.moves]}


def untrue_sentences(snapshot: Snapshot, submission: Submission | None) -> list[Untrue]:
    """The sentences of a version that the ledgers of today make untrue; none where nothing changed."""
    return untrue_of(snapshot, sections_of(snapshot, submission), present_values(snapshot))


def untrue_of(snapshot: Snapshot, written: Sequence[Written], now: Values) -> list[Untrue]:
    """The same over numbers that were counted already."""
    names = list(written[0].bound.values) if written else []
    failed = written[0].bound.failed if written else {}
    bound = Bound({name: now.get(name) for name in names}, snapshot.cutoff, failed)
    drafted_now = {part.key: sentences(part.texts) for part in drafts_for(snapshot, now)}
    of_none = sentences_of_none(ReportKind(snapshot.report), place_of(snapshot.report, snapshot.city_id).name)
    return [
        one
        for section in written
        for one in _of_section(section, bound, drafted_now.get(section.part.key, []), of_none[section.part.key])
    ]


def _of_section(section: Written, now: Bound, drafted_now: Sequence[str], of_none: Collection[str]) -> Iterator[Untrue]:
    """`of_none` are the sentences that hold as long as there is nothing to count."""
    drafted = sentences(section.drafted)
    for number, text in enumerate(sentences(section.paragraphs), 1):
        moves = [*_moves(text, section.bound, now), *_days(text, section.bound)]
        is_drafted = text in drafted or text in of_none
        if moves or (is_drafted and not (text in drafted and text in drafted_now)):
            yield Untrue(section.key, section.heading, number, plain(text, section.bound), moves)


def _days(text: str, bound: Bound) -> list[Move]:
    """Days up to which an editor says to have counted, where the version was counted up to another."""
    day = bound.shown(CUTOFF)
    return [Move(CUTOFF, label_of(CUTOFF), typed, day) for typed in days_named(text) if typed != day]


def _moves(text: str, then: Bound, now: Bound) -> list[Move]:
    names = [name for name in names_in(text) if token(name) in text]
    shown = [Move(name, label_of(name), then.shown(name), now.shown(name)) for name in names]
    return [one for one in shown if one.then != one.now]
