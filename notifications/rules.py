"""Reminders as a digest: what waits and what is due, gathered to at most one message a person and day, with a breaker.

Pure: the rows of a run are passed in, the messages of the run come out. The dry run shows the same value that the
real run stores, so that what was looked at is what is sent.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

#: Messages of one run above which nothing is sent and the province's administrator is told.
MOST_MESSAGES: Final = 5_000
#: Items named in a message; the rest is a count, the list itself is on the page.
NAMED: Final = 10
#: How the second part of a message begins, that of the days which run in the ledgers.
DAYS: Final = "台账期限提醒"


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
class Line:
    """A line of the workbench in a message, and where it opens."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the workbench shows to a person: how many lines, how many of them late, of which kinds, and the first ones."""

    person_id: int
    count: int
    late: int
    kinds: Mapping[str, int]
    first: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """The one message of a person on a day; `brief` is what leaves the portal: numbers and days, no names of firms."""

    person_id: int
    day: date
    text: str
    brief: str
    #: How many of its items are overdue.
    late: int = 0
    #: {number of a line: where it opens}
    links: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """What a run would send; `tripped` is the breaker's sentence, and then nothing is sent."""

    messages: tuple[Message, ...]
    tripped: str | None = None


def gather(
    items: Iterable[Item],
    day: date,
    already: Collection[int] = (),
    most: int = MOST_MESSAGES,
    waiting: Iterable[Waiting] = (),
) -> Run:
    """The messages of the day, by person; `already` are the ids of people who had theirs today."""
    due: defaultdict[int, Pile] = defaultdict(lambda: Pile(day))
    for item in items:
        if item.person_id not in already:
            due[item.person_id].add(item)
    waits = {one.person_id: one for one in waiting if one.count and one.person_id not in already}
    people = sorted(waits.keys() | due.keys())
    if len(people) > most:
        return Run((), f"{day} 的提醒达 {len(people)} 条，超过上限 {most} 条，已全部停发，请核查数据后重新运行")
    return Run(tuple(_message(person, day, waits.get(person), due.get(person)) for person in people))


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


def _message(person: int, day: date, waits: Waiting | None, due: "Pile | None") -> Message:
    """First what waits, as the workbench counts it, then the days that run in the ledgers."""
    dated = _words(due) if due else []
    late = (waits.late if waits else 0) + (due.late if due else 0)
    if waits is None:
        return Message(person, day, "\n".join(dated), "\n".join(dated), late)
    head = f"您有 {waits.count} 项事项待办，其中超期 {waits.late} 项"
    kinds = "、".join(f"{kind} {number} 项" for kind, number in waits.kinds.items())
    named = [line.text for line in waits.first]
    rest = [f"另有 {waits.count - len(named)} 项，请在工作台查看"] if waits.count > len(named) else []
    links = {str(number): line.url for number, line in enumerate(waits.first, 1)}
    text, brief = "\n".join([head, *named, *rest, *dated]), "\n".join([head, kinds, *dated])
    return Message(person, day, text, brief, late, links)


def _words(pile: "Pile") -> list[str]:
    """Overdue ones first, those that were ordered before the others, each by its last day; the counts stand in front."""
    head = f"{DAYS} {pile.count} 项，其中超期 {pile.late} 项"
    lines = [f"{one.number} {one.what}：{when(one.on, pile.day)}" for one in pile.first()]
    rest = [f"另有 {pile.count - NAMED} 项，请在台账查看"] if pile.count > NAMED else []
    return [head, *lines, *rest]


def when(on: date, day: date) -> str:
    """The last day in words, seen from a day."""
    left = (on - day).days
    if left < 0:
        return f"已超期 {-left} 天（{on}）"
    return f"今天到期（{on}）" if left == 0 else f"还有 {left} 天（{on}）"
