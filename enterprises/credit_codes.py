"""The credit code that a wrong one was meant to be, told by the row around it."""

from collections.abc import Collection
from dataclasses import replace

from core.identifiers import squeeze_code, suggest_uscc, suggest_uscc_in
from core.workbooks.model import Row
from core.workbooks.suggesting import near_code


def advise_code(row: Row, key: str, *, known: Collection[str] = (), county: str = "") -> None:
    """Set the suggestion of a wrong credit code at `key` by what is known of the firm of the row.

    `known` are the codes that it can have (of the registered firm with the same name, of the policy): then one of these
    is meant or none. Else `county`, the six digits of where it lies, tells which place of the code is the wrong one.
    """
    for at, fault in enumerate(row.faults):
        if fault.key == key and fault.code == "uscc":
            row.faults[at] = replace(fault, suggestion=_meant(squeeze_code(fault.value), known, county))


def _meant(code: str, known: Collection[str], county: str) -> str | None:
    if known:
        return near_code(code, known)
    return suggest_uscc_in(code, county) if county else suggest_uscc(code)
