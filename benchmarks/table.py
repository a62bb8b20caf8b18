"""The table that `make bench` prints, and the file of its figures."""

import json
import os
import platform
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from benchmarks.bars import BARS

RESULTS: Final = Path(__file__).resolve().parent / "results.json"
WIDTH: Final = 68


def missed(figures: Mapping[str, float]) -> list[str]:
    """The names of the figures that miss their bar."""
    return [name for name, value in figures.items() if BARS[name].is_missed(value)]


def lines(part: str, figures: Mapping[str, float]) -> Iterable[str]:
    """One line for each figure of a part: words, value, bar, and whether it is missed."""
    for name, value in figures.items():
        bar = BARS[name]
        words = bar.words + " " * (WIDTH - _width(bar.words))
        verdict = "" if not bar.limit() else "MISSED" if bar.is_missed(value) else "met"
        yield f"{part:<16}{words}{value:>10g}  {bar.limit():<8}{verdict}".rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def summary(figures: Mapping[str, float]) -> str:
    """How many bars were measured, and which are missed."""
    barred = [name for name in figures if BARS[name].limit()]
    late = missed(figures)
    words = "".join(f"\n  {BARS[name].words}: {figures[name]:g} ({BARS[name].limit()})" for name in late)
    return f"{len(barred)} bars, {len(late)} missed{words}"


def keep(parts: Mapping[str, Mapping[str, float]]) -> None:
    """Write the figures; those of parts that did not run today stay as they are."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(),
        "parts": {**kept.get("parts", {}), **parts},
    }
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
