"""Every hostile workbook of the corpus through the reader, each in a process of its own: outcome, seconds, memory.

.venv/bin/python tools/hostile_files.py

Prints how many were taken and refused, the 99th percentile and the longest time, and the most memory of a reading
child. Exit 1 where an outcome is none of those that are right, a child took more than 512 MiB, the 99th percentile is over
5 s or one took more than 30 s (trust.md 4.2 row 5). The time is the clock's: say what else the machine did.
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
    """In the process of its own: the outcome, the seconds, and the bytes of the child that read it."""
    began = time.monotonic()
    told = outcome(Path(path))
    took = time.monotonic() - began
    json.dump([told, took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024], sys.stdout)


def main() -> None:
    if len(sys.argv) > 1:
        return read_one(sys.argv[1])
    times, memory, ends, wrong = [], {}, Counter[str](), []
    with tempfile.TemporaryDirectory() as folder:
        for name, (suffix, make, allowed) in CORPUS.items():
            path = Path(folder) / f"file{suffix}"
            path.write_bytes(make())
            done = subprocess.run([sys.executable, __file__, str(path)], capture_output=True, text=True, check=False)
            told, took, size = json.loads(done.stdout) if done.returncode == 0 else (done.stderr[-200:], 0.0, 0)
            ends["taken" if told == TAKEN else "refused" if told in allowed else "wrong"] += 1
            wrong += [f"{name}: {told}"] if told not in allowed else []
            times.append((took, name))
            memory[name] = size
    times.sort()
    often, (longest, slowest) = times[int(len(times) * 0.99) - 1][0], times[-1]
    largest = max(memory, key=lambda name: memory[name])
    print(f"{len(CORPUS)} files: {dict(ends)}; load {os.getloadavg()[0]:.1f}")
    print(f"99 % within {often:.2f} s, the longest {longest:.2f} s ({slowest})")
    print(f"the most memory of a child {memory[largest] // MIB} MiB ({largest})")
    print("\n".join(wrong), end="\n" if wrong else "")
    sys.exit(bool(wrong) or often > MOST_OFTEN or longest > MOST or memory[largest] > MOST_MEMORY)


if __name__ == "__main__":
    main()
