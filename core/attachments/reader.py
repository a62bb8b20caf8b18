"""The limited child that reads a document: PDF or Word on standard input, its words on standard output.

Usage: python -I -S -B reader.py SPEC, where SPEC is the JSON of `core.attachments.texts`. What it cannot read it leaves
out: a damaged page costs that page, a damaged file ends the child without a word. Of kind `pages` it says how many pages
a PDF has, or that it opens with a password only. It imports nothing of Django.
"""

import html
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import BytesIO
from typing import Final, NoReturn
from zipfile import ZipFile

#: Where a Word file keeps its text; no parser of XML is needed for the words alone.
DOCX_TEXT: Final = "word/document.xml"
MOST_XML: Final = 20_000_000
#: What is said of a PDF that opens with a password only.
LOCKED: Final = "locked"
PARAGRAPH_END: Final = re.compile(r"</w:p>")
TAG: Final = re.compile(r"<[^<>]*>")
SPACE: Final = re.compile(r"[ \t\r\f\v]+")
#: What ends each page of a PDF among its words, so that a passage can name its page.
PAGE_END: Final = "\x01"
#: Between two Chinese characters a PDF often breaks or spaces a line: the words are one.
BREAK: Final = re.compile(
    r"(?<=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])\s+(?=[\u3400-\u9fff\u3000-\u303f\uff00-\uffef])"
)


def run() -> NoReturn:
    """Entry point: load the reader, confine, work, leave without clean-up."""
    spec = json.loads(sys.argv[1])
    sys.path.extend(spec["path"])
    import pypdf  # noqa: F401 - loaded before the limits stand

    from core.confining import confine

    confine(spec["memory"], spec["cpu"], spec["written"])
    with os.fdopen(0, "rb") as file:
        data = file.read(spec["size"])
    parts = READERS[spec["kind"]](data, spec["pages"])
    with os.fdopen(1, "wb") as out:
        written = 0
        for text in parts:
            said = tidied(text)[: spec["most"] - written]
            written += len(said) + 1
            out.write(f"{said}\n".encode("utf-8", "ignore"))
            out.flush()  # what was read stays, whatever the next page does to the child
            if written >= spec["most"]:
                break
    os._exit(0)


def tidied(text: str) -> str:
    return BREAK.sub("", SPACE.sub(" ", text.replace("\x00", ""))).strip()


def pages_of(data: bytes, most: int) -> Iterator[str]:
    """The text of the pages, as far as they can be read."""
    import pypdf

    damage = (
        pypdf.errors.PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    )
    pages = pypdf.PdfReader(BytesIO(data)).pages
    for number in range(min(len(pages), most)):
        text = ""
        with suppress(*damage):
            text = pages[number].extract_text()
        yield f"{text}{PAGE_END}"


def words_of(data: bytes, _most: int) -> Iterator[str]:
    """The running text of a Word file."""
    with ZipFile(BytesIO(data)) as archive, archive.open(DOCX_TEXT) as part:
        text = part.read(MOST_XML).decode("utf-8", "ignore")
    yield html.unescape(TAG.sub("", PARAGRAPH_END.sub("\n", text)))


def count_of(data: bytes, _most: int) -> Iterator[str]:
    """How many pages a PDF has; LOCKED where it opens with a password only."""
    import pypdf

    reader = pypdf.PdfReader(BytesIO(data))
    is_locked = reader.is_encrypted and reader.decrypt("") == pypdf.PasswordType.NOT_DECRYPTED
    yield LOCKED if is_locked else str(len(reader.pages))


#: How each kind of order is carried out.
READERS: Final[dict[str, Callable[[bytes, int], Iterator[str]]]] = {
    "pdf": pages_of,
    "docx": words_of,
    "pages": count_of,
}

if __name__ == "__main__":
    run()
