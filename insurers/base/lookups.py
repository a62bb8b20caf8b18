"""Pure rules of the insurers' room."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

NEAR_ENOUGH = 82.0


def nearest_name(name: str, names: Iterable[str]) -> str | None:
    """The registered name most like a written one (rapidfuzz ratio of at least 82 of 100), else None."""
    found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    return found[0] if found else None
