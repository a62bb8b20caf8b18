"""The menu and the quick entries: what the `menu.py` of all apps contribute, for a person; and the lines of this app."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache as once
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis.exceptions import RedisError

from accounts.todos import work
from core import walls
from core.contributions import contributions
from core.contributions.desk import Desk, Todo
from core.contributions.menu import Line, Lines, Section, Way
from core.people import User
from core.plain import Plain
from core.views.addresses import address
from insurers.expenses.permissions import ExpensePermission
from rulebook.permissions import RulebookPermission
from workbench.desk import contributors, parts_of
from workbench.handing import sort_todos
from workbench.permissions import WorkbenchPermission

LINES: Final[Lines] = (
    Line(Section.REPORTS, 5, _("Overview"), "workbench:overview", WorkbenchPermission.OVERVIEW_VIEW),
    Line(
        Section.LEDGERS,
        15,
        _("Key enterprises"),
        "workbench:key-enterprises",
        WorkbenchPermission.KEY_BOARD_VIEW,
    ),
    Line(
        Section.INSURERS,
        100,
        _("Comparison of insurers"),
        "workbench:insurer-compare",
        WorkbenchPermission.INSURER_COMPARE,
    ),
    Line(
        Section.INSURERS,
        220,
        _("Insurers and yearly evaluation"),
        "workbench:insurer-list",
        ExpensePermission.FEE_VIEW,
        unless=WorkbenchPermission.INSURER_COMPARE,
    ),
)
#: The sections in the order of the work, by task and not by table, each with its name and icon.
SECTIONS: Final[dict[Section, tuple[str | Promise, str]]] = {
    Section.LEDGERS: (_("Enterprises and policies"), "journal-text"),
    Section.SERVICES: (_("Services and promises"), "clipboard-check"),
    Section.HAZARDS: (_("Hazard control"), "exclamation-diamond"),
    Section.INSURERS: (_("Insurers and fees"), "bar-chart-line"),
    Section.INSPECTIONS: (_("Inspections and dispositions"), "arrow-left-right"),
    Section.TOGETHER: (_("Joint work"), "people"),
    Section.REPORTS: (_("Statistics and reports"), "file-earmark-bar-graph"),
    Section.UPLOADS: (_("Uploads"), "upload"),
    Section.ADMINISTRATION: (_("Administration"), "gear"),
}
#: Sections whose lines are one line of another: the page behind it leads to all of them.
FOLDED: Final[dict[Section, tuple[Section, str | Promise, str]]] = {
    Section.UPLOADS: (Section.REPORTS, _("Uploads"), "imports:upload-list"),
}
#: The counts of a person's menu, kept for so many seconds, as long as nobody of the office writes.
COUNTS_KEY, WRITES_KEY, COUNTS_SECONDS = "menu-counts", "menu-writes", 600
#: So many times the patience of the workbench a page waits for them to be counted anew after a write of the office.
PATIENCES: Final = 12


@dataclass(frozen=True, slots=True)
class Item:
    """A line as the page shows it; `icon` for quick entries, `current` for the line of the present page.

    `waiting` is how much waits for the person behind the line.
    """

    label: str | Promise
    url: str
    icon: str = ""
    current: bool = False
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the menu with at least one line for the person."""

    label: str | Promise
    icon: str
    items: tuple[Item, ...]


@once
def all_lines() -> list[Line]:
    """The lines of all apps, by their places."""
    return sorted(
        (line for lines in contributions("menu", "LINES", tuple) for line in lines), key=lambda one: one.place
    )


@once
def all_ways() -> list[Way]:
    """The quick entries of all apps, by their places."""
    return sorted((way for ways in contributions("menu", "WAYS", tuple) for way in ways), key=lambda one: one.place)


def menu_for(user: User, path: str, counts: Mapping[str, int] | None = None) -> list[Group]:
    """The sections with at least one line for this person; the line of the present page is marked."""
    counts = counts or {}
    sections = [section for section in SECTIONS if section not in FOLDED]
    groups = (Group(*SECTIONS[section], tuple(_items(section, user, path, counts))) for section in sections)
    return [group for group in groups if group.items]


def _items(section: Section, user: User, path: str, counts: Mapping[str, int]) -> Iterator[Item]:
    for line in lines_of(section, user):
        url = address(line.url_name, *line.args)
        yield Item(line.label, url, current=path == url, waiting=counts.get(url, 0))
    for folded, (into, label, name) in FOLDED.items():
        if into == section and any(lines_of(folded, user)):
            url = address(name)
            yield Item(label, url, current=path.startswith(url), waiting=counts.get(url, 0))


def lines_of(section: Section, user: User) -> Iterator[Line]:
    """The lines of a section that the person has."""
    for line in _by_section().get(section, ()):
        if user.may(line.permission) and not (line.unless and user.may(line.unless)):
            yield line


@once
def _by_section() -> dict[Section, list[Line]]:
    """The same lines under their sections: every page asks for each section once or twice."""
    found: dict[Section, list[Line]] = {}
    for line in all_lines():
        found.setdefault(line.section, []).append(line)
    return found


def keep_counts(user: User, todos: Iterable[Todo]) -> Mapping[str, int]:
    """Remember for the menu of all pages how much waits behind each line; the workbench knows it."""
    urls = [item.url for group in menu_for(user, "") for item in group.items]
    found: Counter[str] = Counter()
    for todo in todos:
        behind = [url for url in urls if todo.url.startswith(url)]
        if behind:
            found[max(behind, key=len)] += todo.count
    with suppress(RedisError):
        written = cache.get(_writes_key(user))
        cache.set(_counts_key(user), {"written": written, "counts": dict(found)}, COUNTS_SECONDS)
    return found


def note_write(user: User, mark: str) -> None:
    """Say that the person wrote something: what is kept for their office holds no longer."""
    with suppress(RedisError):
        cache.set(_writes_key(user), mark, 2 * COUNTS_SECONDS)


def _counts_key(user: User) -> str:
    """Of a person in a post: who has moved or was given another one finds nothing of the former."""
    return f"{COUNTS_KEY}:{user.pk}:{user.organisation_id}:{user.role}:{user.is_lead}"


def _writes_key(user: User) -> str:
    return f"{WRITES_KEY}:{getattr(user, 'organisation_id', None)}"


def counts_of(user: User, today: date) -> Mapping[str, int]:
    """{address of a line: how much waits}, as the workbench last knew; counted anew where the office wrote since.

    Nothing is told while the cache cannot be reached, and what takes too long to count only by the workbench.
    """
    key, writes = _counts_key(user), _writes_key(user)
    try:
        found = cache.get_many([key, writes])
    except RedisError:
        return {}
    kept: Plain | None = found.get(key)
    if kept is None:
        return {}
    counts: Mapping[str, int] = kept["counts"]
    return counts if kept["written"] == found.get(writes) else keep_counts(user, waiting_for(user, today))


def waiting_for(user: User, today: date) -> list[Todo]:
    """What waits for the person; nothing where it takes too long to count."""
    patience = settings.WORKBENCH_PATIENCE_MS
    end = time.perf_counter() + PATIENCES * patience / 1000
    desk = Desk(user, today)
    with walls.own_alone():
        if not user.may(RulebookPermission.CAMPAIGN_VIEW):
            return list(work(desk).todos)
        parts = parts_of(desk, lambda seconds: bool(patience) and time.perf_counter() + seconds > end)
        if len(parts) < len(contributors()):
            return []
        return sort_todos(desk, [todo for part in parts for todo in part.todos]).lines()


def ways_for(user: User) -> list[Item]:
    """The quick entries that this person may use."""
    return [
        Item(way.label, reverse(way.url_name, args=way.args), way.icon)
        for way in all_ways()
        if user.may(way.permission)
    ]
