"""The parent's end of the sandbox: starts the child, reads its frames, explains its death."""

import contextlib
import fcntl
import importlib.util
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final

from core.workbooks.compiling import compile_for_children
from core.workbooks.sandbox.frames import Frame

CHILD: Final = Path(__file__).parent / "sandbox" / "child.py"
ROOT: Final = Path(__file__).parents[2]
MAX_FRAME: Final = 1 << 28
READ_SIZE: Final = 1 << 20


class ChildFault(Exception):
    """The child ended without finishing; `code` and `detail` are those of the refusal."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def site_folder() -> str:
    """The folder that holds calamine: the child starts without site packages and gets this one alone."""
    spec = importlib.util.find_spec("python_calamine")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("python_calamine")
    return str(Path(spec.origin).parents[1])


class Child:
    """One running child. `wall` bounds the time spent waiting for it, not the time its reader takes in between."""

    def __init__(self, file: IO[bytes], spec: Mapping[str, object], wall: float) -> None:
        self._left = wall
        self._buffer = bytearray()
        spec = {**spec, "path": [str(ROOT), site_folder()]}
        compile_for_children()
        complaints, their_end = os.pipe()
        os.set_blocking(their_end, False)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-B", str(CHILD), json.dumps(spec)],
                stdin=file,
                stdout=subprocess.PIPE,
                stderr=their_end,
                env={"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
                cwd="/",
                start_new_session=True,
            )
        finally:
            os.close(their_end)
        self._complaints = complaints
        with contextlib.suppress(OSError):  # a small pipe is slower, no more: the child waits for its reader
            fcntl.fcntl(self._output, fcntl.F_SETPIPE_SZ, READ_SIZE)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._output, selectors.EVENT_READ)

    @property
    def _output(self) -> IO[bytes]:
        if self._process.stdout is None:  # never: it was started with a pipe
            raise ChildFault("unreadable", "gave-up")
        return self._process.stdout

    def frame(self) -> Frame:
        """The next frame. Raises ChildFault when the child died or ran out of time."""
        size = int.from_bytes(self._take(4), "big")
        if size > MAX_FRAME:
            raise ChildFault("bomb", "memory")
        body: Frame = json.loads(self._take(size))
        if "refused" in body:
            raise ChildFault(*body["refused"])
        return body

    def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            self._fill()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def _fill(self) -> None:
        """Wait for bytes of the child and take them."""
        started = time.monotonic()
        ready = self._selector.select(max(self._left, 0))
        self._left -= time.monotonic() - started
        if not ready:
            raise ChildFault("timeout")
        data = os.read(self._output.fileno(), READ_SIZE)
        if not data:
            raise self._obituary()
        self._buffer += data

    def _obituary(self) -> ChildFault:
        """Why the child ended before it was done."""
        status = self._process.wait()
        complaint = os.read(self._complaints, 1 << 16)
        if status == -signal.SIGXCPU:
            return ChildFault("timeout")
        out_of_memory = (b"memory allocation", b"MemoryError", b"capacity overflow", b"out of memory")
        if status == -signal.SIGKILL or any(words in complaint for words in out_of_memory):
            return ChildFault("bomb", "memory")
        return ChildFault("unreadable", "gave-up")

    def close(self) -> None:
        """End the child if it still runs, and release everything; may be called twice."""
        if self._complaints < 0:
            return
        self._selector.close()
        self._process.kill()
        self._process.wait()
        self._output.close()
        os.close(self._complaints)
        self._complaints = -1
