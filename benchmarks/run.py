"""`make bench`: imports, exports and a long list beside their peers, in one run on one machine, as ratios.

Works in a database of its own, dropped at the end. Prints a table; figures go to `benchmarks/results.json`.
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

from django.test.utils import get_runner, setup_test_environment

from benchmarks import exports, imports, lists, promised


def main() -> int:
    setup_test_environment()
    from django.conf import settings

    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        figures = {**imports.measure(), **exports.measure(), **lists.measure(), **promised.measure()}
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
