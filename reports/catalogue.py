"""The list of figures as the contract states it: id, name, the report that carries it, formula."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of contract 5; `formula` is its sentence, `sentence` the same in official Chinese."""

    id: str
    name: str
    report: str
    formula: str
    sentence: str

    def explained(self, language: str) -> str:
        """The sentence for a page in this language."""
        return self.sentence if language.startswith("zh") else self.formula


@cache
def entries() -> tuple[Entry, ...]:
    """All figures in the contract's order."""
    with (DATA / "formulas_zh.csv").open(encoding="utf-8", newline="") as file:
        chinese = {row["id"]: row["formula"] for row in csv.DictReader(file)}
    with (DATA / "figures.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Entry(row["id"], row["name"], row["report"], row["formula"], chinese[row["id"]])
            for row in csv.DictReader(file)
        )


@cache
def by_id() -> dict[str, Entry]:
    return {entry.id: entry for entry in entries()}


def ids_of(*reports: str) -> tuple[str, ...]:
    """The figures that these reports carry, in the contract's order."""
    return tuple(entry.id for entry in entries() if entry.report in reports)
