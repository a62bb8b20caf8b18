"""How the declared columns of a list stand on its page: one declaration for page and workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import row_address
from core.views.tables import Columns, value_at
from core.workbooks.formats import DASH, Form, printed

#: The name in the address under which chosen columns stand, their paths joined by commas.
CHOSEN: Final = "columns"


@dataclass(frozen=True, slots=True)
class Look:
    """How a column stands on the page.

    `under` is the path of a second line, `url` the address behind the value, `cell` what is drawn in place of it.
    `css` are classes of the cell; `is_usual`: shown where nobody chose columns.
    """

    css: str = "is-meta"
    under: str = ""
    url: Callable[[Any], str] | None = None
    cell: Callable[[Any], SafeString] | None = None
    is_usual: bool = True


PLAIN: Final = Look(is_usual=False)
Looks = Mapping[str, Look]

#: Looks that many lists share: words on one line, numbers, what an organisation is called.
LINE: Final = Look("nowrap is-meta")
NUMBER: Final = Look("num is-meta")
FIRM: Final = Look("is-meta p-firm")


def lead_to(url_name: str, css: str = "") -> Look:
    """The first column, which leads to the page of its row."""
    return Look(css, url=lambda row: row_address(url_name, row.pk))


def tag_of(kinds: Mapping[str, str], otherwise: str = "") -> Look:
    """The state of a row as a tag, by its code: '', run, done, warn or over."""
    return Look("corner", cell=lambda row: state_tag(row.get_state_display(), kinds.get(row.state, otherwise)))


#: Made here and not by an include each: a list has some two hundred cells, and thirty columns to choose from.
LINK: Final = '<a href="{}">{}</a>'
WORDS: Final = "<span>{}</span>"
CHECKED: Final = format_html("{}", " checked")
BOX: Final = '<label class="p-box"><input type="checkbox" value="{}" data-column{}> {}</label>'


@dataclass(frozen=True, slots=True)
class Head:
    """A column on offer: its title, its path, whether it is shown."""

    title: str
    path: str
    is_shown: bool
    is_number: bool = False

    @property
    def box(self) -> SafeString:
        """The box that chooses it."""
        return format_html(BOX, self.path, CHECKED if self.is_shown else "", self.title)


@dataclass(frozen=True, slots=True)
class Cell:
    text: str | SafeString
    label: str
    css: str
    under: str = ""
    url: str = ""

    @property
    def html(self) -> SafeString:
        """What stands in the cell."""
        value = format_html(LINK, self.url, self.text) if self.url else format_html(WORDS, self.text)
        return format_html("{}<small>{}</small>", value, self.under) if self.under else value


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, what it is called by whoever cannot see, its cells; the first one leads."""

    key: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ListTable:
    """The page's part of a list: what can be shown, what is, and the rows."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]

    @property
    def shown(self) -> list[Head]:
        return [head for head in self.heads if head.is_shown]


def plain_columns(model: type[Model], without: Iterable[str] = ()) -> Columns:
    """A column for every labelled field of the model that is no other row, less those of `without`, such as personal data."""
    barred = set(without)
    return [
        (field.verbose_name, f"get_{field.attname}_display" if getattr(field, "choices", None) else field.name)
        for field in model._meta.concrete_fields
        if isinstance(field.verbose_name, Promise) and not field.is_relation and field.name not in barred
    ]


def chosen_paths(columns: Columns, looks: Looks, asked: str) -> tuple[str, ...]:
    """The paths that the address asks for; the usual ones where it asks for none that there is."""
    known = [path for _title, path, *_kind in columns]
    wanted = {path for path in asked.split(",") if path in known}
    usual = {path for path in known if looks.get(path, PLAIN).is_usual}
    return tuple(path for path in known if path in (wanted or usual))


def unknown_columns(columns: Columns, asked: str) -> list[str]:
    """Names of the address that are no column of the list."""
    known = {path for _title, path, *_kind in columns}
    return [path for path in asked.split(",") if path and path not in known]


def table_of(columns: Columns, looks: Looks, rows: Iterable[Row], asked: str, row_page: str = "") -> ListTable:
    """The table of a page; where no look says otherwise the first column leads to `row_page`."""
    paths = chosen_paths(columns, looks, asked)
    found = list(rows)
    heads = tuple(
        Head(str(title), path, path in paths, "num" in looks.get(path, PLAIN).css) for title, path, *_kind in columns
    )
    shown = [head for head in heads if head.is_shown]
    if row_page and shown and shown[0].path not in looks:
        looks = {**looks, shown[0].path: Look(url=lambda row: row_address(row_page, row.pk))}
    lines = tuple(_line(shown, looks, row) for row in found) if shown else ()
    return ListTable(heads, lines)


def _line(heads: Sequence[Head], looks: Looks, row: Any) -> Line:
    return Line(getattr(row, "pk", 0), str(row), tuple(_cells(heads, looks, row)))


def _cells(heads: Sequence[Head], looks: Looks, row: object) -> Iterator[Cell]:
    for head in heads:
        look = looks.get(head.path, PLAIN)
        text = look.cell(row) if look.cell else in_words(value_at(row, head.path))
        under = value_at(row, look.under) if look.under else None
        second = "" if under is None or under == "" else in_words(under)
        yield Cell(text, head.title, look.css, second, look.url(row) if look.url else "")


def in_words(value: object) -> str:
    """A value as a page shows it."""
    if value is None or value == "":
        return DASH
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return printed(Form.COUNT, value)
    if isinstance(value, Decimal):
        return printed(Form.MONEY, value)
    if isinstance(value, list | tuple):
        return "；".join(map(str, value))
    return str(value)
