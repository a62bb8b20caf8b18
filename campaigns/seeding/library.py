"""The library as every installation has it: numbers, issuers, days and our own short descriptions.

The notice and its two annexes, which were published (主动公开), stand there with their text, as printed but for the broken
lines, the width of the punctuation and the persons to call. The text of all others is to be added by the province. What was
not seen in the document itself stands there as 待核 (`is_checked` is false).
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from campaigns.models import LibraryDocument
from campaigns.services.library import sought_of

DATA: Final = Path(__file__).parents[1] / "data" / "documents.csv"
TEXTS: Final = DATA.parent / "texts"
STEP: Final = 10


def seed_library() -> None:
    """A second call changes nothing, nor does it bring back what the province has changed."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [_document(row, place) for place, row in enumerate(csv.DictReader(file), 1)]
    LibraryDocument.objects.bulk_create(rows, ignore_conflicts=True)


def _document(row: dict[str, str], place: int) -> LibraryDocument:
    made = LibraryDocument(
        kind=row["kind"],
        title=row["title"],
        number=row["number"],
        issuer=row["issuer"],
        issued_on=_day(row["issued_on"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        text_state=row["text_state"],
        is_checked=row["checked"] == "yes",
        summary=row["summary"],
        body=text_of(row["text"]) if row["text"] else "",
        place=place * STEP,
    )
    made.sought = sought_of(made)
    return made


@cache
def text_of(name: str) -> str:
    """The text of a document as it was published, a paragraph a line."""
    return (TEXTS / name).read_text(encoding="utf-8").strip()


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
