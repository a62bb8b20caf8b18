"""The verdicts on mutants, and how they are told."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mutation.choosing import ROOT, Mutant

#: Per cent of an app's mutants that must be killed.
ENOUGH: Final = 90
ACCEPTED: Final = ROOT / "tools" / "mutants_accepted.toml"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a mutant ended: `killed`, `survived` or `accepted`, and by what."""

    mutant: Mutant
    outcome: str
    how: str


def accepted() -> dict[tuple[str, str, str], str]:
    """The reasons why a mutant cannot be noticed, by its key."""
    if not ACCEPTED.exists():
        return {}
    rows = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")).get("accepted", [])
    return {(row["file"], row["line"], row["change"]): row["reason"] for row in rows}


def report(verdicts: Sequence[Verdict]) -> int:
    """Print the table and the survivors; 1 where an app has too many of them."""
    print(f"\n{'app':24}{'mutants':>8}{'killed':>8}{'survived':>9}{'accepted':>9}{'percent':>9}")
    is_low = False
    for app in sorted({verdict.mutant.app for verdict in verdicts}):
        ends = [verdict.outcome for verdict in verdicts if verdict.mutant.app == app]
        killed, survived, left = (ends.count(one) for one in ("killed", "survived", "accepted"))
        share = 100 * killed / (killed + survived) if killed + survived else 100.0
        is_low = is_low or share < ENOUGH
        print(f"{app:24}{len(ends):8}{killed:8}{survived:9}{left:9}{share:8.1f}%")
    for verdict in verdicts:
        if verdict.outcome != "killed":
            print(f"\n{verdict.outcome}: {verdict.mutant.words}\n    {verdict.how}")
    return int(is_low)
