"""Two people, one form: the later one sees who changed what, field by field, and keeps what they typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that differs: its label, what is stored now, what was typed."""

    label: str
    stored: str
    typed: str


class RowChanged(Exception):  # noqa: N818 - what happened is the noun
    """Somebody stored since the page was opened; nothing was written. `version` is what the form must show now."""

    def __init__(self, by: str, clashes: list[Clash], version: str) -> None:
        super().__init__(by)
        self.by, self.clashes, self.version = by, clashes, version


def clashes(labels: Mapping[str, Any], stored: Mapping[str, Any], typed: Mapping[str, Any]) -> list[Clash]:
    """The fields of `labels` whose values differ, in words."""
    return [
        Clash(str(label), in_words(stored.get(name)), in_words(typed.get(name)))
        for name, label in labels.items()
        if in_words(stored.get(name)) != in_words(typed.get(name))
    ]


def in_words(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or "—"
    return str(value)
