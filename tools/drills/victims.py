"""The portals to which it is done: what is killed, emptied, taken away or filled, and how it comes back."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from own_portal import ROOT, Portal

from safety_portal import bootstrap
from safety_portal.embedded.folder import Folder
from safety_portal.embedded.pair import START
from safety_portal.embedded.postgres import Postgres, binaries
from safety_portal.embedded.valkey import Valkey

#: The small file system, how long it stays full, and the status that says so.
DISK_MIB, FULL_SECONDS, FULL = 700, 4.0, 507


class Victim(Portal):
    """A portal to which all of it is done."""

    def children(self, pid: int) -> list[int]:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]

    def kill_web(self) -> None:
        """One of the web processes."""
        with suppress(OSError):
            os.kill(random.choice(self.children(self.web.pid)), signal.SIGKILL)

    def kill_child(self, pid: int) -> None:
        """The process that a worker does its jobs in."""
        for child in self.children(pid):
            with suppress(OSError):
                os.kill(child, signal.SIGKILL)

    def kill_database(self) -> None:
        """PostgreSQL with all its processes, as a lost machine would; then it is started as its service would."""
        folder = Folder(self.folder)
        server = Postgres(folder, folder.read()["postgres"])
        head = int((server.data / "postmaster.pid").read_text(encoding="ascii").splitlines()[0])
        family = [head, *self.children(head)]
        for pid in family:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{pid}").exists() for pid in family):
            time.sleep(0.05)
        # A web process that begins anew meanwhile starts the server itself: one of the two does, under the same lock.
        with folder.lock(START):
            server = Postgres(folder, folder.read()["postgres"])
            if not server.answers():
                server.start()

    def empty_valkey(self) -> None:
        import redis

        redis.Redis.from_url(bootstrap.addresses().redis_url).flushall()

    def asked(self, query: str) -> list[tuple[str, ...]]:
        """What the database answers to the owner."""
        with (
            contextlib.closing(
                Postgres(Folder(self.folder), Folder(self.folder).read()["postgres"]).connect("portal")
            ) as line,
            line.cursor() as cursor,
        ):
            cursor.execute(query)
            return list(cursor.fetchall())

    def is_sound(self) -> bool:
        """Whether every table and index of the database is whole, as PostgreSQL's own check says."""
        server = Postgres(Folder(self.folder), Folder(self.folder).read()["postgres"])
        words = [str(binaries(server.folder) / "pg_amcheck"), "--install-missing", "--heapallindexed", "portal"]
        where = ["--host", "127.0.0.1", "--port", str(server.state["port"]), "--username", "postgres", "--no-password"]
        environment = {**server.environment(), "PGPASSWORD": server.state["postgres"]}
        checked = subprocess.run([*words, *where], env=environment, capture_output=True, text=True, check=False)
        (sums,) = self.asked("SHOW data_checksums")
        print(
            f"database: checksums {sums[0]}, pg_amcheck {'sound' if not checked.returncode else checked.stdout[:400]}"
        )
        return not checked.returncode

    def orphans(self) -> set[str]:
        """Files that no row names."""
        media = self.folder / "media"
        rows = {path for (path,) in self.asked("SELECT file FROM core_storedfile")}
        return {str(path.relative_to(media)) for path in (media / "files").rglob("*") if path.is_file()} - rows

    def remove_orphans(self) -> None:
        """As the night does, in eight days."""
        words = (
            "from datetime import timedelta; from core import clock, files, walls; "
            "files.remove_orphans(at=clock.now(), true_at=clock.true_now() + timedelta(days=8))"
        )
        subprocess.run([sys.executable, "manage.py", "shell", "-v", "0", "-c", words], cwd=ROOT, check=True)

    def notes(self) -> Counter[str]:
        """Every note of a drill, and how often it stands there."""
        return Counter(
            text for (text,) in self.asked("SELECT text FROM campaigns_jointnote WHERE text LIKE '故障演练 %'")
        )

    @contextmanager
    def valkey_away(self) -> Iterator[None]:
        """Valkey is gone meanwhile; then it begins at its address again, as its service would."""
        folder = Folder(self.folder)
        valkey = Valkey(folder, folder.read()["valkey"])
        os.kill(valkey.state["pid"], signal.SIGKILL)
        try:
            yield
        finally:
            valkey.start()

    def leave_valkey_alone(self) -> None:
        """From now on no process starts it: it is at an address, as in production."""
        os.environ["REDIS_URL"] = bootstrap.addresses().redis_url
        self.web.terminate()
        self.web.wait()
        self.web = self.start_web()
        self.await_answer()

    @contextmanager
    def working(self) -> Iterator[int]:
        """Worker and beat, which do the jobs and ring again; yields the process whose one child does them."""
        words = [sys.executable, "-m", "celery", "-A", "safety_portal"]
        log = (self.folder / "worker.log").open("ab")
        parts = (["worker", "--concurrency", "1"], ["beat"])
        others = [subprocess.Popen([*words, *part], cwd=ROOT, stdout=log, stderr=log) for part in parts]
        try:
            yield others[0].pid
        finally:
            for other in others:
                other.terminate()
            for other in others:
                other.wait()


class Narrow(Victim):
    """A portal whose whole folder lies on a small file system, which something else fills."""

    def prepare(self) -> None:
        words = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MIB}m,mode=755", "tmpfs", str(self.folder)]
        subprocess.run(words, check=True)

    def fill(self) -> None:
        """Until nothing more fits, for some seconds; then there is room, and the database begins as its service would."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(1 << 20))
        with ballast.open("ab", buffering=0) as file, suppress(OSError):
            while file.write(bytes(1 << 10)):
                pass
        time.sleep(FULL_SECONDS)
        ballast.unlink()
        folder = Folder(self.folder)
        with folder.lock(START):
            server = Postgres(folder, folder.read()["postgres"])
            if not server.answers():
                server.start()

    def end(self) -> None:
        super().end()
        subprocess.run(["umount", str(self.folder)], check=False)
        with suppress(OSError):
            self.folder.rmdir()
