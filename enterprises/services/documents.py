"""Documents that go with an entry: known formats only, recognised by their first bytes and opened before they are kept."""

from datetime import datetime
from pathlib import PurePath
from typing import IO, Final, TypeAlias

from django.core.files.base import File

from core.attachments.contents import PDF, content_of
from core.attachments.pictures import rewritten
from core.attachments.texts import require_pages
from core.files import store
from core.models import StoredFile
from core.writing import Refused

#: An open file, as a form or a test gives it.
Document: TypeAlias = "IO[bytes] | File[bytes]"
MOST_BYTES: Final = 10 * 1024 * 1024
#: First bytes of what is taken, by suffix.
MAGIC: Final[dict[str, bytes]] = {
    ".pdf": b"%PDF-",
    ".docx": b"PK\x03\x04",
    ".jpg": b"\xff\xd8\xff",
    ".jpeg": b"\xff\xd8\xff",
    ".png": b"\x89PNG\r\n\x1a\n",
}


def store_document(stream: Document, *, name: str, organisation_id: int, at: datetime, place: str = "") -> StoredFile:
    """Store a document, a picture without what its camera wrote into it.

    Raises Refused at the field `place` for another format, an empty or too large file, and one that does not open.
    """
    complaint = complain_document(stream, name)
    if complaint:
        raise Refused((place, complaint))
    try:
        content = content_of(stream, name)
        if content == PDF:
            require_pages(stream, name)
        kept = rewritten(stream, content, name)[0] if content.family == "picture" else stream
    except Refused as refused:
        raise Refused((place, str(refused))) from refused
    return store(kept, name=name, organisation_id=organisation_id, at=at)


def complain_document(stream: Document, name: str) -> str | None:
    """The sentence on a document that is not taken, None for a good one; the stream is left at its start."""
    size = stream.seek(0, 2)
    size = stream.tell() if size is None else size
    stream.seek(0)
    head = stream.read(16)
    stream.seek(0)
    magic = MAGIC.get(PurePath(name).suffix.lower())
    if not size:
        return f"证明文件「{name[:80]}」为空，请重新选择文件。"
    if size > MOST_BYTES:
        return f"证明文件「{name[:80]}」超过 10 MiB，请压缩或拆分后再上传。"
    if magic is None or not head.startswith(magic):
        return f"证明文件「{name[:80]}」不是 PDF、DOCX、JPG 或 PNG 文件，请转换格式后再上传。"
    return None
