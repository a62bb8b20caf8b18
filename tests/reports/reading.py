"""Documents as tests read them: the text of a Word file, where the words of a PDF stand."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from docx import Document

#: Points of a millimetre.
MM = 72 / 25.4


def text_of(body: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(body)).paragraphs)


def header_of(body: bytes) -> str:
    return str(Document(BytesIO(body)).sections[0].header._element.xml)


class Word(NamedTuple):
    """A word of a PDF: its page, its box in millimetres from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def words_of(body: bytes, folder: Path) -> list[Word]:
    """The words of a PDF, as poppler finds them."""
    source = folder / "read.pdf"
    source.write_bytes(body)
    told = subprocess.run(["pdftotext", "-bbox", str(source), "-"], capture_output=True, check=True, text=True).stdout
    found, page = [], 0
    pattern = r'xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)<'
    for line in told.splitlines():
        page += "<page " in line
        if match := re.search(pattern, line):
            left, top, right, bottom = (float(one) / MM for one in match.groups()[:4])
            found.append(Word(page, left, top, right, bottom, match[5]))
    return found
