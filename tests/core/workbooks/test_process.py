"""The sandbox: what the child may not do, what its death means, and what it costs."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from core.workbooks import Heading, Refused, read_workbook, write_ledger
from core.workbooks.process import CHILD, ROOT, Child, ChildFault, site_folder
from insurers.activities.sheets import ACTIVITIES, ActivityFacts
from tests.core.workbooks.books import THINGS, book, read, things
from tests.core.workbooks.samples import SAMPLES, TODAY, read_all

CONFINED = f"""
import sys
sys.path.extend([{str(ROOT)!r}])
from core.confining import confine
confine(200 << 20, 60)
"""


def confined(code: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process that has confined itself as the child does."""
    return subprocess.run([sys.executable, "-I", "-c", CONFINED + code], capture_output=True, text=True, timeout=300)


def test_it_works_at_all() -> None:
    assert confined("print(1)").stdout == "1\n"


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('127.0.0.1', 80)",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "bytearray(300 << 20)",
    ],
)
def test_the_child_has_no_network_no_programs_and_little_memory(code: str) -> None:
    done = confined(code)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr or "MemoryError" in done.stderr


def test_the_child_cannot_write_a_byte(tmp_path: Path) -> None:
    path = tmp_path / "x"
    assert confined(f"open({str(path)!r}, 'wb', buffering=0).write(b'x')").returncode != 0
    assert not path.exists() or path.stat().st_size == 0


def test_the_child_knows_no_django_and_no_site_packages(tmp_path: Path) -> None:
    sent = things(tmp_path / "a.xlsx", {})
    spy = tmp_path / "spy.py"
    spy.write_text(
        f"import sys; sys.argv = ['child.py', sys.argv[1]]; sys.path.insert(0, {str(CHILD.parents[3])!r})\n"
        "import core.workbooks.sandbox.child as child, os\n"
        "child.os._exit = lambda code: None\n"
        "child.run()\n"
        "sys.stderr.write(' '.join(m for m in sys.modules if m.split('.')[0] in ('django', 'openpyxl', 'site')))\n",
        encoding="utf-8",
    )
    spec = spec_of()
    with sent.open("rb") as file:
        done = subprocess.run([sys.executable, "-I", "-S", str(spy), json.dumps(spec)], stdin=file, capture_output=True)
    assert b'"sheet"' in done.stdout
    assert done.stderr == b""


def spec_of(**changes: Any) -> dict[str, Any]:
    return {
        "titles": {column.title: column.key for column in THINGS.columns},
        "mandatory": ["number", "name"],
        "examples": {},
        "sheet": "",
        "template": "things 1",
        "suffix": ".xlsx",
        "size": 1 << 25,
        "unpacked": 1 << 28,
        "rows": 1000,
        "columns": 100,
        "cells": 10_000,
        "memory": 1 << 30,
        "cpu": 100,
        "path": [str(ROOT), site_folder()],
        **changes,
    }


def test_a_child_that_cannot_start_is_no_crash_of_the_parent(tmp_path: Path) -> None:
    with things(tmp_path / "a.xlsx", {}).open("rb") as file:
        child = Child(file, {"nonsense": True}, 300)
    with pytest.raises(ChildFault) as caught:
        child.frame()
    child.close()
    child.close()
    assert caught.value.code == "unreadable"


def test_a_child_that_burns_its_cpu_time_is_a_timeout(tmp_path: Path) -> None:
    with things(tmp_path / "a.xlsx", {}).open("rb") as file:
        child = Child(file, spec_of(cpu=0), 300)
    with pytest.raises(ChildFault) as caught:
        list(iter(child.frame, None))
    child.close()
    assert caught.value.code in ("timeout", "bomb")


def test_killing_the_child_half_way_is_a_refusal(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [[c.title for c in THINGS.columns], *([["A-1", "螺丝", "2023-8-1", 3]] * 30_000)])
    reading = read_workbook(path, THINGS)
    batches = reading.batches()
    next(batches)
    reading._child._process.kill()
    with pytest.raises(Refused) as caught:
        list(batches)
    assert caught.value.code in ("bomb", "unreadable")
    assert "请" in caught.value.message


def test_the_next_file_is_read_after_a_bad_one(tmp_path: Path) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04" + bytes(100))
    for _ in range(2):
        with pytest.raises(Refused):
            read(bad)
        assert len(read(things(tmp_path / "a.xlsx", {}))) == 1


#: Prints rows and the peak memory of parent and child together, in KiB.
MEASURE = """
import pathlib, re, sys
from core.workbooks import read_workbook
from insurers.activities.sheets import ACTIVITIES

def peak(process):
    status = pathlib.Path(f"/proc/{process}/status").read_text()
    found = re.search("VmHWM:[^0-9]*(?P<kib>[0-9]+)", status)
    return int(found["kib"]) if found else 0  # none once the process has ended

count, memory = 0, 0
reading = read_workbook(sys.argv[1], ACTIVITIES)
for batch in reading.batches():
    count += len(batch)
    memory = max(memory, peak(reading._child._process.pid))
print(count, memory + peak("self"))
"""


def test_twenty_thousand_services_take_little_memory(tmp_path: Path) -> None:
    good = read_all(SAMPLES / "plain" / "activities_INS-A-ZJ.xlsx", ACTIVITIES, ActivityFacts(TODAY, {}, {}))
    stored = [row.values for row in good if len(row.values) == len(ACTIVITIES.columns)]
    many = ({**stored[n % len(stored)], "activity_no": f"FW-{n:06}"} for n in range(20_000))
    path = tmp_path / "many.xlsx"
    write_ledger(ACTIVITIES, many, path, heading=Heading("服务记录", "示例", TODAY))
    done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, cwd=ROOT)
    count, memory = map(float, done.stdout.split())
    assert count == 20_000
    assert memory < 500 * 1024
