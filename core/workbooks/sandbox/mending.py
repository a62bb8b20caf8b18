"""Archives rewritten before they are read: without blank rows at the end, without characters that XML has not."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

from core.workbooks.sandbox.errors import Refusal
from core.workbooks.sandbox.gate import DAMAGE, feed, new_parser, open_archive
from core.workbooks.texts import is_blank_text

_REFERENCE: Final = re.compile(rb"&#(x[0-9A-Fa-f]{1,8}|[0-9]{1,10});")
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: How Excel escapes a control character: calamine reads it, and the parent removes it with a warning.
_ESCAPED: Final = b"_x0001_"
_XML: Final = (".xml", ".rels")
#: A text in more pieces than this is not looked at to its end.
_ENOUGH: Final = 1_000


def rebuilt(archive: zipfile.ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The archive with some parts changed. What is no XML keeps its name and loses its content: nobody reads it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name in archive.namelist():
            body = changed.get(name)
            copy.writestr(name, body if body is not None else archive.read(name) if name.endswith(_XML) else b"")
    return buffer.getvalue()


def mend_characters(data: bytes, unpacked: int) -> bytes | None:
    """The archive with escapes in place of characters that XML has not; None where it holds none, or is no archive."""
    try:
        archive = open_archive(data, unpacked)
        bodies = {name: archive.read(name) for name in archive.namelist() if name.endswith(_XML)}
    except (Refusal, *DAMAGE):
        return None
    mended = {name: mend_part(body) for name, body in bodies.items()}
    return rebuilt(archive, mended) if mended != bodies else None


def mend_part(body: bytes) -> bytes:
    """The XML with escapes in place of characters that XML has not."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        return body
    return _CONTROL.sub(_ESCAPED, _REFERENCE.sub(_reference, body))


def _reference(match: re.Match[bytes]) -> bytes:
    """A reference to a character as it stands, or an escape where XML has no such character."""
    number = int(match[1][1:], 16) if match[1].startswith(b"x") else int(match[1])
    is_known = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or number >= 0x10000
    return match[0] if is_known and number <= 0x10FFFF else _ESCAPED


def without_tail(archive: zipfile.ZipFile, part: str, strings: str | None) -> bytes | None:
    """The archive with the sheet `part` cut behind the last row that shows something; None where that is the last."""
    tail = _Tail(_blank_strings(archive, strings) if strings else frozenset())
    with archive.open(part) as file:
        feed(tail.parser, file)
    if not tail.cut:
        return None
    with archive.open(part) as file:
        kept = file.read(tail.cut)
    prefix = tail.prefix.encode()
    return rebuilt(archive, {part: kept + b"</%bsheetData></%bworksheet>" % (prefix, prefix)})


def _blank_strings(archive: zipfile.ZipFile, name: str) -> frozenset[str]:
    """The numbers of the shared strings in which nobody sees anything."""
    blank: set[str] = set()
    texts: list[str] = []
    number = 0
    parser = new_parser()

    def end(tag: str) -> None:
        nonlocal number
        if tag.rpartition(":")[2] == "si":
            if is_blank_text("".join(texts)):
                blank.add(str(number))
            number += 1
            texts.clear()

    parser.CharacterDataHandler = _collector(texts)
    parser.EndElementHandler = end
    with archive.open(name) as file:
        feed(parser, file)
    return frozenset(blank)


def _collector(texts: list[str]) -> Callable[[str], None]:
    def collect(data: str) -> None:
        if len(texts) < _ENOUGH:
            texts.append(data)

    return collect


class _Tail:
    """Finds where the first of the last rows that show nothing begins: `cut`, a place in bytes, 0 if there is none."""

    def __init__(self, blank: frozenset[str]) -> None:
        self.parser = new_parser()
        self.prefix = ""
        self.cut = 0
        self._blank = blank
        self._is_shared = False
        self._texts: list[str] = []
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = _collector(self._texts)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "row" and not self.cut:
            self.cut = self.parser.CurrentByteIndex
        elif name == "c":
            self._is_shared = attributes.get("t") == "s"
            self._texts.clear()
        elif name == "worksheet":
            self.prefix = tag.removesuffix("worksheet")

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] != "c":
            return
        text = "".join(self._texts)
        if text not in self._blank if self._is_shared else not is_blank_text(text):
            self.cut = 0
