"""The pages of a role as a reader sees them: every address that it may open, and the words of the page by where they stand."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from django.test import Client

from accounts.roles import Role
from tests.house import table
from tests.house.asking import Asker, row_for, spared, taken_back, text_of
from tests.house.rows import World

#: Elements without a closing tag.
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}
#: Where words of the portal stand, rather than data.
FIXED = {"nav", "h1", "h2", "h3", "label", "legend", "th", "dt", "button", "caption", "summary", "option", "title"}
#: Marks of a state.
BADGES = {"st", "p-tag", "p-level"}
#: Addresses that are asked for something else than to be read.
ASIDE = {"account_logout", "set_language"}


def pages(rows: World, role: Role, client: Client) -> Iterator[tuple[str, str]]:
    """Each address with the page that it answers, its own row where it names one."""
    asker = Asker(rows, role, client)
    with spared():
        for line in table.lines():
            row = row_for(rows, role, line)
            if line.verb != "get" or line.name in ASIDE or ("pk" in line.pattern.pattern.converters and row is None):
                continue
            with taken_back():
                answer = asker.ask(line, row)
                is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
                body = text_of(answer)
            if is_page:
                yield line.label, body


class Reader(HTMLParser):
    """Collects what is shown, with the elements and classes around it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, frozenset[str], str]] = []
        self.found: list[tuple[str, list[tuple[str, frozenset[str], str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in EMPTY:
            self.open.append((tag, frozenset((given.get("class") or "").split()), given.get("lang") or ""))
        for name in ("aria-label", "placeholder", "data-l"):
            if value := given.get(name):
                self.found.append((value, [*self.open, ("label", frozenset(), given.get("lang") or "")]))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self.open) - 1, -1, -1):
            if self.open[place][0] == tag:
                del self.open[place:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(tag in {"script", "style"} for tag, *_ in self.open):
            self.found.append((re.sub(r"\s+", " ", data.strip()), list(self.open)))


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def visible(page: str) -> str:
    """Everything that is shown, one piece a line."""
    return "\n".join(text for text, _around in read(page).found)


def fixed(page: str) -> Iterator[str]:
    """Words of menus, headings, labels, buttons, marks of states and options of lists."""
    for text, around in read(page).found:
        if any(lang == "zh-Hans" for *_rest, lang in around):
            continue
        if any(tag in FIXED or BADGES & classes for tag, classes, _lang in around):
            yield text
