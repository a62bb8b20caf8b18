"""Mutated files at the gate and the row parser, and texts at the readers of cells, codes, days and names: as many as one
has time for, stopped at any moment, gone on with later.

.venv/bin/python tools/fuzz_files.py --count 1000000
.venv/bin/python tools/fuzz_files.py --more 200000
.venv/bin/python tools/fuzz_files.py --tell

Draws the files of tests/core/workbooks/test_fuzz.py in batches, and as many texts; each batch has a number, and number
and seed make what is in it, so that it can be drawn again. What is done stands in `var/fuzz/count.json` (`--state`) after each batch; a batch
that was broken off is drawn anew. A file with another end than taken or refused is kept beside it with its traceback,
and the command ends with 1. A file may take 30 s of the processor: a process that is paused (`kill -STOP`) uses none.
It gives way to everything else on the machine (`nice`).
"""

import argparse
import json
import os
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import django
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_portal.settings")
django.setup()

from core import identifiers
from core.files import clean_name
from core.views.days import day_in, month_in, way_back
from core.workbooks.cells import BUILDERS, damaged
from tests.core.workbooks.books import THINGS
from tests.core.workbooks.hostile import REFUSALS, TAKEN
from tests.core.workbooks.test_fuzz import ANY_BYTES, SUFFIXES, in_process, mutated_bytes, mutated_parts

#: Files of a batch, and texts of one: four batches of files come to one of texts.
BATCH, TEXTS = 500, 2000
#: Seconds of the processor for one file.
MOST: Final = 30.0
#: So many files with a wrong end are kept.
KEPT: Final = 50
XLSX: Final = st.just(".xlsx")
#: Pieces of which texts are made that are nearly days, amounts, codes, telephones, numbers of papers, addresses.
PIECES: Final = (
    "2023",
    "年",
    "11",
    "月",
    "30",
    "日",
    "-",
    "/",
    ".",
    "４",
    "〇",
    "二〇二三",
    "1e9",
    "%",
    "万元",
    ",",
    "，",
    "￥",
    "+",
    "91330100799655058B",
    "9133",
    "O",
    "0571-",
    "138",
    "〔2023〕",
    "第0",
    "号",
    "=",
    "＝",
    "#REF!",
    "\0d",
    "\0e",
    "\0p",
    "../",
    "\\",
    "/",
    "//",
    "http://",
    "javascript:",
    ".xlsx",
    "\r\n",
    "\0",
    "\ud800",
    "\u202e",
    "\u200b",
    "　",
    "𠮷",
    "é",
)
SOME_TEXT: Final = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=8).map("".join)
READERS: Final = [BUILDERS[column.type](column) for column in THINGS.columns]
#: What reads a text that somebody sent.
TAKERS: Final = (
    identifiers.squeeze_code,
    identifiers.paper_number,
    identifiers.suggest_uscc,
    identifiers.complain_uscc,
    identifiers.complain_phone,
    identifiers.is_page_address,
    identifiers.key_in,
    identifiers.mask_phone,
    damaged,
    day_in,
    month_in,
    way_back,
)


def of_file(drawn: tuple[bytes, str]) -> str:
    """How a file ends; empty where it should not end so."""
    told = in_process(*drawn)
    return told if told in REFUSALS | {TAKEN} else ""


def of_text(text: str) -> str:
    """Every reader takes the text; the name of a file stays inside its folder."""
    for take in TAKERS:
        take(text)
    for read in READERS:
        read(text)
    name = clean_name(text)
    is_inside = 0 < len(name) <= 200 and not set(name) & set("/\\\0\r\n") and name not in {".", ".."}
    return "read" if is_inside else ""


#: What is drawn, in turns: parts of a workbook as text, a workbook's bytes, any bytes under any extension; texts.
TURNS: Final[tuple[tuple[str, st.SearchStrategy[Any], Callable[[Any], str]], ...]] = (
    ("parts", st.tuples(mutated_parts(), XLSX), of_file),
    ("bytes", st.tuples(mutated_bytes(), XLSX), of_file),
    ("parts", st.tuples(mutated_parts(), XLSX), of_file),
    ("any", st.tuples(ANY_BYTES, SUFFIXES), of_file),
    ("texts", SOME_TEXT, of_text),
)


@dataclass
class State:
    """What was done so far."""

    seed: int
    batches: int = 0
    files: int = 0
    seconds: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)
    ends: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1))
        fresh.replace(path)


def give_up(_number: int, _frame: object) -> None:
    raise TimeoutError(f"over {MOST:.0f} s of the processor")


def draw(number: int, state: State, folder: Path) -> None:
    """Draw and read one batch, count its files, keep what ends wrongly."""
    kind, strategy, judge = TURNS[number % len(TURNS)]
    ends = Counter[str]()
    wrong: list[str] = []

    def read(drawn: Any) -> None:
        fault = "ended otherwise than it may"
        signal.setitimer(signal.ITIMER_PROF, MOST)
        try:
            told = judge(drawn)
        except Exception:
            told, fault = "", traceback.format_exc()
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        ends[told or "wrong"] += 1
        if not told and len(state.wrong) + len(wrong) < KEPT:
            name = f"{number}-{sum(ends.values())}"
            data, suffix = (drawn.encode("utf-8", "surrogatepass"), "") if isinstance(drawn, str) else drawn
            (folder / f"{name}{suffix or '.bin'}").write_bytes(data)
            (folder / f"{name}.txt").write_text(fault)
            wrong.append(name)
            print(f"wrong: {name}: {fault.strip().splitlines()[-1]}", flush=True)

    limits = settings(
        max_examples=TEXTS if kind == "texts" else BATCH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run: Callable[[], None] = seed(f"{state.seed} {number}")(limits(given(strategy)(read)))
    began = time.process_time()
    run()
    count = sum(ends.values())
    state.seconds += time.process_time() - began
    state.batches, state.files = number + 1, state.files + (0 if kind == "texts" else count)
    state.kinds[kind] = state.kinds.get(kind, 0) + count
    state.ends = dict(Counter(state.ends) + ends)
    state.wrong += wrong


def told(state: State) -> str:
    return (
        f"{state.files} files and {state.kinds.get('texts', 0)} texts in {state.batches} batches of the seed {state.seed}, "
        f"{len(state.wrong)} wrong; {state.kinds}; {state.ends}; {state.seconds:.0f} s of the processor"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1_000_000, help="files in all, earlier runs included")
    parser.add_argument("--more", type=int, default=0, help="files beyond those of earlier runs, in place of --count")
    parser.add_argument("--state", type=Path, default=ROOT / "var/fuzz/count.json", help="what was done so far")
    parser.add_argument("--seed", type=int, default=20_231_210, help="of a new state")
    parser.add_argument("--tell", action="store_true", help="say what was done so far")
    options = parser.parse_args()
    path: Path = options.state
    state = State(**json.loads(path.read_text())) if path.exists() else State(options.seed)
    if not options.tell:
        os.nice(19 - os.nice(0))
        signal.signal(signal.SIGPROF, give_up)
        path.parent.mkdir(parents=True, exist_ok=True)
        until = state.files + options.more if options.more else options.count
        while state.files < until:
            draw(state.batches, state, path.parent)
            state.save(path)
            if state.batches % 20 == 0:
                print(told(state), flush=True)
    print(told(state))
    sys.exit(bool(state.wrong))


if __name__ == "__main__":
    main()
