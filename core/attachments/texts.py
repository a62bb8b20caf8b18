"""Sent documents, read in a child with little memory and time (`reader`): their words for the search, and their pages."""

import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

from core.attachments.contents import DOCX, MIB, PDF, not_taken
from core.attachments.reader import LOCKED
from core.workbooks.compiling import compile_for_children

#: Characters and pages that are read of one file.
MOST_CHARACTERS: Final = 200_000
MOST_PAGES: Final = 500
#: The child's memory, its seconds on the processor and by the clock, and the bytes of what it writes.
MEMORY, CPU, WALL, WRITTEN = 768 * MIB, 30, 60.0, 4 * MIB
_KINDS: Final = {PDF.media_type: "pdf", DOCX.media_type: "docx"}
_CHILD: Final = Path(__file__).parent / "reader.py"
_ROOT: Final = Path(__file__).parents[2]
#: What the child said of PDF files, by their digests, as long as this process lives.
_opened: dict[bytes, str] = {}
MOST_OPENED: Final = 1000


def is_readable(media_type: str) -> bool:
    """Whether files of the type have words that can be read."""
    return media_type in _KINDS


def text_of(stream: IO[bytes], media_type: str) -> str:
    """The words of the document; what of it cannot be read is left out, be it all of it."""
    return _said(stream, _KINDS[media_type])[:MOST_CHARACTERS]


def require_pages(stream: IO[bytes], name: str) -> None:
    """A PDF opens and has a page: its first bytes alone make none. Leaves the stream at its start. Raises Refused."""
    said = _said_of_pages(stream)
    stream.seek(0)
    if said == LOCKED:
        raise not_taken(f"文件「{name[:80]}」须输入密码才能打开，请取消密码保护后重新上传。")
    if said in {"", "0"}:
        raise not_taken(
            f"文件「{name[:80]}」开头是 PDF，但内容不完整，没有可以打开的页面，请重新扫描或导出为 PDF 后上传。"
        )


def _said_of_pages(stream: IO[bytes]) -> str:
    """The same file is opened once: forms of an office are sent again and again."""
    whole = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(MIB):
        whole.update(chunk)
    stream.seek(0)
    digest = whole.digest()
    if digest not in _opened:
        said = _said(stream, "pages")
        if not said:
            return said  # a child that ended early may do better the next time
        if len(_opened) >= MOST_OPENED:
            _opened.clear()
        _opened[digest] = said
    return _opened[digest]


def _said(stream: IO[bytes], kind: str) -> str:
    """What the child says of a document."""
    with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as told:
        while chunk := stream.read(MIB):
            sent.write(chunk)
        size = sent.tell()
        sent.seek(0)
        spec = {
            "path": [str(_ROOT), _site_folder()],
            "kind": kind,
            "size": size,
            "pages": MOST_PAGES,
            "most": MOST_CHARACTERS,
            "memory": MEMORY,
            "cpu": CPU,
            "written": WRITTEN,
        }
        _read(spec, sent, told)
        told.seek(0)
        return told.read().decode("utf-8", "ignore").strip()


def _read(spec: dict[str, object], sent: IO[bytes], told: IO[bytes]) -> None:
    compile_for_children()
    try:
        subprocess.run(
            [sys.executable, "-I", "-S", "-B", str(_CHILD), json.dumps(spec)],
            stdin=sent,
            stdout=told,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            cwd="/",
            timeout=WALL,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return  # what it read until then stands in the file


def _site_folder() -> str:
    """The folder that holds the reader of PDF: the child starts without site packages and gets this one alone."""
    spec = importlib.util.find_spec("pypdf")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pypdf")
    return str(Path(spec.origin).parents[1])
