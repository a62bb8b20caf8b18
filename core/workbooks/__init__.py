"""The workbook engine: layouts in, checked rows out, and workbooks back to the people who filled them."""

from core.workbooks.model import (
    ACCEPT_TITLE,
    ADVICE_TITLE,
    FAULT_TITLE,
    KEY_TITLE,
    MASKED,
    CodeList,
    Column,
    Duplicates,
    Fault,
    HeldRow,
    Layout,
    Limits,
    Masked,
    Placement,
    Refused,
    Row,
)

__all__ = [
    "ACCEPT_TITLE",
    "ADVICE_TITLE",
    "FAULT_TITLE",
    "KEY_TITLE",
    "MASKED",
    "CodeList",
    "Column",
    "Duplicates",
    "Fault",
    "HeldRow",
    "Layout",
    "Limits",
    "Masked",
    "Placement",
    "Refused",
    "Row",
]
