"""Runs mutants from within a pytest session that has collected the tests; see `tools/mutants.py`."""

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from types import CodeType, FrameType, FunctionType

import pytest
from _pytest.runner import runtestprotocol

from mutation.choosing import ROOT, SIGHT, Mutant, changed_code, decides_on_sight
from mutation.reporting import Verdict

#: Seconds of work of unchanged tests that one mutant may cost: what else the machine does chooses no tests.
MOST_IN_PLACE, MOST_FRESH = 60.0, 20.0
#: A mutant that takes so many times as long as its unchanged tests, and so many seconds more, has stopped ending.
TIMES_LONGER, SECONDS_LONGER = 5, 60
SURVIVED, KILLED, ENDLESS = 0, 1, -1
#: A function: file, first line, name.
Unit = tuple[str, int, str]


class Recorder:
    """Which functions of the changed files are called."""

    def __init__(self, files: set[str]) -> None:
        self.files = files
        self.units: set[Unit] = set()

    def start(self) -> None:
        threading.settrace(self._call)
        sys.settrace(self._call)

    def stop(self) -> set[Unit]:
        """Stop, and hand out what was called since the start."""
        sys.settrace(None)
        threading.settrace(None)
        units, self.units = self.units, set()
        return units

    def _call(self, frame: FrameType, _event: str, _arg: object) -> None:
        code = frame.f_code
        if code.co_filename in self.files:
            self.units.add((code.co_filename, code.co_firstlineno, code.co_name))


def unit_of(mutant: Mutant) -> Unit | None:
    """The outermost function that the change lies in; None for what is read at import."""
    node = mutant.change.unit
    if node is None:
        return None
    lines = [node.lineno, *[one.lineno for one in getattr(node, "decorator_list", [])]]  # type: ignore[attr-defined]
    name = getattr(node, "name", "<lambda>")
    return str(ROOT / mutant.path), min(lines), name


def codes_in(code: CodeType) -> list[CodeType]:
    """A code object and all inside it."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    return [code, *[deeper for one in inner for deeper in codes_in(one)]]


class Runs:
    """The plug-in: takes the place of pytest's own loop over the tests. `verdicts` are the result."""

    def __init__(self, mutants: Sequence[Mutant], accepted: dict[tuple[str, str, str], str]) -> None:
        self.mutants, self.accepted = mutants, accepted
        self.verdicts: list[Verdict] = []
        self.recorder = Recorder({str(ROOT / mutant.path) for mutant in mutants})
        self.recorder.start()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.called_at_import = self.recorder.stop()
        self.items = {item.nodeid: item for item in session.items}
        self.run = self._number_of_run(session.config)
        self.functions = self._living_functions()
        gc.collect()
        gc.freeze()
        print(f"{len(self.mutants)} mutants; {len(self.items)} tests run unchanged first", flush=True)
        self._read_unchanged()
        started = time.monotonic()
        for number, mutant in enumerate(self.mutants, start=1):
            verdict = self._judge(mutant)
            self.verdicts.append(verdict)
            seconds = time.monotonic() - started
            print(f"{number:4} {seconds:6.0f} s  {verdict.outcome:9}{mutant.words}  [{verdict.how}]", flush=True)
        return True

    @staticmethod
    def _number_of_run(config: pytest.Config) -> int:
        from tests.servers import run_and_worker

        return run_and_worker(config)[0]

    def _living_functions(self) -> dict[Unit, list[FunctionType]]:
        found: dict[Unit, list[FunctionType]] = defaultdict(list)
        for one in gc.get_objects():
            if isinstance(one, FunctionType) and one.__code__.co_filename in self.recorder.files:
                code = one.__code__
                found[code.co_filename, code.co_firstlineno, code.co_name].append(one)
        return found

    # The unchanged run.

    def _read_unchanged(self) -> None:
        """Run every test unchanged in a child, which makes the template of the databases too."""
        with tempfile.TemporaryDirectory() as folder:
            note = Path(folder) / "unchanged.json"
            in_child(lambda: self._write_unchanged(note), seconds=0)
            told = json.loads(note.read_text(encoding="utf-8"))
        self.seconds = {name: row["seconds"] for name, row in told.items() if not row["failed"]}
        self.work = {name: told[name]["work"] for name in self.seconds}
        self.calls: dict[Unit, list[str]] = defaultdict(list)
        for name in sorted(self.work, key=lambda name: self.work[name]):
            for unit in told[name]["units"]:
                self.calls[unit[0], unit[1], unit[2]].append(name)
        for name, row in told.items():
            if row["failed"]:
                print(f"left out, since it fails unchanged: {name}", flush=True)
        print(f"unchanged: {sum(self.seconds.values()):.0f} s", flush=True)

    def _write_unchanged(self, note: Path) -> int:
        told = {}
        names = list(self.items)
        # Once for nothing: the first test makes the databases, which is no time of its own.
        if len(names) > 1:
            run_test(self.items[names[0]], self.items[names[1]])
        for name, following in zip(names, [*names[1:], names[-1]], strict=True):
            started, work = time.monotonic(), time.process_time()
            self.recorder.start()
            failed = run_test(self.items[name], self.items[following])
            units = sorted(self.recorder.stop())
            spent = {"seconds": time.monotonic() - started, "work": time.process_time() - work}
            told[name] = {"failed": failed, "units": units, **spent}
        note.write_text(json.dumps(told), encoding="utf-8")
        return SURVIVED

    # One mutant.

    def _judge(self, mutant: Mutant) -> Verdict:
        if reason := self.accepted.get(mutant.key):
            return Verdict(mutant, "accepted", reason)
        unit = unit_of(mutant)
        swap = self._swap(mutant, unit) if unit else None
        names = self._tests(mutant, unit if swap else None)
        if not names:
            return Verdict(mutant, "survived", "no test runs it")
        seconds = sum(self.seconds[name] for name in names) * TIMES_LONGER + SECONDS_LONGER
        if swap:
            code = in_child(lambda: self._run_in_place(swap, names), seconds=int(seconds))
        else:
            code = self._run_fresh(mutant, names, seconds)
        how = f"{len(names)} tests{', stopped since it did not end' if code == ENDLESS else ''}"
        return Verdict(mutant, "survived" if code == SURVIVED else "killed", how)

    def _tests(self, mutant: Mutant, unit: Unit | None) -> list[str]:
        """The tests that call the function; for what is read at import, those near the module and then the others."""
        if unit:
            found = self._first(self.calls.get(unit, []), MOST_IN_PLACE)
            last = self._of_sight(found) if decides_on_sight(mutant) else []
            return [*found, *last]
        path = str(ROOT / mutant.path)
        stem = Path(mutant.path).stem if Path(mutant.path).parent.name not in {"rules", "figures"} else ""
        near = {name for called, names in self.calls.items() if called[0] == path for name in names}
        near |= {name for name in self.seconds if stem and f"/test_{stem}" in name}
        own = f"tests/{mutant.app.replace('.', '/')}/"
        order = sorted(self.seconds, key=lambda n: (n not in near, not n.startswith(own), self.work[n]))
        return self._first(order, MOST_FRESH)

    def _of_sight(self, found: Sequence[str]) -> list[str]:
        return [name for name in self.seconds if name.startswith(SIGHT) and name not in found]

    def _first(self, names: Sequence[str], most: float) -> list[str]:
        found: list[str] = []
        spent = 0.0
        for name in names:
            spent += self.work[name]
            if found and spent > most:
                break
            found.append(name)
        return found

    def _swap(self, mutant: Mutant, unit: Unit) -> Callable[[], None] | None:
        """Gives the living function its changed code; None where that is not the whole of the change."""
        living = self.functions.get(unit, [])
        codes = [
            c
            for c in codes_in(changed_code(ROOT / mutant.path, mutant.number))
            if (c.co_firstlineno, c.co_name) == unit[1:]
        ]
        originals = {function.__code__ for function in living}
        if unit in self.called_at_import or len(originals) != 1 or len(codes) != 1:
            return None
        if {function.__code__.co_freevars for function in living} != {codes[0].co_freevars}:
            return None

        def swap() -> None:
            for function in living:
                function.__code__ = codes[0]

        return swap

    def _run_in_place(self, swap: Callable[[], None], names: Sequence[str]) -> int:
        swap()
        for name, following in zip(names, [*names[1:], names[-1]], strict=True):
            if run_test(self.items[name], self.items[following]):
                return KILLED
        return SURVIVED

    def _run_fresh(self, mutant: Mutant, names: Sequence[str], seconds: float) -> int:
        order = json.dumps({"path": mutant.path, "number": mutant.number, "tests": list(names)})
        environment = {**os.environ, "PORTAL_TEST_RUN": str(self.run)}
        # In a file: the names of tests are longer than a command may be.
        with tempfile.TemporaryFile("w+", encoding="utf-8") as file:
            file.write(order)
            file.seek(0)
            child = subprocess.Popen(
                [sys.executable, str(ROOT / "tools" / "mutants.py"), "--fresh"],
                cwd=ROOT,
                env=environment,
                stdin=file,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            return child.wait(seconds + SECONDS_LONGER)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            return ENDLESS


def run_test(item: pytest.Item, following: pytest.Item) -> bool:
    """Whether a test fails. What belongs to the whole session is left standing after it."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def in_child(work: Callable[[], int], *, seconds: int) -> int:
    """Run `work` in a fork without its output; `ENDLESS` where it takes longer than `seconds` (0: any time)."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        code = KILLED
        try:
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(seconds)
            silent = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silent, 1)
            os.dup2(silent, 2)
            code = work()
        finally:
            os._exit(code)
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGALRM:
        return ENDLESS
    return os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED
