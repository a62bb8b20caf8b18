"""Cases and training material counted by channel and form (N27, G12)."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from core.rows import Rows
from insurers.base.choices import Channel, Medium


@dataclass(frozen=True, slots=True)
class ContentCounts:
    """`rows` by channel, each with its counts by form in the order of `heads` and their sum; nothing without rows."""

    heads: list[str]
    rows: list[tuple[str, list[int], int]]
    sums: list[int]
    total: int


def count_content(rows: Rows, prefix: str = "") -> ContentCounts:
    """The rows by channel and form; `prefix` leads to the two columns. What nobody told has a line of its own."""
    keys = f"{prefix}channel", f"{prefix}medium"
    found = rows.order_by().values_list(*keys).annotate(n=Count("pk", distinct=True))
    counts: Counter[tuple[str, str]] = Counter()
    for channel, medium, number in found:
        counts[channel or "", medium or ""] += number
    untold = [("", _("Not told"))]
    channels = [*Channel.choices, *(untold if any(not channel for channel, _medium in counts) else [])]
    media = [*Medium.choices, *(untold if any(not medium for _channel, medium in counts) else [])]
    lines = [(str(label), [counts[code, medium] for medium, _label in media]) for code, label in channels]
    return ContentCounts(
        heads=[str(label) for _code, label in media],
        rows=[(label, numbers, sum(numbers)) for label, numbers in lines],
        sums=[sum(column) for column in zip(*(numbers for _label, numbers in lines), strict=True)],
        total=counts.total(),
    )
