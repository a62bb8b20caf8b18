"""Reminders as a digest: what is due, gathered to at most one message a person and day, with a breaker (issue 6).

Pure: the rows of a run are passed in, the messages of the run come out. The dry run shows the same value that the
real run stores, so that what was looked at is what is sent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

#: Messages of one run above which nothing is sent and the province's administrator is told.
MOST_MESSAGES: Final = 5_000
#: Items named in a message; the rest is a count, the list itself is on the page.
NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Item:
    """A thing due to one person: `on` is the last day, `what` names the step, e.g. 整改."""

    person_id: int
    number: str
    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Message:
    """The one message of a person on a day."""

    person_id: int
    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """What a run would send; `tripped` is the breaker's sentence, and then nothing is sent."""

    messages: tuple[Message, ...]
    tripped: str | None = None


def gather(items: Iterable[Item], day: date, already: Collection[int] = (), most: int = MOST_MESSAGES) -> Run:
    """The messages of the day, by person; `already` are the ids of people who had theirs today."""
    mine: defaultdict[int, set[Item]] = defaultdict(set)
    for item in items:
        if item.person_id not in already:
            mine[item.person_id].add(item)
    if len(mine) > most:
        return Run((), f"{day} 的提醒达 {len(mine)} 条，超过上限 {most} 条，已全部停发，请核查数据后重新运行")
    return Run(tuple(Message(person, day, _words(found, day)) for person, found in sorted(mine.items())))


def _words(items: Collection[Item], day: date) -> str:
    """Overdue ones first, each by its last day; the counts stand in front."""
    ordered = sorted(items, key=lambda one: (one.on, one.number, one.what))
    late = sum(one.on < day for one in ordered)
    head = f"您有 {len(ordered)} 项隐患事项待办，其中超期 {late} 项"
    lines = [f"{one.number} {one.what}：{_when(one.on, day)}" for one in ordered[:NAMED]]
    rest = [f"另有 {len(ordered) - NAMED} 项，请在工作台查看"] if len(ordered) > NAMED else []
    return "\n".join([head, *lines, *rest])


def _when(on: date, day: date) -> str:
    left = (on - day).days
    if left < 0:
        return f"已超期 {-left} 天（{on}）"
    return f"今天到期（{on}）" if left == 0 else f"还有 {left} 天（{on}）"
