"""Five hundred people sign in at once, and somebody guesses: who is kept waiting, who is locked out.

.venv/bin/python tools/crowd.py [--people 500] [--guesses 10000]

In a data folder of its own, on two web processes. While the crowd signs in, somebody who is in already reads a list;
then wrong passwords for one name come from the address of all, and the others must still get in. Prints both; exit 1
where somebody of the crowd was refused, it took longer than 90 seconds, the reader waited longer than a second at the
95th percentile, or a neighbour was locked out.
"""

import argparse
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from browsing import PASSWORD, TROUBLE, Browser
from own_portal import Portal

MOST_SECONDS, MOST_WAIT = 90.0, 1.0
#: So long a browser waits before it gives up.
PATIENCE = 180.0
#: Copies of one person of the demo, password included: what is measured is the door, not the making of hashes.
COPIES = """
from accounts.models import User
one = User.objects.get(username="em-330100")
rows = []
for number in range({count}):
    one.pk, one.username, one.email = None, f"crowd-{{number:03d}}", ""
    rows.append(User(**{{field.attname: getattr(one, field.attname) for field in User._meta.concrete_fields}}))
User.objects.bulk_create(rows)
"""


def enter(port: int, name: str, password: str = PASSWORD) -> int:
    """The status of one attempt to sign in; 0 where the connection broke."""
    browser = Browser(port, name, PATIENCE)
    try:
        token, _page = browser.token("/accounts/login/")
        form = {"login": name, "password": password, "csrfmiddlewaretoken": token}
        return browser.ask("POST", "/accounts/login/", form)[0]
    except TROUBLE:
        return 0
    finally:
        browser.line.close()


def crowd(port: int, people: int) -> tuple[float, list[int], list[float]]:
    """Seconds until the last one is in, all statuses, and the seconds that a reader waited meanwhile."""
    statuses: list[int] = []
    waits: list[float] = []
    gate, is_over = threading.Barrier(people + 1), threading.Event()

    def come(number: int) -> None:
        gate.wait()
        statuses.append(enter(port, f"crowd-{number:03d}"))

    reader = Browser(port, "em-330600", PATIENCE).sign_in()

    def read() -> None:
        while not is_over.wait(0.2):
            began = time.monotonic()
            reader.ask("GET", "/policies/")
            waits.append(time.monotonic() - began)

    reading = threading.Thread(target=read)
    reading.start()
    comers = [threading.Thread(target=come, args=(number,)) for number in range(people)]
    for comer in comers:
        comer.start()
    gate.wait()
    began = time.monotonic()
    for comer in comers:
        comer.join()
    took = time.monotonic() - began
    is_over.set()
    reading.join()
    return took, statuses, waits


def guess(port: int, guesses: int, threads: int = 8) -> None:
    """Wrong passwords for one name."""

    def work(number: int) -> None:
        for turn in range(number, guesses, threads):
            enter(port, "em-330700", f"Wrong-133-{turn}!")

    workers = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def _p95(waits: list[float]) -> float:
    """A reader who was answered once or never waited as long as that."""
    return statistics.quantiles(waits, n=20)[-1] if len(waits) > 1 else max(waits, default=PATIENCE)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=500)
    arguments.add_argument("--guesses", type=int, default=10_000)
    given = arguments.parse_args()
    portal = Portal()
    try:
        code = COPIES.format(count=given.people)
        subprocess.run([sys.executable, "manage.py", "shell", "-v", "0", "-c", code], cwd=ROOT, check=True)
        took, statuses, waits = crowd(portal.port, given.people)
        inside, p95 = statuses.count(302), _p95(waits)
        print(f"{inside} of {given.people} in after {took:.0f} s; a reader waited {p95:.2f} s at the 95th percentile")
        guess(portal.port, given.guesses)
        guessed, neighbour = enter(portal.port, "em-330700"), enter(portal.port, "em-330300")
        print(f"after {given.guesses} guesses: the guessed name {guessed}, a neighbour {neighbour}")
    finally:
        portal.end()
    is_fine = inside == given.people and took <= MOST_SECONDS and p95 <= MOST_WAIT
    sys.exit(0 if is_fine and neighbour == 302 and guessed != 302 else 1)


if __name__ == "__main__":
    main()
