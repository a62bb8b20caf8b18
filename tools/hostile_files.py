"""Every hostile workbook of the corpus through the reader, each in a process of its own: outcome, seconds, memory.

.venv/bin/python tools/hostile_files.py

Prints how many were taken and refused, the 99th percentile and the longest time, by the clock and of the processor, and
the most memory of a reading child. Exit 1 where an outcome is none of those that are right, a child took more than 512
MiB, the 99th percentile is over 5 s or one took more than 30 s by the clock (trust.md 4.2 row 5). What else the machine
did is in the clock's time alone.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.core.workbooks.hostile import CORPUS, TAKEN, outcome

MIB: Final = 1 << 20
MOST_MEMORY: Final = 512 * MIB
MOST_OFTEN, MOST = 5.0, 30.0


def read_one(path: str) -> None:
    """In the process of its own: the outcome, the seconds, and the bytes and the work of the child that read it."""
    began = time.monotonic()
    told = outcome(Path(path))
    took = time.monotonic() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    json.dump([told, took, child.ru_maxrss * 1024, child.ru_utime + child.ru_stime], sys.stdout)


def of_all(seconds: list[tuple[float, str]]) -> tuple[float, float, str]:
    """The 99th percentile, the most, and whose it is."""
    ordered = sorted(seconds)
    return ordered[int(len(ordered) * 0.99) - 1][0], *ordered[-1]


def main() -> None:
    if len(sys.argv) > 1:
        return read_one(sys.argv[1])
    times, works, memory, ends, wrong = [], [], {}, Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        for name, (suffix, make, allowed) in CORPUS.items():
            path = Path(folder) / f"file{suffix}"
            path.write_bytes(make())
            done = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=False)
            ended = json.loads(done.stdout) if done.returncode == 0 else (done.stderr[-200:], 0.0, 0, 0.0)
            told, took, size, work = ended
            ends["taken" if told == TAKEN else "refused" if told in allowed else "wrong"] += 1
            wrong += [f"{name}: {told}"] if told not in allowed else []
            times.append((took, name))
            works.append((work, name))
            memory[name] = size
    often, longest, slowest = of_all(times)
    busy, busiest, hardest = of_all(works)
    largest = max(memory, key=lambda name: memory[name])
    print(f"{len(CORPUS)} files: {dict(ends)}; load {os.getloadavg()[0]:.1f}")
    print(f"99 % within {often:.2f} s, the longest {longest:.2f} s ({slowest})")
    print(f"of the processor 99 % within {busy:.2f} s, the most {busiest:.2f} s ({hardest})")
    print(f"the most memory of a child {memory[largest] // MIB} MiB ({largest})")
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(bool(wrong) or often > MOST_OFTEN or longest > MOST or memory[largest] > MOST_MEMORY)


if __name__ == "__main__":
    main()
