"""Which figures of a version do not pass a check, and why: the text marks a gap in their place (issue 19).

Pure. A part is never more than its whole; what is told apart adds up.
"""

from collections.abc import Mapping
from typing import Final

from core.workbooks.formats import printed
from reports.documents.tokens import Values
from reports.figures import FIGURES, NAMED

FOUND: Final = ("hazards.found.GENERAL", "hazards.found.MAJOR")
#: A part, and what it is part of.
PARTS: Final = (
    ("coverage.insured", ("coverage.must_insure",)),
    ("coverage.not_insured", ("coverage.must_insure",)),
    ("campaign.assisted_units", ("coverage.insured_units",)),
    *((f"hazards.{name}", FOUND) for name in ("notified", "rectified", "closed", "overdue", "refused")),
    ("cross.routed", ("cross.findings",)),
    ("cross.disposed", ("cross.routed",)),
    ("cross.received.routed", ("cross.received.findings",)),
    ("cross.received.disposed", ("cross.received.routed",)),
)
#: What adds up to a whole.
SUMS: Final = ((("coverage.insured", "coverage.not_insured"), "coverage.must_insure"),)


def failures(values: Values, counted: Mapping[str, int] | None = None) -> dict[str, str]:
    """{figure: reason}; `counted` is how many rows stand behind the counts among them."""
    found: dict[str, str] = {}
    for name, rows in (counted or {}).items():
        if name in values and values[name] != rows:
            found[name] = f"指标为{_shown(name, values)}，其明细有{rows:,}行，两者不符"
    for part, whole in PARTS:
        limit, value = _sum(whole, values), values.get(part)
        if limit is not None and value is not None and value > limit:
            found[part] = f"{FIGURES[part].name}{_shown(part, values)}大于{_named(whole)}{limit:,}"
    for parts, name in SUMS:
        total, value = _sum(parts, values), values.get(name)
        if total is not None and value is not None and total != value and not found.keys() & {*parts}:
            found[name] = f"{_named(parts)}合计{total:,}，与{FIGURES[name].name}{_shown(name, values)}不符"
    return found


def _sum(names: tuple[str, ...], values: Values) -> int | None:
    numbers = [values.get(name) for name in names]
    return None if None in numbers else sum(int(number or 0) for number in numbers)


def _named(names: tuple[str, ...]) -> str:
    return "与".join(FIGURES[name].name for name in names)


def _shown(name: str, values: Values) -> str:
    return printed(NAMED[name].form, values.get(name))
