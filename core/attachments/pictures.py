"""Pictures written anew: turned upright, without position data or anything else that is not the picture.

The bytes are decoded in a child with little memory and time (`decoder`), never in a process of the portal: a small file
can unpack to a gigabyte, and a reader of pictures has had holes before. One child at a time for each process.
"""

import importlib.util
import json
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

from core.attachments.contents import MIB, Content, not_taken
from core.plain import Plain
from core.workbooks.compiling import compile_for_children

#: Width times height that is unpacked at most.
MOST_PIXELS: Final = 60_000_000
#: Longest side of a preview.
PREVIEW_SIDE: Final = 1600
#: The child's memory, its seconds on the processor and by the clock, and the bytes of what it writes.
MEMORY, CPU, WALL, WRITTEN = 768 * MIB, 20, 60.0, 200 * MIB
_FORMAT: Final = {"image/jpeg": "JPEG", "image/png": "PNG"}
_CHILD: Final = Path(__file__).parent / "decoder.py"
_ROOT: Final = Path(__file__).parents[2]
_one_at_a_time: Final = threading.Lock()


def rewritten(stream: IO[bytes], content: Content, name: str) -> tuple[IO[bytes], IO[bytes] | None]:
    """The picture without metadata, and a smaller one for the page where it is large. Raises Refused."""
    kept, small = tempfile.TemporaryFile(), tempfile.TemporaryFile()  # noqa: SIM115 - the caller reads them
    with _one_at_a_time, tempfile.TemporaryFile() as sent:
        size = _copied(stream, sent)
        told = _decoded(sent, size, content, kept, small)
    if "refused" in told:
        kept.close()
        small.close()
        raise not_taken(_sentence(name[:80], *told["refused"]))
    kept.seek(0)
    small.seek(0)
    if told["small"]:
        return kept, small
    small.close()
    return kept, None


def _copied(stream: IO[bytes], place: IO[bytes]) -> int:
    """The child reads from a file of its own: the one sent may live in memory only."""
    stream.seek(0)
    while chunk := stream.read(MIB):
        place.write(chunk)
    stream.seek(0)
    size = place.tell()
    place.seek(0)
    return size


def _decoded(sent: IO[bytes], size: int, content: Content, kept: IO[bytes], small: IO[bytes]) -> Plain:
    """What the child says about the picture; what kills it is a refusal."""
    spec = {
        "path": [str(_ROOT), _site_folder()],
        "format": _FORMAT[content.media_type],
        "size": size,
        "pixels": MOST_PIXELS,
        "side": PREVIEW_SIDE,
        "memory": MEMORY,
        "cpu": CPU,
        "written": WRITTEN,
        "preview": small.fileno(),
    }
    compile_for_children()
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-B", str(_CHILD), json.dumps(spec)],
            stdin=sent,
            stdout=kept,
            stderr=subprocess.PIPE,
            pass_fds=[small.fileno()],
            env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
            cwd="/",
            timeout=WALL,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return {"refused": ["memory", 0, 0]}
    with suppress(ValueError):
        told: Plain = json.loads(done.stderr)
        return told
    return {"refused": ["memory" if done.returncode < 0 else "unreadable", 0, 0]}


def _sentence(shown: str, code: str, width: int, height: int) -> str:
    if code == "pixels":
        return f"图片「{shown}」为 {width}×{height} 像素，超过 {MOST_PIXELS // 10_000} 万像素，请缩小后再上传。"
    if code == "memory":
        return f"图片「{shown}」展开后过大，未能处理，请缩小后再上传。"
    return f"图片「{shown}」无法读取，可能已损坏或不是图片，请重新拍摄或导出后上传。"


def _site_folder() -> str:
    """The folder that holds the reader of pictures: the child starts without site packages and gets this one alone."""
    spec = importlib.util.find_spec("PIL")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("PIL")
    return str(Path(spec.origin).parents[1])
