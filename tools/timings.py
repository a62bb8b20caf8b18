"""Whether the sign-in tells known names from unknown ones by its time (ASVS 6.3.8).

    python tools/timings.py [http://127.0.0.1:8000] [--count 2000] [--seconds 1800]

On a running demo, or without an address on a portal of this run's own. Every try costs a hash of a password, one after
the other by design: `--seconds` bounds the trying, and what was reached by then is compared and told.

Each name is tried four times at most, so that no lock answers; on a portal of this run's own the failures are then
forgotten and the names come once more. A known and an unknown name are tried one after the
other, now this one first and now that, and only the difference of such a pair counts: a busy moment of the machine meets
both, and what it does to one pair is one rank among hundreds. Prints the medians, the median difference of a pair, the
rank test of Wilcoxon and the distance of Kolmogorov and Smirnov; exit 1 where the pairs differ by more than 5 ms at the
median and the rank test is significant at 1 %, and 2 where fewer pairs were reached than asked for.
"""

import argparse
import csv
import http.client
import itertools
import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlencode, urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from own_portal import Portal

ORGANISATIONS = ROOT / "accounts" / "data" / "organisations.csv"
LOGIN = "/accounts/login/"
TRIES = 4
MOST_MS = 5.0
#: Standard deviations of the rank test at the 1 % level, both ways.
SIGNIFICANT = 2.58
#: Between two lines on how far it is.
TELL_SECONDS = 30


class Door:
    """One browser that tries wrong passwords."""

    def __init__(self, address: str) -> None:
        self.line = http.client.HTTPConnection(urlsplit(address).netloc)
        page, headers = self._ask("GET", None, {})
        self.cookie = headers.split(";", maxsplit=1)[0]
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        if found is None:
            sys.exit("The sign-in page holds no token.")
        self.token = found[1]

    def _ask(self, verb: str, body: str | None, headers: dict[str, str]) -> tuple[str, str]:
        self.line.request(verb, LOGIN, body, headers)
        answer = self.line.getresponse()
        text = answer.read().decode(errors="replace")
        if answer.status != 200:
            sys.exit(f"The door answered {answer.status}: start with names that are not locked.")
        return text, str(answer.getheader("Set-Cookie"))

    def attempt(self, name: str) -> float:
        """Milliseconds of one refusal."""
        body = urlencode({"login": name, "password": "Wrong-133-2023!", "csrfmiddlewaretoken": self.token})
        form = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        began = time.perf_counter()
        self._ask("POST", body, form)
        return (time.perf_counter() - began) * 1000


def rank_test(differences: Sequence[float]) -> float:
    """Wilcoxon's signed ranks, in standard deviations from what pairs without a difference give."""
    ranked = sorted((one for one in differences if one), key=abs)
    count = len(ranked)
    plus = sum(rank for rank, one in enumerate(ranked, start=1) if one > 0)
    deviation = math.sqrt(count * (count + 1) * (2 * count + 1) / 24)
    return (plus - count * (count + 1) / 4) / deviation if count else 0.0


def distance(one: Sequence[float], other: Sequence[float]) -> float:
    """The largest distance of the two distributions, in units of its 1 % level's scale."""
    points = sorted({*one, *other})
    first, second = sorted(one), sorted(other)
    largest, i, j = 0.0, 0, 0
    for point in points:
        while i < len(first) and first[i] <= point:
            i += 1
        while j < len(second) and second[j] <= point:
            j += 1
        largest = max(largest, abs(i / len(first) - j / len(second)))
    return largest * math.sqrt(len(first) * len(second) / (len(first) + len(second)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", nargs="?")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=1800)
    asked = parser.parse_args()
    if asked.address:
        sys.exit(compare(asked.address, asked.count, asked.seconds))
    portal = Portal()
    try:
        failed = compare(f"http://127.0.0.1:{portal.port}", asked.count, asked.seconds, forget_failures)
    finally:
        portal.end()
    sys.exit(failed)


def forget_failures() -> None:
    """On the portal of this run's own, which the environment names."""
    subprocess.run([sys.executable, "manage.py", "axes_reset"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


def compare(address: str, most: int, seconds: float, forget: Callable[[], None] | None = None) -> int:
    """Prints the comparison; 1 where the two kinds of names can be told apart, 2 where the time was up, else 0.

    `forget` lets names be tried again that were tried as often as they may.
    """
    with ORGANISATIONS.open(encoding="utf-8", newline="") as file:
        codes = [row["code"].lower() for row in csv.DictReader(file)]
    known = [code + end for code in codes for end in ("", "-lead")]
    unknown = [f"zz-{name}" for name in known]
    once = TRIES * len(known)
    count = most if forget else min(most, once)
    door = Door(address)
    times: tuple[list[float], list[float]] = ([], [])
    pairs = itertools.islice(itertools.cycle(zip(known, unknown, strict=True)), count)
    began = told = time.monotonic()
    for turn, pair in enumerate(pairs):
        now = time.monotonic()
        if turn and now - began > seconds:
            break
        if now - told > TELL_SECONDS:
            told = now
            print(f"  {turn} of {count} pairs after {now - began:.0f} s", file=sys.stderr, flush=True)
        if forget and turn and turn % once == 0:
            forget()
            door = Door(address)  # forgetting takes longer than the server keeps an idle line
        for which in (turn % 2, 1 - turn % 2):
            times[which].append(door.attempt(pair[which]))
    reached = len(times[0])
    medians = [statistics.median(one) for one in times]
    differences = [one - other for one, other in zip(*times, strict=True)]
    gap, ranks = statistics.median(differences), rank_test(differences)
    print(
        f"{reached} of {count} pairs in {time.monotonic() - began:.0f} s: known {medians[0]:.1f} ms, unknown {medians[1]:.1f} ms; in a pair known less unknown "
        f"{gap:+.2f} ms, ranks {ranks:+.2f} deviations, distance {distance(*times):.2f}; load {os.getloadavg()[0]:.1f}"
    )
    if abs(gap) > MOST_MS and abs(ranks) > SIGNIFICANT:
        return 1
    return 2 if reached < count else 0


if __name__ == "__main__":
    main()
