"""Mutation tests: change one thing in a guard, rule, state table, queryset or figure, and see whether a test notices.

    python tools/mutants.py                      every app
    python tools/mutants.py insurers.policies    one app; several may be named
    --sample 40   mutants of each app, drawn with --seed; 0 for all        --again   only those that survived last time
    --module hazards/guards.py                   of this module only; --tests tests/hazards/test_states.py these tests only
    --only deadline__lt                          whose report has this text

Nothing is written to the tree: a mutant lives in the memory of a child process. Where the change lies inside a function,
the child is forked after the tests were collected and gets the function's changed code; what is read when a module is
imported (tables, constants, defaults) is changed by a loader in a fresh process. First all fitting tests run unchanged
and tell which functions they call; a mutant then runs those that call its function, the quickest first, to the first
failure. All use clones of one migrated template (`tests/databases.py`).

Exit 0 where at least 90 % of each app's mutants are killed, those apart that `tools/mutants_accepted.toml` lists with
the reason why nobody could notice them; else 1.
"""

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pytest
from mutation.choosing import drawn, keep_survivors, tests_for
from mutation.fresh import PYTEST, run_fresh
from mutation.reporting import accepted, report
from mutation.runs import Runs


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("apps", nargs="*", metavar="APP")
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--module", action="append", metavar="PATH")
    parser.add_argument("--tests", action="append", metavar="PATH")
    parser.add_argument("--only", action="append", metavar="TEXT")
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    asked = arguments()
    os.chdir(ROOT)
    if asked.fresh:
        return run_fresh(sys.stdin.read())
    mutants = drawn(asked)
    if not mutants:
        print("There is nothing to change.")
        return 0
    runs = Runs(mutants, accepted())
    code = pytest.main([*(asked.tests or tests_for(mutants)), *PYTEST], plugins=[runs])
    if len(runs.verdicts) < len(mutants):
        print(f"The tests could not be run (pytest ended with {int(code)}).")
        return 2
    if not (asked.module or asked.only or asked.tests):
        for app in {mutant.app for mutant in mutants}:
            keep_survivors(app, [v.mutant for v in runs.verdicts if v.mutant.app == app and v.outcome == "survived"])
    return report(runs.verdicts)


if __name__ == "__main__":
    sys.exit(main())
