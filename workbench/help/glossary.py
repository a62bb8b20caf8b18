"""The glossary of the handbook, for a page."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

FILE: Final = Path("docs") / "glossary.md"
#: English, Chinese, where in the code, meaning.
CELLS: Final = 4


@dataclass(frozen=True, slots=True)
class Term:
    english: str
    chinese: str
    meaning: str


@cache
def sections() -> tuple[tuple[str, tuple[Term, ...]], ...]:
    """The parts of the glossary with their terms."""
    found: list[tuple[str, list[Term]]] = []
    for line in (Path(settings.BASE_DIR) / FILE).read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            found.append((line.removeprefix("## "), []))
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        is_term = (
            line.startswith("|") and len(cells) == CELLS and cells[0] != "English" and not cells[0].startswith("-")
        )
        if is_term and found:
            found[-1][1].append(Term(cells[0], cells[1], cells[3]))
    return tuple((title, tuple(terms)) for title, terms in found if terms)


def search(text: str) -> list[tuple[str, list[Term]]]:
    """The terms that hold the text in either language; all where it is empty."""
    sought = text.strip().lower()
    chosen = [
        (title, [one for one in terms if sought in f"{one.english} {one.chinese}".lower()])
        for title, terms in sections()
    ]
    return [(title, terms) for title, terms in chosen if terms]
