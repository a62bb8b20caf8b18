"""Severity of every code of a fault (contract, errors.csv). Only errors hold a row."""

from collections.abc import Mapping
from typing import Final, Literal

Severity = Literal["error", "warning", "notice"]

SEVERITIES: Final[Mapping[str, Severity]] = {
    **dict.fromkeys(
        (
            "required", "type", "numeric-code", "code-list", "uscc", "phone", "length", "pattern", "range", "order",
            "future", "division", "unknown-enterprise", "unknown-policy", "unknown-activity", "unknown-agency",
            "mismatch", "duplicate-in-file", "merged", "formula", "locked",
        ),
        "error",
    ),
    **dict.fromkeys(
        (
            "period", "name-differs", "partly-insured", "rate", "duplicate-invoice", "text-cut", "long-period",
            "org-code",
        ),
        "warning",
    ),
    **dict.fromkeys(
        (
            "unknown-column", "other-sheet", "hidden", "old-template", "external-link", "hidden-sheet", "example-row",
            "closed-row",
        ),
        "notice",
    ),
}  # fmt: skip
