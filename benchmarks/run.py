"""`make bench`: imports, exports, lists and pages beside their peers, in one run on one machine, as ratios.

`make bench PART=imports,exports` runs the parts named; `PART=all` also those that are left out by default. `ROWS=20000`
makes the workbooks smaller, for a quick look. Works in databases of its own, dropped at the end.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

from safety_portal import bootstrap

bootstrap.use_owner()
bootstrap.start()

import django

django.setup()

from django.conf import settings
from django.test.utils import get_runner

from benchmarks import (
    desks,
    dispositions,
    draws,
    exports,
    hazards,
    imports,
    lists,
    phones,
    promised,
    public,
    questions,
    register,
    reports,
    searching,
    table,
    trail,
    walls,
    world,
)

Figures = dict[str, float]
Measure = Callable[[], Figures]


class Part(NamedTuple):
    """What is measured, in which world, and whether it runs unless it is asked for."""

    world: str
    measure: Measure
    is_default: bool = True


#: Fills an empty database; what that costs belongs to the first part that runs in it.
WORLDS: Final[dict[str, Measure]] = {
    "ledgers": world.build,
    "organisations": world.build_organisations,
    "visits": phones.build,
    "province": lists.build,
    "hundred": reports.build,
    "million": hazards.build,
    "million-unsearched": hazards.build_unsearched,
}
PARTS: Final[dict[str, Part]] = {
    "imports": Part("ledgers", imports.measure),
    "hazards": Part("ledgers", hazards.measure_import),
    "exports": Part("ledgers", exports.measure),
    "enterprises": Part("organisations", register.measure),
    "phones": Part("visits", phones.measure, is_default=False),
    "workbench": Part("province", desks.measure),
    "search": Part("province", searching.measure),
    "questions": Part("province", questions.measure),
    "dispositions": Part("province", dispositions.measure),
    "lists": Part("province", lists.measure),
    "promised": Part("province", promised.measure),
    "trail": Part("province", trail.measure),
    "public": Part("organisations", public.measure),
    "draws": Part("province", draws.measure),
    "reports": Part("hundred", reports.measure),
    "walls": Part("province", walls.measure, is_default=False),
    "walls-imports": Part("ledgers", walls.measure_import, is_default=False),
    "million": Part("million", hazards.measure, is_default=False),
    "reports-million": Part("million-unsearched", reports.measure_million, is_default=False),
}


def chosen(asked: str) -> list[str]:
    """The names of the parts to run: those asked for, separated by commas, `all`, or the default set."""
    if asked == "all":
        return list(PARTS)
    names = [name.strip() for name in asked.split(",") if name.strip()]
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"No such part: {', '.join(unknown)}. There are {', '.join(PARTS)}, and all.")
    return names or [name for name, part in PARTS.items() if part.is_default]


def run_world(name: str, parts: list[str]) -> dict[str, Figures]:
    """The figures of the parts that share a world, in a database of its own."""
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        extra = WORLDS[name]()
        found = {}
        for part in parts:
            begun = time.perf_counter()
            found[part] = extra | PARTS[part].measure()
            extra = {}
            print(f"  {part} took {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        return found
    finally:
        runner.teardown_databases(databases)


def main() -> int:
    names = chosen(os.environ.get("PART", ""))
    begun = time.perf_counter()
    found: dict[str, Figures] = {}
    for place in WORLDS:
        parts = [name for name in names if PARTS[name].world == place]
        if parts:
            figures = run_world(place, parts)
            # At once: a part that breaks later takes nothing along.
            for part in parts:
                print("\n".join(table.lines(part, figures[part])), flush=True)
            table.keep(figures)
            found |= figures
    print(table.summary({name: value for figures in found.values() for name, value in figures.items()}))
    print(f"took {(time.perf_counter() - begun) / 60:.1f} minutes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
