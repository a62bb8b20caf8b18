"""Kill the portal while it writes, and count what it had acknowledged and has no more.

.venv/bin/python tools/faults.py [--kills 50] [--writers 4] [--away 300]
    [--only web,database,valkey,away,network,uploads,disk]

In a data folder of its own: servers, demo data, and a web server as `make demo` starts them. Writers leave notes
without pause; a note is acknowledged once its answer has come. Meanwhile a web process, or PostgreSQL with all its
processes, is killed with signal 9, Valkey is emptied or away for minutes, the network between browser and portal delays
and resets, workbooks come at a crawl, or the disk is full, with database, journal and files on it: a small file system of
memory that root alone can mount.
Then every acknowledged note must be there, and none twice; a job that was asked for while Valkey was away is done within
two minutes of its return, and somebody could sign in meanwhile; of workbooks at a crawl each is kept whole or not at
all, and others are answered meanwhile. Exit 1 where one is missing or doubled, or where the
portal did not recover within the seconds allowed.
"""

import argparse
import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from browsing import TROUBLE, Browser
from own_portal import Portal

from safety_portal import bootstrap
from safety_portal.embedded.folder import Folder
from safety_portal.embedded.pair import START
from safety_portal.embedded.postgres import Postgres
from safety_portal.embedded.valkey import Valkey

#: One bureau for each writer, in turn.
PEOPLE = ("em-330100", "em-330300", "em-330600", "em-330700")
#: Back within so many seconds after PostgreSQL was killed, or a web process.
RECOVERY_SECONDS = 30.0
#: A job that was asked for while Valkey was away is done within so many seconds of its return.
JOB_SECONDS = 120.0
#: How often a writer tries to begin.
TRIES = 10
T = TypeVar("T")
#: What the slow network does: seconds of delay a piece, bytes a second, one piece of so many breaks its line.
DELAY, SPEED, RESETS = 0.2, 100_000, 100
#: What it does to workbooks: how many come at once, so many bytes each, and what others may wait meanwhile.
CRAWL, CRAWL_SPEED, UPLOADS, UPLOAD_BYTES, MOST_WAIT = 2.0, 10_000, 4, 100_000, 5.0
#: Bytes a piece.
PIECE = 10_000
#: The small file system, how long it stays full, how often that happens, and the status that says so.
DISK_MIB, FULL_SECONDS, MOST_FILLS, FULL = 700, 4.0, 5, 507


def again(deed: Callable[[], T]) -> T:
    """What a deed gives, tried anew where the line breaks: a writer begins on the same network that it is tried on."""
    for _ in range(TRIES - 1):
        with suppress(*TROUBLE):
            return deed()
    return deed()


class Writer(threading.Thread):
    """Leaves notes until told to stop. `sent` are all texts, `known` those with an answer that says they are kept."""

    #: Answers of all writers that say that a disk is full.
    told_full = 0

    def __init__(self, port: int, name: str, number: int) -> None:
        super().__init__(daemon=True)
        self.browser, self.number = again(lambda: Browser(port, name).sign_in()), number
        self.sent: list[str] = []
        self.known: list[tuple[float, str]] = []
        self.is_over = False
        self.token, page = again(lambda: self.browser.token("/joint/"))
        own = re.search(r'href="(/joint/\d+/)"', page)
        if own is None:
            sys.exit(f"{name} has no joint mechanism in the demo.")
        self.path = own[1]

    def run(self) -> None:
        while not self.is_over:
            text = f"故障演练 {self.number}-{len(self.sent)}"
            self.sent.append(text)
            form = {"text": text, "csrfmiddlewaretoken": self.token}
            try:
                status, page = self.browser.ask("POST", f"{self.path}notes/", form)
            except TROUBLE:
                time.sleep(0.1)
                continue
            if status == FULL:
                Writer.told_full += "存储空间已满" in page
                time.sleep(0.1)
            if status == 302:
                self.known.append((time.monotonic(), text))


class Victim(Portal):
    """A portal to which all of it is done."""

    def children(self, pid: int) -> list[int]:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]

    def kill_web(self) -> None:
        """One of the web processes."""
        with suppress(OSError):
            os.kill(random.choice(self.children(self.web.pid)), signal.SIGKILL)

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
        yield
        valkey.start()

    def leave_valkey_alone(self) -> None:
        """From now on no process starts it: it is at an address, as in production."""
        os.environ["REDIS_URL"] = bootstrap.addresses().redis_url
        self.web.terminate()
        self.web.wait()
        self.web = self.start_web()
        self.await_answer()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Worker and beat, which do the jobs and ring again."""
        words = [sys.executable, "-m", "celery", "-A", "safety_portal"]
        log = (self.folder / "worker.log").open("ab")
        parts = (["worker", "--concurrency", "1"], ["beat"])
        others = [subprocess.Popen([*words, *part], cwd=ROOT, stdout=log, stderr=log) for part in parts]
        try:
            yield
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


def disk_drill(fills: int, number: int) -> bool:
    """The disk is full again and again while writers write; whether nothing was lost, and it was told in words."""
    if os.geteuid():
        print("disk: not done: root alone can mount a small file system. This is no pass.")
        return False
    portal = Narrow()
    try:
        is_fine = drill(portal, "disk", portal.fill, fills, number, 9000)
        heard = Writer.told_full
        print(f"disk: {heard} writes were answered that the disk is full")
        return is_fine and heard > 0
    finally:
        portal.end()


class SlowLine:
    """Between browser and portal: each piece is late, few bytes go through a second, some connections are reset."""

    def __init__(self, port: int, delay: float = DELAY, speed: int = SPEED) -> None:
        self.target, self.delay, self.speed = port, delay, speed
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                near, _address = self.door.accept()
                far = socket.create_connection(("127.0.0.1", self.target))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                time.sleep(self.delay + len(piece) / self.speed)
                if random.randrange(RESETS) == 0:
                    break
                other.sendall(piece)
        for end in (one, other):
            end.close()

    def end(self) -> None:
        self.door.close()


@contextmanager
def writing(port: int, number: int, first: int) -> Iterator[list[Writer]]:
    """So many writers at work, stopped at the end."""
    writers = [Writer(port, PEOPLE[each % len(PEOPLE)], first + each) for each in range(number)]
    for writer in writers:
        writer.start()
    try:
        yield writers
    finally:
        for writer in writers:
            writer.is_over = True
        for writer in writers:
            writer.join(timeout=60)


def back_after(writers: list[Writer], since: float) -> float:
    """The moment at which a note was acknowledged again; one beyond the seconds allowed where none was."""
    while time.monotonic() - since < RECOVERY_SECONDS * 2:
        times = [at for writer in writers for at, _text in writer.known[-2:] if at > since]
        if times:
            return min(times)
        time.sleep(0.05)
    return time.monotonic()


def drill(portal: Victim, name: str, deed: Callable[[], None], kills: int, number: int, first: int) -> bool:
    """So many faults of one kind while writers write; whether nothing was lost and the portal came back each time."""
    waits: list[float] = []
    with writing(portal.port, number, first) as writers:
        for _ in range(kills):
            time.sleep(random.uniform(0.3, 1.5))
            began = time.monotonic()
            deed()
            waits.append(back_after(writers, time.monotonic()) - began)
    return told(portal, name, writers, kills, waits)


def slow_drill(portal: Victim, number: int, first: int) -> bool:
    line = SlowLine(portal.port)
    with writing(line.port, number, first) as writers:
        time.sleep(60)
    line.end()
    portal.await_answer()
    return told(portal, "network", writers, 0, [0.0])


def away_drill(portal: Victim, number: int, first: int, seconds: float) -> bool:
    """Valkey is away for minutes while writers write; then what was asked for meanwhile is done."""
    portal.leave_valkey_alone()
    with portal.working(), writing(portal.port, number, first) as writers:
        time.sleep(5)
        with portal.valkey_away():
            before = sum(len(writer.known) for writer in writers)
            person = Browser(portal.port, "em-330200").sign_in()
            asked = upload(person)
            time.sleep(seconds)
            meanwhile = sum(len(writer.known) for writer in writers) - before
        began = time.monotonic()
        while time.monotonic() - began < 2 * JOB_SECONDS and not is_done(portal, asked):
            time.sleep(0.5)
        waited = time.monotonic() - began
        back = back_after(writers, time.monotonic()) - began
    print(
        f"away: {seconds:.0f} s without Valkey, {meanwhile} notes acknowledged meanwhile, the job done after {waited:.1f} s"
    )
    return told(portal, "away", writers, 1, [back - waited]) and meanwhile > 0 and waited <= JOB_SECONDS


def send_workbook(person: Browser, token: str, rows: str = "") -> int | None:
    """Send a list of enterprises; the number of the upload. Raises what a broken connection raises."""
    titles = "统一社会信用代码,企业名称,县(市、区),详细地址,高危行业领域,从业人员数,主要负责人,联系电话,企业状态,是否重点企业,存在外包外租"
    parts = {"csrfmiddlewaretoken": ("", token), "file": (f"{person.name}.csv", f"{titles}\n{rows}")}
    _status, target = person.send("/uploads/new/enterprises/", parts)
    found = re.search(r"/uploads/(\d+)/", target)
    return int(found[1]) if found else None


def upload(person: Browser) -> int:
    """Send a small list of enterprises; the number of the upload."""
    number = send_workbook(person, person.token("/uploads/new/enterprises/")[0])
    if number is None:
        sys.exit("No upload while Valkey is away.")
    return number


class Sender(threading.Thread):
    """Sends a workbook over a line at a crawl. `number` is that of the upload where an answer said it."""

    def __init__(self, browser: Browser, port: int, rows: str) -> None:
        super().__init__(daemon=True)
        self.browser, self.rows = browser, rows
        self.token, _page = browser.token("/uploads/new/enterprises/")
        self.number: int | None = None
        self.slow = Browser(port, browser.name, patience=180)
        self.slow.cookies = browser.cookies

    def run(self) -> None:
        with suppress(*TROUBLE):
            self.number = send_workbook(self.slow, self.token, self.rows)


def crawl_drill(portal: Victim) -> bool:
    """Workbooks at a crawl: each is kept whole or not at all, those acknowledged are there, others are answered."""
    line = SlowLine(portal.port, CRAWL, CRAWL_SPEED)
    rows = "".join(f"{number:09},慢线,,,,,,,,,\n" for number in range(UPLOAD_BYTES // 26))
    senders = [Sender(Browser(portal.port, name).sign_in(), line.port, rows) for name in PEOPLE[:UPLOADS]]
    other, waits, began = Browser(portal.port, "em-330200").sign_in(), [0.0], time.monotonic()
    for sender in senders:
        sender.start()
    while any(sender.is_alive() for sender in senders):
        asked = time.monotonic()
        status, _page = other.ask("GET", "/enterprises/")
        waits.append(time.monotonic() - asked if status == 200 else MOST_WAIT * 2)
        time.sleep(0.5)
    took = time.monotonic() - began
    line.end()
    portal.await_answer()
    names = ", ".join(f"'{sender.browser.name}.csv'" for sender in senders)
    query = f"SELECT u.id, f.size FROM imports_upload u JOIN core_storedfile f ON f.id = u.file_id WHERE f.name IN ({names})"
    kept = portal.asked(query)
    known = {sender.number for sender in senders if sender.number is not None}
    whole = {size for _number, size in kept}
    print(
        f"uploads: {len(senders)} workbooks sent in {took:.0f} s, {len(known)} acknowledged, {len(kept)} kept, sizes {whole}, "
        f"others waited {max(waits):.1f} s at most"
    )
    return known <= {number for number, _size in kept} and len(whole) == 1 and max(waits) <= MOST_WAIT


def is_done(portal: Victim, number: int) -> bool:
    """Whether the job of the upload has ended."""
    query = f"SELECT j.state FROM core_job j JOIN imports_upload u ON u.job_id = j.id WHERE u.id = {number}"
    return portal.asked(query) == [("DONE",)]


def told(portal: Victim, name: str, writers: list[Writer], kills: int, waits: list[float]) -> bool:
    """Print one line of the drill; whether it held."""
    there = portal.notes()
    known = [text for writer in writers for _at, text in writer.known]
    lost = [text for text in known if not there[text]]
    sent = {text for writer in writers for text in writer.sent}
    doubled = [text for text, times in there.items() if times > 1 and text in sent]
    worst = max(waits)
    print(
        f"{name}: {kills} faults, {len(sent)} sent, {len(known)} acknowledged, {len(lost)} lost, "
        f"{len(doubled)} doubled, back after {worst:.1f} s at most"
    )
    return bool(known) and not lost and not doubled and worst <= RECOVERY_SECONDS


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--writers", type=int, default=4)
    arguments.add_argument("--away", type=float, default=300)
    arguments.add_argument("--only", default="web,database,valkey,away,network,uploads,disk")
    given = arguments.parse_args()
    names = given.only.split(",")
    if names == ["disk"]:
        sys.exit(0 if disk_drill(min(given.kills, MOST_FILLS), given.writers) else 1)
    # Its servers are others, and a process starts them once.
    words = [sys.executable, __file__, "--only", "disk", "--kills", str(given.kills)]
    held = [subprocess.run(words, check=False).returncode == 0] if "disk" in names else []
    names = [name for name in names if name != "disk"]
    portal = Victim()
    deeds = {"web": portal.kill_web, "database": portal.kill_database, "valkey": portal.empty_valkey}
    try:
        for place, name in enumerate(names, start=1):
            if name == "network":
                held.append(slow_drill(portal, given.writers, place * 1000))
            elif name == "uploads":
                held.append(crawl_drill(portal))
            elif name == "away":
                held.append(away_drill(portal, given.writers, place * 1000, given.away))
            else:
                held.append(drill(portal, name, deeds[name], given.kills, given.writers, place * 1000))
    finally:
        portal.end()
    sys.exit(0 if all(held) else 1)


if __name__ == "__main__":
    main()
