"""The scan hook: every file that is sent goes past clamd, when one is configured (`CLAMD_ADDRESS`).

clamd's own protocol over a socket: INSTREAM, chunks with their length, an empty one, then one line of answer. A scanner
that is away or answers anything else than a verdict is no verdict: the file waits, seen and not handed out, until the
scanner has looked at it (`core.tasks.rescan_files`).
"""

import socket
from contextlib import suppress
from typing import IO, Final

from django.conf import settings

from core.choices import ScanState

CHUNK: Final = 1 << 16
#: Seconds for one step of the talk, and the most bytes of an answer.
STEP, MOST_ANSWER = 20.0, 4096


def is_configured() -> bool:
    return bool(settings.CLAMD_ADDRESS)


def scan(stream: IO[bytes]) -> ScanState:
    """The verdict on an open stream, which is left at its start."""
    if not is_configured():
        return ScanState.UNSCANNED
    stream.seek(0)
    try:
        with _connected(settings.CLAMD_ADDRESS) as talk:
            answer = _answer(talk, stream)
    except OSError:
        answer = ""
    finally:
        stream.seek(0)
    if answer.endswith(" FOUND"):
        return ScanState.INFECTED
    return ScanState.CLEAN if answer == "stream: OK" else ScanState.WAITING


def _connected(address: str) -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`. Raises OSError."""
    if address.startswith("unix:"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(STEP)
        try:
            talk.connect(address.removeprefix("unix:"))
        except OSError:
            talk.close()
            raise
        return talk
    host, _colon, port = address.removeprefix("tcp://").rpartition(":")
    if not port.isdecimal():
        raise OSError(f"CLAMD_ADDRESS is no address: {address}")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=STEP)


def _answer(talk: socket.socket, stream: IO[bytes]) -> str:
    talk.sendall(b"zINSTREAM\0")
    # A scanner that has seen enough closes its end; its answer stands there all the same.
    with suppress(BrokenPipeError, ConnectionResetError):
        while chunk := stream.read(CHUNK):
            talk.sendall(len(chunk).to_bytes(4, "big") + chunk)
        talk.sendall(bytes(4))
    answer = b""
    while b"\0" not in answer and len(answer) < MOST_ANSWER and (more := talk.recv(1024)):
        answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
