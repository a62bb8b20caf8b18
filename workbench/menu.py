"""The menu and the quick entries: what the `menu.py` of all apps contribute, for a person; and the lines of this app."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.contributions import contributions
from core.contributions.menu import Line, Lines, Search, Section, Way
from core.people import User
from insurers.expenses.permissions import ExpensePermission
from workbench.permissions import WorkbenchPermission

LINES: Final[Lines] = (
    Line(
        Section.LEDGERS,
        15,
        _("Key enterprises"),
        "workbench:key-enterprises",
        WorkbenchPermission.KEY_BOARD_VIEW,
    ),
    Line(
        Section.LEDGERS,
        215,
        _("Comparison of insurers"),
        "workbench:insurer-compare",
        WorkbenchPermission.INSURER_COMPARE,
    ),
    Line(
        Section.LEDGERS,
        220,
        _("Insurers and yearly evaluation"),
        "workbench:insurer-list",
        ExpensePermission.FEE_VIEW,
    ),
)
#: The sections in the order of the work, each with its name and icon.
SECTIONS: Final[dict[Section, tuple[str | Promise, str]]] = {
    Section.LEDGERS: (_("Ledgers"), "journal-text"),
    Section.UPLOADS: (_("Uploads"), "upload"),
    Section.INSPECTIONS: (_("Cross-inspection"), "arrow-left-right"),
    Section.TOGETHER: (_("Joint work"), "people"),
    Section.REPORTS: (_("Statistics and reports"), "file-earmark-bar-graph"),
    Section.ADMINISTRATION: (_("Administration"), "gear"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """A line as the page shows it; `icon` for quick entries, `current` for the line of the present page."""

    label: str | Promise
    url: str
    icon: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the menu with at least one line for the person."""

    label: str | Promise
    icon: str
    items: tuple[Item, ...]


@cache
def all_lines() -> list[Line]:
    """The lines of all apps, by their places."""
    return sorted(
        (line for lines in contributions("menu", "LINES", tuple) for line in lines), key=lambda one: one.place
    )


@cache
def all_ways() -> list[Way]:
    """The quick entries of all apps, by their places."""
    return sorted((way for ways in contributions("menu", "WAYS", tuple) for way in ways), key=lambda one: one.place)


@cache
def all_searches() -> list[Search]:
    """The lists that the search field may ask, in the order of the apps."""
    return [search for searches in contributions("menu", "SEARCHES", tuple) for search in searches]


def menu_for(user: User, path: str) -> list[Group]:
    """The sections with at least one line for this person; the line of the present page is marked."""
    groups = (Group(*SECTIONS[section], tuple(_items(section, user, path))) for section in SECTIONS)
    return [group for group in groups if group.items]


def _items(section: Section, user: User, path: str) -> Iterator[Item]:
    for line in all_lines():
        if line.section == section and user.may(line.permission):
            url = reverse(line.url_name, args=line.args)
            yield Item(line.label, url, current=path == url)


def ways_for(user: User) -> list[Item]:
    """The quick entries that this person may use."""
    return [
        Item(way.label, reverse(way.url_name, args=way.args), way.icon)
        for way in all_ways()
        if user.may(way.permission)
    ]


def search_for(user: User) -> str:
    """The address that the search field asks: the first list that the person may open, or nothing."""
    return next((reverse(one.url_name) for one in all_searches() if user.may(one.permission)), "")
