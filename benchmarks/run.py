"""`make bench`: imports, exports, lists and scoping beside their peers, in one run on one machine, as ratios.

Works in databases of its own, dropped at the end. Prints a table; figures go to `benchmarks/results.json`.
"""

import json
import os
import platform
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")

from safety_portal import bootstrap

bootstrap.use_owner()
bootstrap.start()

import django

django.setup()

from django.test.utils import get_runner

from benchmarks import exports, hazards, imports, lists, promised, register


def main() -> int:
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    figures: dict[str, float] = {}
    for parts in (
        (imports.measure, exports.measure),
        (register.measure,),
        (lists.measure, promised.measure),
        (hazards.measure_import,),
        (hazards.measure,),
    ):
        databases = runner.setup_databases()
        try:
            for measure in parts:
                figures |= measure()
        finally:
            runner.teardown_databases(databases)
    for name, value in figures.items():
        print(f"{name:<72} {value:>12}")
    results = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        **figures,
    }
    (ROOT / "benchmarks" / "results.json").write_text(
        json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
