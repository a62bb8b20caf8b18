"""Writers that leave notes, what was acknowledged of them, and the line that a drill prints."""

import random
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, TypeVar

from browsing import TROUBLE, Browser

from drills.victims import FULL, Victim

T = TypeVar("T")
#: One bureau for each writer, in turn.
PEOPLE: Final = ("em-330100", "em-330300", "em-330600", "em-330700")
#: Back within so many seconds after PostgreSQL was killed, or a web process.
RECOVERY_SECONDS: Final = 30.0
#: How often a writer tries to begin.
TRIES: Final = 10


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
