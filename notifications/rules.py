"""Reminders as a digest: what is due, gathered to at most one message a person and day, with a breaker (issue 6).

Pure: the rows of a run are passed in, the messages of the run come out. The dry run shows the same value that the
real run stores, so that what was looked at is what is sent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

#: Messages of one run above which nothing is sent and the province's administrator is told.
MOST_MESSAGES: Final = 5_000
#: Items named in a message; the rest is a count, the list itself is on the page.
NAMED: Final = 10


@dataclass(frozen=True, slots=True)
class Item:
    """A thing due to one person: `on` is the last day, `what` names the step, e.g. 整改.

    `is_ordered`: an authority's paper or a law sets the day; overdue it is named before what is overdue for longer.
    """

    person_id: int
    number: str
    what: str
    on: date
    is_ordered: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """The one message of a person on a day."""

    person_id: int
    day: date
    text: str
    #: How many of its items are overdue.
    late: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """What a run would send; `tripped` is the breaker's sentence, and then nothing is sent."""

    messages: tuple[Message, ...]
    tripped: str | None = None


def gather(items: Iterable[Item], day: date, already: Collection[int] = (), most: int = MOST_MESSAGES) -> Run:
    """The messages of the day, by person; `already` are the ids of people who had theirs today."""
    mine: defaultdict[int, Pile] = defaultdict(lambda: Pile(day))
    for item in items:
        if item.person_id not in already:
            mine[item.person_id].add(item)
    if len(mine) > most:
        return Run((), f"{day} 的提醒达 {len(mine)} 条，超过上限 {most} 条，已全部停发，请核查数据后重新运行")
    return Run(tuple(Message(person, day, _words(pile), pile.late) for person, pile in sorted(mine.items())))


@dataclass(slots=True)
class Pile:
    """What is due to one person on a day: counted, and only the first ones kept, so that a run's memory is bounded."""

    day: date
    count: int = 0
    late: int = 0
    kept: list[Item] = field(default_factory=list)

    def add(self, item: Item) -> None:
        self.count += 1
        self.late += item.on < self.day
        self.kept.append(item)
        if len(self.kept) > 4 * NAMED:
            self.kept = self.first()

    def first(self) -> list[Item]:
        return sorted(self.kept, key=self._place)[:NAMED]

    def _place(self, item: Item) -> tuple[bool, date, str, str]:
        return not (item.is_ordered and item.on < self.day), item.on, item.number, item.what


def _words(pile: Pile) -> str:
    """Overdue ones first, those that were ordered before the others, each by its last day; the counts stand in front."""
    head = f"您有 {pile.count} 项事项待办，其中超期 {pile.late} 项"
    lines = [f"{one.number} {one.what}：{_when(one.on, pile.day)}" for one in pile.first()]
    rest = [f"另有 {pile.count - NAMED} 项，请在工作台查看"] if pile.count > NAMED else []
    return "\n".join([head, *lines, *rest])


def _when(on: date, day: date) -> str:
    left = (on - day).days
    if left < 0:
        return f"已超期 {-left} 天（{on}）"
    return f"今天到期（{on}）" if left == 0 else f"还有 {left} 天（{on}）"
