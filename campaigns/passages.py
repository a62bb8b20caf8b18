"""Where the words of a search stand in a document of the library: the passage around them, and its chapter or page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from campaigns.models import LibraryDocument
from campaigns.services.library import FILE_END, FILES_MARK
from core.attachments.reader import PAGE_END

#: Characters of a passage, and how many of them stand before the first word.
WIDTH: Final = 140
BEFORE: Final = 40
#: Hits of a text among which the best passage is looked for, and the letters of a heading that are shown.
MOST_HITS: Final = 500
HEADING: Final = 30
_NUMBER: Final = "[〇零一二三四五六七八九十百0-9]+"
#: How lines begin that head a part of a text, from the widest part to the narrowest.
_HEADS: Final = tuple(
    re.compile(begins)
    for begins in (rf"附件 ?{_NUMBER}?$", rf"第{_NUMBER}章", rf"第{_NUMBER}节", "[一二三四五六七八九十]+、")
) + tuple(re.compile(begins) for begins in (rf"第{_NUMBER}条", "（[一二三四五六七八九十]+）"))


class Piece(NamedTuple):
    text: str
    is_word: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A cutting of a text, its words apart; `place` says where it stands, empty where nothing is known of it."""

    place: str
    pieces: tuple[Piece, ...]


def pattern_of(words: list[str]) -> re.Pattern[str]:
    """Whichever of the words stands there, the longest first, in small and capital letters, as the search itself takes them."""
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def pieces_of(text: str, words: list[str]) -> tuple[Piece, ...]:
    """The text parted at the words that were looked for."""
    if not words:
        return (Piece(text, False),)
    parts = re.split(f"({pattern_of(words).pattern})", text, flags=re.IGNORECASE)
    return tuple(Piece(part, bool(place % 2)) for place, part in enumerate(parts) if part)


def has_word(pieces: tuple[Piece, ...]) -> bool:
    return any(piece.is_word for piece in pieces)


def passages_of(document: LibraryDocument, words: list[str], *, of_files_alone: bool = False) -> Iterator[Passage]:
    """The best passage of the text, of each file, and of the description, in this order; of texts without a word none."""
    if not words:
        return
    if not of_files_alone and (found := _passage(document.body, words)):
        yield found
    for name, text in _files_of(document):
        if found := _passage(text, words, name):
            yield found
    if not of_files_alone and (found := _passage(document.summary, words, _("What it is for"))):
        yield found


def _files_of(document: LibraryDocument) -> Iterator[tuple[str, str]]:
    """Name and words of each file, as they were read last."""
    for file in document.sought.partition(FILES_MARK)[2].split(FILE_END):
        name, _end, text = file.partition("\n")
        yield name, text


def _passage(text: str, words: list[str], of: str = "") -> Passage | None:
    start = _best_of(text, words)
    if start is None:
        return None
    line, end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
    line = max(line, text.rfind(PAGE_END, 0, start) + 1)
    first = max(line, start - BEFORE)
    last = min(len(text) if end < 0 else end, first + WIDTH)
    said = text[first:last].replace(PAGE_END, " ").strip()
    shown = f"{'…' if first > line else ''}{said}{'…' if last < (len(text) if end < 0 else end) else ''}"
    return Passage(
        " · ".join(filter(None, (of, _page(text, start), _chapter(text[: end if end >= 0 else None])))),
        pieces_of(shown, words),
    )


def _best_of(text: str, words: list[str]) -> int | None:
    """Where the passage with the most different words begins, the first of them; None where there is no word."""
    hits = [(hit.start(), hit.group().casefold()) for hit in islice(pattern_of(words).finditer(text), MOST_HITS)]
    best, most = None, 0
    for place, (start, _word) in enumerate(hits):
        near = {word for at, word in hits[place : place + WIDTH] if at < start + WIDTH - BEFORE}
        if len(near) > most:
            best, most = start, len(near)
    return best


def _page(text: str, start: int) -> str:
    """The page of a file that has pages."""
    return _("page %(n)s") % {"n": text.count(PAGE_END, 0, start) + 1} if PAGE_END in text else ""


def _chapter(text: str) -> str:
    """The headings under which the text ends, the two narrowest of them."""
    heads: dict[int, str] = {}
    for line in text.replace(PAGE_END, "\n").split("\n"):
        level = next((place for place, head in enumerate(_HEADS) if head.match(line)), None)
        if level is not None:
            heads = {place: head for place, head in heads.items() if place < level}
            said = re.split("[。：]", line, maxsplit=1)[0]
            heads[level] = said if len(said) <= HEADING else f"{said[:HEADING]}…"
    return " ".join(list(heads.values())[-2:])
