"""What a joint plan must say, and how two versions differ (domain.md 4.9, plan; notice 二(四))."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

#: (field, sentence)
Complaint = tuple[str, str]


def plan_complaint(starts_on: date, ends_on: date, first: date, last: date) -> Complaint | None:
    """What is wrong with the window of a plan: it lies within the campaign and ends by its cut-off of reports."""
    if ends_on < starts_on:
        return "ends_on", f"检查结束日期{ends_on}早于开始日期{starts_on}，请更正"
    if starts_on < first:
        return "starts_on", f"检查开始日期{starts_on}早于专项行动开始日期{first}，请改为{first}或以后"
    if ends_on > last:
        return "ends_on", f"检查结束日期{ends_on}晚于报送截止日期{last}，请改为{last}或以前"
    return None


class PlanEntry(NamedTuple):
    """An entry of a plan in words: its label, the older and the newer version."""

    label: str
    older: str
    newer: str

    @property
    def is_changed(self) -> bool:
        return self.older != self.newer


def changed_entries(labels: Mapping[str, str], older: Mapping[str, str], newer: Mapping[str, str]) -> list[PlanEntry]:
    """All entries of two versions side by side."""
    return [PlanEntry(label, older.get(name, ""), newer.get(name, "")) for name, label in labels.items()]


class LineChange(NamedTuple):
    """A line of a text: "same", "gone" or "new"."""

    kind: str
    line: str


def line_changes(older: str, newer: str) -> list[LineChange]:
    """Line by line what was taken out and what came in; spaces at the ends of lines do not count."""
    before, after = _lines(older), _lines(newer)
    found: list[LineChange] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [LineChange("same", line) for line in before[a:b]]
        else:
            found += [LineChange("gone", line) for line in before[a:b]]
            found += [LineChange("new", line) for line in after[c:d]]
    return found


def _lines(text: str) -> Sequence[str]:
    return [line.rstrip() for line in text.strip().splitlines()]
