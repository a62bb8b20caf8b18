"""The keeper: stops both servers when their last user has left, however it left.

Run as a program by `pair.ensure_keeper` with the data folder as its argument.
"""

import fcntl
import signal
import sys
import time
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from safety_portal.embedded.folder import Folder
from safety_portal.embedded.pair import KEEPER, START, USERS
from safety_portal.embedded.postgres import Postgres
from safety_portal.embedded.valkey import Valkey

POLL = 0.5
GRACE = 2.5


def in_use(folder: Folder) -> bool:
    """Whether any user still holds the shared lock."""
    with (folder.path / USERS).open("a") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def stop_if_unused(folder: Folder) -> bool:
    """Under the start lock, so that nobody joins servers that are about to go."""
    with folder.lock(START, wait=False) as mine:
        if not mine or in_use(folder):
            return False
        state = folder.read()
        Valkey(folder, state.get("valkey", {})).stop() if "valkey" in state else None
        Postgres(folder, state.get("postgres", {})).stop()
        return True


def keep(folder: Folder) -> None:
    free_since: float | None = None
    while folder.path.exists():
        time.sleep(POLL)
        if not folder.path.exists() or in_use(folder):
            free_since = None
            continue
        free_since = free_since or time.monotonic()
        if time.monotonic() - free_since >= GRACE and stop_if_unused(folder):
            return


def main() -> None:
    for sign in (signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, signal.SIG_IGN)
    folder = Folder(Path(sys.argv[1]))
    with folder.lock(KEEPER, wait=False) as mine:
        if mine:
            keep(folder)


if __name__ == "__main__":
    main()
