"""The drills: one for each kind of fault, each of which answers whether nothing was lost."""

import os
import random
import time
from math import ceil
from typing import Final

from browsing import Browser

from drills.lines import SlowLine
from drills.victims import Narrow, Victim
from drills.workbooks import Sender, Steady, is_done, run_of, send_workbook, upload
from drills.writers import PEOPLE, Writer, back_after, drill, told, writing

#: A job that was asked for while Valkey was away is done within so many seconds of its return.
JOB_SECONDS: Final = 120.0
#: What the slow network does to workbooks: how many come at once, so many bytes each, and what others may wait meanwhile.
CRAWL, CRAWL_SPEED, UPLOADS, UPLOAD_BYTES, MOST_WAIT = 2.0, 10_000, 4, 100_000, 5.0

#: A job whose worker was killed goes on elsewhere within so many seconds, 95 of 100 times; the rows of its workbook, and
#: for how many seconds of its run the worker lives.
RESUME_SECONDS, JOB_ROWS, LIVES = 60.0, 6000, 2.0


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


def web_drill(portal: Victim, kills: int, number: int, first: int) -> bool:
    """Web processes are killed while notes and workbooks come; files that they leave behind go by night."""
    steady = [Steady(portal.port, name) for name in PEOPLE[:2]]
    for sender in steady:
        sender.start()
    is_fine = drill(portal, "web", portal.kill_web, kills, number, first)
    for sender in steady:
        sender.is_over = True
    for sender in steady:
        sender.join(timeout=60)
    rows = {number for (number,) in portal.asked("SELECT id FROM imports_upload")}
    known = {upload for sender in steady for upload in sender.known}
    before = len(portal.orphans())
    portal.remove_orphans()
    after = len(portal.orphans())
    print(
        f"web: {len(known)} workbooks acknowledged, {len(known - rows)} lost; "
        f"{before} files without a row, {after} after the sweep"
    )
    return is_fine and known <= rows and not after


def worker_drill(portal: Victim, kills: int) -> bool:
    """The process that checks a workbook is killed: another run begins in time, and the check ends once."""
    person, waits, runs = Browser(portal.port, "em-330200").sign_in(), list[float](), list[int]()
    rows = "".join(f"{number:09},演练,,,,,,,,,\n" for number in range(JOB_ROWS))
    with portal.working() as worker:
        while len(waits) < kills:
            token, _page = person.token("/uploads/new/enterprises/")
            number = send_workbook(person, token, f"{rows}{len(runs):09},第{len(runs)}次,,,,,,,,,\n")
            if number is None:
                return False
            while run_of(portal, number)[0] == "QUEUED":
                time.sleep(0.01)
            time.sleep(random.random() * LIVES)
            portal.kill_child(worker)
            killed = time.monotonic()
            was_met = run_of(portal, number) == ("RUNNING", 1)
            while run_of(portal, number) == ("RUNNING", 1):
                time.sleep(0.1)
            if was_met:
                waits.append(time.monotonic() - killed)
            while not is_done(portal, number):
                time.sleep(0.1)
            runs.append(run_of(portal, number)[1])
    waits.sort()
    worst = waits[ceil(0.95 * len(waits)) - 1]
    print(
        f"worker: {len(waits)} kills met a run, {len(runs)} jobs done, {max(runs)} runs at most; "
        f"another run after {waits[len(waits) // 2]:.1f} s in the middle, {worst:.1f} s at the 95th percentile"
    )
    return worst <= RESUME_SECONDS


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
