"""The pages of a role as a reader sees them: every address that it may open, and the words of the page by where they stand."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import Final

from django.test import Client

from accounts.roles import Role
from tests.house import table
from tests.house.asking import Asker, body_of, known, row_for, spared, taken_back
from tests.house.rows import World

#: Elements without a closing tag.
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}
#: Where words of the portal stand, rather than data.
FIXED = {"nav", "h1", "h2", "h3", "label", "legend", "th", "dt", "button", "caption", "summary", "option", "title"}
#: Marks of a state.
BADGES = {"st", "p-tag", "p-level"}
#: Addresses that are asked for something else than to be read.
ASIDE = {"account_logout", "set_language"}


def pages(
    rows: World, role: Role, client: Client, lines: Sequence[table.Line] | None = None
) -> Iterator[tuple[str, str]]:
    """Each address with the page that it answers, its own row where it names one; some of them alone by `lines`.

    What the table says that the role is refused is not asked for: the matrix sees to it that the portal says the same.
    """
    asker, cells = Asker(rows, role, client), table.read()
    with spared(), known():
        for line in lines or table.lines():
            if line.verb != "get" or line.name in ASIDE or "200" not in cells[line.label][role]:
                continue
            row = row_for(rows, role, line)
            if "pk" in line.pattern.pattern.converters and row is None:
                continue
            with taken_back():
                answer = asker.ask(line, row)
                is_page = answer.status_code == 200 and answer.headers.get("Content-Type", "").startswith("text/html")
                body = body_of(answer)
            if is_page:
                yield line.label, body.decode()


#: Comments and scripts, which are passed over whole, and tags with their attributes.
TOKEN: Final = re.compile(
    r"""<!--.*?-->|<![^>]*>|<(?:script|style)\b.*?</(?:script|style)\s*>"""
    r"""|<(/?)([a-z][^\s/>]*)((?:[^"'>]++|"[^"]*+"|'[^']*+')*+)>""",
    re.DOTALL | re.IGNORECASE,
)
READ: Final = re.compile(r"\s(?:class|lang|aria-label|placeholder|data-l)\s*=", re.IGNORECASE)
#: Attributes that are shown, as words of the portal.
LABELS: Final = frozenset(("aria-label", "placeholder", "data-l"))
ATTRIBUTE: Final = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")


#: An open element: its name, whether words of the portal stand in it, and whether they are to stay Chinese.
Around = tuple[str, bool, bool]


def pieces(page: str) -> Iterator[tuple[str, bool]]:
    """What is shown, piece by piece, and whether it is a word of the portal in the reader's language.

    A scan of its own: several thousand pages are read, for which the library's parser takes four times as long.
    """
    around: list[Around] = [("", False, False)]
    end = 0
    for token in TOKEN.finditer(page):
        raw, end = page[end : token.start()], token.end()
        if raw and not raw.isspace() and (text := " ".join(unescape(raw).split())):
            yield text, around[-1][1:] == (True, False)
        closes, tag, rest = token.groups("")
        tag = tag.lower()
        if closes:
            leave(around, tag)
        elif tag:
            given = attributes(rest) if READ.search(rest) else {}
            is_chinese = around[-1][2] or given.get("lang") == "zh-Hans"
            if tag not in EMPTY and not rest.endswith("/"):
                is_fixed = around[-1][1] or tag in FIXED or not BADGES.isdisjoint(given.get("class", "").split())
                around.append((tag, is_fixed, is_chinese))
            for name in LABELS & given.keys():
                if given[name]:
                    yield given[name], not is_chinese
    if text := " ".join(unescape(page[end:]).split()):
        yield text, around[-1][1:] == (True, False)


def leave(around: list[Around], tag: str) -> None:
    """The nearest open element of the name ends, and what was left open in it."""
    for place in range(len(around) - 1, 0, -1):
        if around[place][0] == tag:
            del around[place:]
            return


def attributes(rest: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in ATTRIBUTE.findall(rest)}


def visible(page: str) -> str:
    """Everything that is shown, one piece a line."""
    return "\n".join(text for text, _is_fixed in pieces(page))


def fixed(page: str) -> Iterator[str]:
    """Words of menus, headings, labels, buttons, marks of states and options of lists."""
    return (text for text, is_fixed in pieces(page) if is_fixed)
