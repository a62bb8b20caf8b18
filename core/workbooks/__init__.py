"""The workbook engine: layouts in, checked rows out, and workbooks back to the people who filled them.

openpyxl is imported by the two functions that need it: most processes that import this package write no workbook.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core.workbooks.ledger import Block, Heading, Standing, write_blocks, write_ledger
from core.workbooks.model import (
    ACCEPT_TITLE,
    ADVICE_TITLE,
    FAULT_TITLE,
    KEY_TITLE,
    MASKED,
    AnyLayout,
    CodeList,
    Column,
    Duplicates,
    Fault,
    HeldLine,
    Layout,
    Limits,
    Masked,
    Placement,
    Refused,
    Row,
)
from core.workbooks.reading import Reading, read_texts, read_workbook, template_mark
from core.workbooks.texts import plain, short

NOTHING_CLOSED: Final[Mapping[str, Collection[str]]] = MappingProxyType({})


def build_template(layout: AnyLayout, path: Path, closed: Mapping[str, Collection[str]] = NOTHING_CLOSED) -> Path:
    """Write the blank template of `layout` to `path` (.xlsx) and return it.

    `closed` are the codes that it does not offer, by the name of their list.
    """
    from core.workbooks.template import build_template as build

    return build(layout, path, closed)


def build_returned(layout: AnyLayout, lines: Iterable[HeldLine], path: Path) -> Path:
    """Write the held `lines` to `path` (.xlsx), or to a .zip beside it where they exceed one file; the path written."""
    from core.workbooks.returned import build_returned as build

    return build(layout, lines, path)


__all__ = [
    "ACCEPT_TITLE",
    "ADVICE_TITLE",
    "FAULT_TITLE",
    "KEY_TITLE",
    "MASKED",
    "AnyLayout",
    "Block",
    "CodeList",
    "Column",
    "Duplicates",
    "Fault",
    "Heading",
    "HeldLine",
    "Layout",
    "Limits",
    "Masked",
    "Placement",
    "Reading",
    "Refused",
    "Row",
    "Standing",
    "build_returned",
    "build_template",
    "plain",
    "read_texts",
    "read_workbook",
    "short",
    "template_mark",
    "write_blocks",
    "write_ledger",
]
