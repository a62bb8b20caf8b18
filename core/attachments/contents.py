"""What a file is, by its bytes; the name only has to agree (trust.md, files)."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Final
from xml.parsers import expat

from core.writing import Refused

MIB: Final = 1 << 20
#: What an Office file may unpack to, and into how many parts.
MOST_UNPACKED, MOST_PARTS = 300 * MIB, 5_000


def not_taken(sentence: str) -> Refused:
    """The refusal of a file, at the field that sends files."""
    return Refused(("sent", sentence))


@dataclass(frozen=True, slots=True)
class Content:
    """A kind of content: media type, suffixes that may name it, its family, and the most bytes of one file."""

    media_type: str
    suffixes: tuple[str, ...]
    family: str
    most: int

    @property
    def said(self) -> str:
        """The one format that a file is, in words."""
        return f"{self.suffixes[0].removeprefix('.').upper()} 文件"


JPEG: Final = Content("image/jpeg", (".jpg", ".jpeg"), "picture", 10 * MIB)
PNG: Final = Content("image/png", (".png",), "picture", 10 * MIB)
PDF: Final = Content("application/pdf", (".pdf",), "document", 20 * MIB)
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = Content(f"{_OFFICE}wordprocessingml.document", (".docx",), "document", 20 * MIB)
XLSX: Final = Content(f"{_OFFICE}spreadsheetml.sheet", (".xlsx",), "document", 20 * MIB)
MP4: Final = Content("video/mp4", (".mp4", ".m4v"), "video", 100 * MIB)
WEBM: Final = Content("video/webm", (".webm",), "video", 100 * MIB)
#: The family of what is kept, by its media type.
FAMILY_OF: Final = {one.media_type: one.family for one in (JPEG, PNG, PDF, DOCX, XLSX, MP4, WEBM)}
#: What a kept file is in words, by its media type.
SAID: Final = {one.media_type: one.said for one in (JPEG, PNG, PDF, DOCX, XLSX, MP4, WEBM)}
_MP4_BRANDS: Final = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"MSNV", b"dash")
#: Bytes of the head of a box in an MP4.
EMPTY: Final = 8
#: The whole of a WebM, and the parts of it that say what it shows and that hold it.
_SEGMENT, _TRACKS, _CLUSTER = 0x18538067, 0x1654AE6B, 0x1F43B675
#: The main part of an Office file, its outermost element, and how much of it is read to find that.
_MAIN: Final = {"word/document.xml": "document", "xl/workbook.xml": "workbook"}
_START: Final = 1 << 16
_HEIC_BRANDS: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim")


def content_of(stream: IO[bytes], name: str) -> Content:
    """The content of the stream, left at its start. Raises Refused."""
    stream.seek(0)
    head = stream.read(4096)
    shown = name[:80]
    found = _by_bytes(stream, head, shown)
    stream.seek(0)
    suffix = PurePath(name).suffix.lower()
    if suffix not in found.suffixes:
        raise not_taken(
            f"文件「{shown}」的扩展名与内容不符，内容是 {found.suffixes[0].lstrip('.').upper()}，请改正扩展名后重新上传。"
        )
    return found


def _by_bytes(stream: IO[bytes], head: bytes, shown: str) -> Content:
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _office(stream, shown)
    if head[4:8] == b"ftyp":
        return _boxed(head[8:12], shown)
    if head.startswith(b"\x1aE\xdf\xa3") and b"webm" in head[:64]:
        return WEBM
    raise not_taken(
        f"文件「{shown}」不是可以接收的格式，请上传 JPG、PNG 图片或 PDF、DOCX、XLSX 文件（允许视频处可用 MP4、WebM）。"
    )


def _boxed(brand: bytes, shown: str) -> Content:
    if brand in _HEIC_BRANDS:
        raise not_taken(f"图片「{shown}」是 HEIC 格式，请在手机相机设置中改用兼容性格式，或转换为 JPG 后再上传。")
    if brand in _MP4_BRANDS:
        return MP4
    raise not_taken(f"文件「{shown}」的视频格式不能接收，请转换为 MP4（H.264）后再上传。")


def require_film(stream: IO[bytes], name: str, content: Content) -> None:
    """A film says what it shows and holds it. Raises Refused."""
    is_empty = content == MP4 and not {b"moov", b"mdat"} <= {kind for kind, size in _boxes(stream) if size > EMPTY}
    is_empty |= content == WEBM and not {_TRACKS, _CLUSTER} <= set(_elements(stream))
    if is_empty:
        raise not_taken(f"视频「{name[:80]}」没有画面内容，可能没有录完或者没有传完，请重新导出后再上传。")


def _elements(stream: IO[bytes]) -> Iterator[int]:
    """The elements of a WebM that hold something: the outer ones and those of its segment. The stream ends at its start."""
    at, end = 0, stream.seek(0, 2)
    for _ in range(MOST_PARTS):
        stream.seek(at)
        kind, begins = _whole(stream.read(4), marked=True)
        stream.seek(at + begins)
        size, length = _whole(stream.read(8))
        if not begins or not length:
            break
        at += begins + length
        if kind == _SEGMENT:
            continue  # its elements come next
        if at + min(size, 1) > end:
            break
        if size:
            yield kind
        at += size
    stream.seek(0)


def _whole(head: bytes, *, marked: bool = False) -> tuple[int, int]:
    """A number of EBML and how many bytes it takes, 0 where there is none; a kind keeps the mark of its length."""
    length = 9 - head[0].bit_length() if head and head[0] else 0
    if not 0 < length <= len(head):
        return 0, 0
    number = int.from_bytes(head[:length], "big")
    return (number if marked else number & ((1 << 7 * length) - 1)), length


def _boxes(stream: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    """Kind and size of the outer boxes of an MP4, the stream left at its start."""
    at, end = 0, stream.seek(0, 2)
    while at + EMPTY <= end:
        stream.seek(at)
        head = stream.read(16)
        size = int.from_bytes(head[:4], "big")
        if size == 1:  # a longer one tells its size behind its kind
            size = int.from_bytes(head[8:16], "big")
        size = size or end - at  # the last one may reach to the end
        yield head[4:8], min(size, end - at)
        at += max(size, EMPTY)
    stream.seek(0)


def _office(stream: IO[bytes], shown: str) -> Content:
    """DOCX or XLSX by the parts inside, of which the main one begins as it should; macros and bombs are refused."""
    stream.seek(0)
    begins = {}
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = {part.filename: part.file_size for part in archive.infolist()}
            begins = {part: _root_of(archive, part) for part in _MAIN if part in parts}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, RuntimeError):
        raise not_taken(f"文件「{shown}」已损坏，请重新导出后上传。") from None
    if len(parts) > MOST_PARTS or sum(parts.values()) > MOST_UNPACKED:
        raise not_taken(f"文件「{shown}」解压后过大，请精简内容后再上传。")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise not_taken(f"文件「{shown}」含有宏，请另存为不含宏的格式后再上传。")
    for kind, main in ((DOCX, "word/document.xml"), (XLSX, "xl/workbook.xml")):
        if "[Content_Types].xml" in parts and main in parts:
            if begins[main] != _MAIN[main]:
                raise not_taken(f"文件「{shown}」没有可以打开的内容，请重新导出后上传。")
            return kind
    raise not_taken(f"文件「{shown}」是压缩包，不能接收，请解压后逐个上传。")


class _Found(Exception):
    """The outermost element, which is all that is asked for."""


def _root_of(archive: zipfile.ZipFile, part: str) -> str:
    """The outermost element of a part without its namespace; empty where the part does not begin as XML."""
    names = []

    def begin(name: str, _attributes: object) -> None:
        names.append(name.rpartition(" ")[2])
        raise _Found

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    with archive.open(part) as stream, suppress(_Found, expat.ExpatError):
        parser.Parse(stream.read(_START))
    return names[0] if names else ""
