"""Rows of a sheet's XML that need no parser: those that consist of plain values and nothing else.

Nearly every row of a real workbook is of one form, and a regular expression passes it ten times as fast as an XML
parser with handlers. Whatever deviates in a single byte (a formula, an error, a hidden row, a comment, a prefix,
another encoding) is handed on, so the parser stays the only judge of everything that is not plain.
"""

import re
from collections.abc import Iterator
from typing import IO, Final

CHUNK: Final = 1 << 20
#: A row that has no end within so many bytes is the parser's.
MAX_PLAIN_ROW: Final = 4 << 20
#: The first portion is kept to the end, as it holds the titles: it is no larger than this.
FIRST: Final = 3 << 20
_END: Final = b"</row>"
_FILLED: Final = re.compile(rb'<c r="([A-Z]{1,3})[0-9]+"[^>/]*>(?!</c>)')
#: The end of a cell that holds a value: what ends behind its own attributes is empty.
_HOLDS: Final = re.compile(rb"[vs]></c>")
_CLOSED: Final = re.compile(rb"</[^<>]*sheetData")
#: Filled columns that one expression can leave out.
_MAX_KNOWN: Final = 100

#: Told of plain rows: their numbers with whether they hold a value, and the letters of filled columns not told before.
Plain = tuple[list[tuple[int, bool]], set[str]]


def plain_row(percent: frozenset[str]) -> re.Pattern[bytes]:
    """The pattern of a plain row. Cells in one of the `percent` styles are plain below 1 only, where they are values."""
    rates = b"|".join(re.escape(style.encode()) for style in sorted(percent)) or b"-"
    named = rb'spans|s|customFormat|customHeight|outlineLevel|collapsed|x14ac:dyDescent|ht(?!="0")'
    attributes = rb"(?: (?:(?:" + named + rb')="[^"<>&]*"|hidden="(?:0|false)"))*'
    style = rb'(?: s="(?!(?:' + rates + rb')")[0-9]{1,5}")?(?: t="(?:s|n|inlineStr|str|b)")?'
    value = rb'(?:<v>[^<]*+</v>|<is><t(?: xml:space="preserve")?>[^<]*+</t></is>)'
    rate = rb' s="(?:' + rates + rb')"(?: t="n")?><v>0(?:\.[0-9]+)?</v></c>'
    cell = rb'<c r="[A-Z]{1,3}\1"(?:' + rate + rb"|" + style + rb"(?: ?/>|>(?:" + value + rb")?</c>))"
    return re.compile(rb'\s*<row r="([1-9][0-9]{0,6})"' + attributes + rb">(?:" + cell + rb")*+</row>")


class PlainRows:
    """Splits a sheet part into plain rows and the rest, in the order of the file.

    `cuts` are bytes of the part that stand between two plain rows, at least `portion` from each other, the first one
    earlier; none for 0.
    """

    def __init__(self, percent: frozenset[str], portion: int = 0) -> None:
        self.cuts: list[int] = []
        self._portion = portion
        self._match = plain_row(percent).match
        self._buffer = b""
        self._passed = 0
        self._is_safe = True
        self._known: set[bytes] = set()
        self._unknown = _FILLED

    def split(self, part: IO[bytes]) -> Iterator[bytes | Plain]:
        """Pieces of `part`: bytes are for the parser, runs of plain rows were left out of them."""
        while chunk := part.read(CHUNK):
            self._buffer += chunk
            yield from self._pieces()
        yield self._buffer

    def _pieces(self) -> Iterator[bytes | Plain]:
        """Everything in the buffer that can be decided before more arrives."""
        buffer, position = self._buffer, 0
        while self._is_safe:
            rows, end = self._run(buffer, position)
            if rows:
                yield rows, self._filled(buffer, position, end)
            stop = buffer.find(_END, end) + len(_END)
            position = end
            if stop < len(_END):
                break
            yield self._foreign(buffer[end:stop])
            position = stop
        if not self._is_safe or len(buffer) - position > MAX_PLAIN_ROW:
            yield self._foreign(buffer[position:])
            position = len(buffer)
        self._buffer = buffer[position:]
        self._passed += position

    def _run(self, buffer: bytes, position: int) -> tuple[list[tuple[int, bool]], int]:
        """The plain rows that stand one behind the other from `position`, and where they end."""
        rows: list[tuple[int, bool]] = []
        start = position
        while match := self._match(buffer, position):
            start, end = position, match.end()
            rows.append((int(match[1]), _HOLDS.search(buffer, position, end) is not None))
            position = end
        if len(rows) > 1:
            self._cut(self._passed + start)
        return rows, position

    def _cut(self, place: int) -> None:
        least = self._portion if self.cuts else min(self._portion, FIRST)
        if least and place - (self.cuts[-1] if self.cuts else 0) >= least:
            self.cuts.append(place)

    def _filled(self, buffer: bytes, start: int, end: int) -> set[str]:
        """The columns filled there that were not before: nearly always none, which one search tells."""
        if not self._unknown.search(buffer, start, end):
            return set()
        fresh = set(_FILLED.findall(buffer, start, end)) - self._known
        self._known |= fresh
        if len(self._known) <= _MAX_KNOWN:
            known = b"|".join(sorted(self._known))
            self._unknown = re.compile(rb'<c r="(?!(?:' + known + rb')[0-9])[A-Z]{1,3}[0-9]+"[^>/]*>(?!</c>)')
        else:
            self._unknown = _FILLED
        return {name.decode() for name in fresh}

    def _foreign(self, piece: bytes) -> bytes:
        """A piece for the parser. Behind a comment or CDATA what looks like a row may be none: no more is left out."""
        if b"<!" in piece:
            self._is_safe = False
        if self._portion and _CLOSED.search(piece):
            self._portion = 0
        return piece
