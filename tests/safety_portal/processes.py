"""Users of embedded servers, and the servers' processes, for tests of both."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
USE = """
import sys
from safety_portal import bootstrap
bootstrap.start()
a = bootstrap.addresses()
print(a.database_url, a.redis_url, flush=True)
sys.stdin.read()
"""
#: Seconds for which anything is waited: enough for a machine that is much slower and busy besides.
PATIENCE = 300.0


def environment(folder: Path, **changes: str) -> dict[str, str]:
    left = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "DATABASE_OWNER_URL"}}
    return {**left, "PORTAL_DATA_DIR": str(folder), "PORTAL_MODE": "test", "PYTHONPATH": str(ROOT), **changes}


def start_user(folder: Path, **changes: str) -> "subprocess.Popen[str]":
    """A process that prints the servers' addresses and uses them until its input ends, so that none is left behind."""
    return subprocess.Popen(
        [sys.executable, "-c", USE],
        cwd=ROOT,
        env=environment(folder, **changes),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def addresses(user: "subprocess.Popen[str]") -> list[str]:
    assert user.stdout is not None
    line = user.stdout.readline().split()
    assert len(line) == 2, user.stderr.read() if user.stderr else ""
    return line


def processes(folder: Path) -> list[int]:
    """Servers and keeper of a folder: by their working folder or their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes().decode(errors="replace")
            place = str((entry / "cwd").readlink())
        except OSError:
            continue
        if str(folder) in command or place.startswith(str(folder)):
            found.append(int(entry.name))
    return found


def eventually(condition: Callable[[], Any], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def cmdline(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def open_files(pid: int) -> list[str]:
    """What the process holds open: paths, and names of pipes and sockets."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        try:
            found.append(str(entry.readlink()))
        except OSError:
            continue  # closed meanwhile
    return found


def kill(pids: list[int]) -> None:
    """Kill what still runs of `pids`: a server's children go with it, often before their turn."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def data_folder(name: str) -> Iterator[Path]:
    """A data folder under /tmp that is new; in the end its processes are killed, and it goes."""
    base = Path("/tmp") / f"{name} {os.getpid()} {time.monotonic_ns()}"
    base.mkdir(mode=0o755)
    yield base / "var"
    kill(processes(base))
    subprocess.run(["rm", "-rf", str(base)], check=True)
