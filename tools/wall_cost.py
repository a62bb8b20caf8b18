"""What row-level security costs: list pages, with each person's sight and with the sight of everything.

.venv/bin/python tools/wall_cost.py [--rounds 20]

On the ledgers of the data folder, which should be those of `seed_demo --scale province`. Both ways take turns, so that
whatever else the machine does weighs on both; the figures are medians in milliseconds and their ratio.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
from safety_portal import bootstrap

PAGES = ("/enterprises/", "/policies/", "/activities/", "/hazards/", "/gap/", "/policies/?q=示例", "/hazards/?q=作业")
PEOPLE = ("prov-em", "em-330100", "em-330106", "reg-zj", "reg-330300", "ins-a-zj")


@contextmanager
def everything() -> Iterator[None]:
    from core import walls

    former = list(walls._of_person)
    walls.register(lambda _person: walls.SYSTEM)
    try:
        yield
    finally:
        walls.register(former[0])


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def compare(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    work()
    with_walls, without = [], []
    for _round in range(rounds):
        with_walls.append(timed(work))
        with everything():
            without.append(timed(work))
    return statistics.median(with_walls), statistics.median(without)


def shown(client: Any, page: str) -> bytes:
    return bytes(client.get(page).getvalue())


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=20)
    given = arguments.parse_args()
    bootstrap.start()
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from accounts.models import User

    settings.ALLOWED_HOSTS = ["*"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    print(f"{'page':<28}{'person':<12}{'with':>9}{'without':>9}{'ratio':>8}")
    sums = [0.0, 0.0]
    for name in PEOPLE:
        client = Client()
        client.force_login(User.objects.get(username=name), backend="accounts.backends.PortalBackend")
        for page in PAGES:
            if client.get(page).status_code != 200:
                continue
            walled, plain = compare(partial(shown, client, page), given.rounds)
            sums[0] += walled
            sums[1] += plain
            print(f"{page:<28}{name:<12}{walled:9.1f}{plain:9.1f}{walled / plain:8.2f}", flush=True)
    print(f"{'all':<40}{sums[0]:9.1f}{sums[1]:9.1f}{sums[0] / sums[1]:8.2f}")


if __name__ == "__main__":
    main()
