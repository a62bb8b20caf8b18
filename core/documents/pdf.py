"""PDF of a document or workbook, where LibreOffice is installed (trust.md: limits, a time limit, a profile of its own).

Each conversion has a folder of its own that is gone afterwards, so that two at once do not meet and nothing of one
document stays for the next.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

CONFINED: Final = Path(__file__).parent / "confined.py"
PROGRAMS: Final = ("soffice", "libreoffice")
MEMORY: Final = 4 << 30
SECONDS: Final = 120
WRITTEN: Final = 200 << 20


class NotConvertedError(Exception):
    """LibreOffice did not come to an end, or made nothing; the message says which."""


def program() -> str | None:
    """Where LibreOffice is; None where it is not installed."""
    found = (shutil.which(name) for name in PROGRAMS)
    return next((path for path in found if path), None)


def pdf_of(body: bytes, suffix: str, *, seconds: int = SECONDS) -> bytes:
    """The document as PDF; `suffix` is "docx" or "xlsx". Raises NotConvertedError."""
    office = program()
    if office is None:
        raise NotConvertedError("LibreOffice is not installed")
    with TemporaryDirectory(prefix="portal-pdf.") as folder:
        source = Path(folder) / f"document.{suffix}"
        source.write_bytes(body)
        _run(office, source, Path(folder), seconds)
        made = source.with_suffix(".pdf")
        if not made.is_file() or not made.stat().st_size:
            raise NotConvertedError("LibreOffice made no file")
        return made.read_bytes()


def _run(office: str, source: Path, folder: Path, seconds: int) -> None:
    profile = (folder / "profile").as_uri()
    command = [
        sys.executable, "-I", "-S", "-B", str(CONFINED), str(MEMORY), str(seconds), str(WRITTEN), office, "--headless",
        "--norestore", "--nodefault", "--nolockcheck", f"-env:UserInstallation={profile}", "--convert-to", "pdf",
        "--outdir", str(folder), str(source),
    ]  # fmt: skip
    given = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"}
    child = subprocess.Popen(
        command, env=given, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired as late:
        raise NotConvertedError(f"LibreOffice did not end within {seconds} seconds") from late
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
