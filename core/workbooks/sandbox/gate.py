"""What a file is, and whether its container may be opened at all: magic, OLE directory, zip entries, DTDs.

Contract, section 4, Refused whole. Nothing is unpacked here beyond the prologue of each XML part.
"""

import contextlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Final, Literal
from xml.parsers import expat

from core.workbooks.sandbox.errors import Refusal

FileKind = Literal["xlsx", "xls", "csv"]

ZIP_MAGIC: Final = b"PK\x03\x04"
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CHUNK: Final = 1 << 16
MAX_TAG: Final = 1 << 20
WORKBOOK_PART: Final = "xl/workbook.xml"
CONTENT_TYPES: Final = "[Content_Types].xml"

#: Errors that mean a damaged archive or part, whatever the library calls them.
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, expat.ExpatError)


def kind_of(data: bytes, suffix: str) -> FileKind:
    """The kind of `data`, by its first bytes; `suffix` (.xlsx, .xls, .csv or empty) has to agree.

    Raises Refusal: not-a-workbook, encrypted, macro.
    """
    if not data:
        raise Refusal("not-a-workbook", "empty")
    if suffix not in ("", ".xlsx", ".xls", ".csv", ".xlsm"):
        raise Refusal("not-a-workbook", "suffix")
    if data.startswith(OLE_MAGIC):
        check_ole(data)
        kind: FileKind = "xls"
    elif data.startswith(ZIP_MAGIC):
        kind = "xlsx"
    elif suffix in ("", ".csv"):
        kind = "csv"
    else:
        raise Refusal("not-a-workbook", "magic")
    if suffix not in ("", f".{kind}", ".xlsm"):
        raise Refusal("not-a-workbook", "suffix-differs")
    return kind


def check_ole(data: bytes) -> None:
    """Refuse OLE files that are encrypted packages, carry macros or hold no workbook stream."""
    names = set(_ole_names(data))
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refusal("encrypted")
    if not names & {"Workbook", "Book"}:
        raise Refusal("not-a-workbook" if names else "unreadable", "other-format")
    if "_VBA_PROJECT_CUR" in names:
        raise Refusal("macro")


def _ole_names(data: bytes) -> Iterator[str]:
    """Names of the storages and streams: directory entries are 128 bytes at multiples of 128, found by their shape.

    Walking the sector chains instead would trust the very tables that a hostile file forges.
    """
    for offset in range(512, len(data) - 127, 128):
        length = data[offset + 64] | data[offset + 65] << 8
        if data[offset + 66] in (1, 2, 5) and 4 <= length <= 64 and not length % 2:
            name = data[offset : offset + length - 2]
            if data[offset + length - 2 : offset + length] == b"\0\0":
                yield name.decode("utf-16-le", "replace")


def open_archive(data: bytes, unpacked_limit: int) -> zipfile.ZipFile:
    """The archive in `data`, its directory checked. Raises Refusal."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except DAMAGE as error:
        raise Refusal("unreadable", "archive") from error
    check_entries(entries, unpacked_limit)
    return archive


def check_entries(entries: list[zipfile.ZipInfo], unpacked_limit: int) -> None:
    """Refuse by the archive's directory alone: encryption, doubtful names, size, missing parts, macros."""
    names = {entry.filename.casefold() for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refusal("encrypted")
    if any(_is_path_like(entry.orig_filename) for entry in entries):
        raise Refusal("unreadable", "entry-names")
    if sum(entry.file_size for entry in entries) > unpacked_limit:
        raise Refusal("bomb", "size")
    check_parts(names)
    if len(names) != len(entries):
        raise Refusal("unreadable", "entry-names")


def _is_path_like(name: str) -> bool:
    """Whether an entry's name could leave its folder or means another thing on another system."""
    parts = name.split("/")
    return name.startswith("/") or ".." in parts or any(char in name for char in "\\:\0") or not name


def check_parts(names: set[str]) -> None:
    """Refuse archives that are no workbook or have macros; `names` are case-folded entry names."""
    if any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names):
        raise Refusal("macro")
    if "xl/workbook.bin" in names:
        raise Refusal("not-a-workbook", "other-format")
    if WORKBOOK_PART not in names:
        is_damaged = any(name.startswith("xl/") for name in names)
        raise Refusal("unreadable" if is_damaged else "not-a-workbook", "parts" if is_damaged else "other-format")


def check_prologues(archive: zipfile.ZipFile) -> None:
    """Refuse archives in which an XML part declares a document type (entities can only stand there)."""
    for entry in archive.infolist():
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            # A broken part that nobody reads does no harm; the readers of the others will say so themselves.
            with contextlib.suppress(expat.ExpatError), archive.open(entry) as part:
                check_prologue(part)


class _RootReached(Exception):
    pass


def check_prologue(part: IO[bytes]) -> None:
    """Parse `part` up to its root element. Raises Refusal on a document type declaration, ExpatError on no XML."""

    def at_root(_name: str, _attributes: dict[str, str]) -> None:
        raise _RootReached

    parser = new_parser()
    parser.StartElementHandler = at_root
    with contextlib.suppress(_RootReached):
        feed(parser, part, 4096)


def new_parser() -> expat.XMLParserType:
    """An XML parser that refuses document types, and with them every entity."""

    def refuse(*_declaration: object) -> None:
        raise Refusal("bomb", "dtd")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, part: IO[bytes], chunk_size: int = CHUNK) -> None:
    """Parse the whole of `part`.

    A tag is scanned again from its beginning whenever more of it arrives, so an endless one costs quadratic time:
    beyond a megabyte the file is refused as a bomb.
    """
    fed = 0
    while chunk := part.read(chunk_size):
        parser.Parse(chunk)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > MAX_TAG:
            raise Refusal("bomb", "size")
    parser.Parse(b"", True)
