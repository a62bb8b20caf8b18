"""The data folder: who may use it, its locks, its list of servers, and detached processes."""

import contextlib
import fcntl
import json
import os
import pwd
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Users that a root-started server may become, in this order; the last is a number that needs no account.
SERVICE_USERS = ("postgres", "nobody")
NOBODY = 65534

#: Run by a helper that exits at once: the server becomes nobody's child, so no starter has to reap it.
DETACH = """
import json, os, subprocess, sys
a = json.loads(sys.argv[1])
log = open(a["log"], "ab", buffering=0)
p = subprocess.Popen(a["command"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                     close_fds=True, cwd=a["cwd"], env=a["env"], user=a["uid"], group=a["gid"],
                     extra_groups=None if a["uid"] is None else [])
print(p.pid)
"""


#: What `servers.json` holds: ports and process ids are numbers, passwords texts.
State = dict[str, Any]


class Trouble(Exception):
    """The servers cannot be had; the text is the one sentence that the user needs."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whom the servers run as; None for both where we are an ordinary user already."""

    uid: int | None
    gid: int | None


def service_account() -> Account:
    """PostgreSQL refuses to run as root: there the first existing service user is taken."""
    if os.geteuid() != 0:
        return Account(None, None)
    for name in SERVICE_USERS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    return Account(NOBODY, NOBODY)


def can_reach(path: Path, account: Account) -> bool:
    """Whether the account can pass through all folders to `path` and, for a file, execute it."""
    if account.uid is None or account.gid is None:
        return os.access(path, os.X_OK)
    pid = os.fork()
    if pid == 0:
        code = 1
        with contextlib.suppress(OSError):
            os.setgroups([])
            os.setgid(account.gid)
            os.setuid(account.uid)
            code = 0 if os.access(path, os.X_OK) else 1
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


class Folder:
    """The data folder of one portal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.account = service_account()
        self.state_file = path / "servers.json"
        self.logs = path / "logs"

    def prepare(self) -> None:
        """Make the folder and its parts. Raises Trouble where it cannot be written or reached."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True)
            probe = self.path / f".probe-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise Trouble(
                f"The data folder {self.path} cannot be written ({error.strerror}): "
                "set PORTAL_DATA_DIR to a folder that you may write."
            ) from None
        if self.account.uid is not None:
            with contextlib.suppress(OSError):
                self.path.chmod(self.path.stat().st_mode | 0o111)
            if not can_reach(self.path, self.account):
                raise Trouble(
                    f"The data folder {self.path} cannot be reached by the service user that runs PostgreSQL "
                    "(as root it must not run itself): set PORTAL_DATA_DIR to a folder whose parents others may "
                    "pass, such as one under /var/lib, or start as an ordinary user."
                )

    def own(self, name: str) -> Path:
        """A folder inside ours that belongs to the servers' account, mode 700."""
        folder = self.path / name
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        if self.account.uid is not None and self.account.gid is not None:
            os.chown(folder, self.account.uid, self.account.gid)
        return folder

    @contextlib.contextmanager
    def lock(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        """Hold an exclusive lock while the block runs; yields False where it is taken and `wait` is off."""
        with (self.path / name).open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            yield True

    def read(self) -> State:
        """What `servers.json` says; empty where there is none or it was cut short."""
        try:
            found = json.loads(self.state_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write(self, state: State) -> None:
        """Replace `servers.json` in one step; it holds passwords, so only the owner reads it."""
        fresh = self.state_file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(state, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.state_file)

    def detach(
        self, command: Sequence[str], *, log: str, cwd: Path | None = None, as_service: bool = True,
        environment: dict[str, str] | None = None,
    ) -> int:  # fmt: skip
        """Start a process in a session of its own that holds none of our streams; returns its id."""
        account = self.account if as_service else Account(None, None)
        order = {
            "command": list(command), "log": str(self.logs / log), "cwd": str(cwd or self.path),
            "env": environment if environment is not None else dict(os.environ), "uid": account.uid,
            "gid": account.gid,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-I", "-S", "-c", DETACH, json.dumps(order)], capture_output=True, text=True, check=False
        )
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["unknown"]
            raise Trouble(f"{Path(command[0]).name} could not be started ({last[0]}): see {self.logs / log}.")
        return int(done.stdout)

    def last_words(self, log: str) -> str:
        """The last line of a server's log, for the sentence that says why it did not come up."""
        try:
            lines = (self.logs / log).read_text(encoding="utf-8", errors="replace").strip().splitlines()
        except OSError:
            return ""
        return lines[-1] if lines else ""


def process_is(pid: int, folder: Path) -> bool:
    """Whether a live process with this id has `folder` as its working folder (process ids are used again)."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False
