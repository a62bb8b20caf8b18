"""How the declared columns of a list stand on its page: one declaration for page and workbook."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import Any, Final

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.languages import listed
from core.rows import Row
from core.templatetags.portal import state_of
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
#: The class of a column of what may be done to a row: it does not print, and bears no label on a narrow window.
DEED: Final = "ops"


def lead_to(url_name: str, css: str = "") -> Look:
    """The first column, which leads to the page of its row."""
    return Look(css, url=lambda row: row_address(url_name, row.pk))


#: The state of a row as a tag.
STATE: Final = Look("corner", cell=state_of)


# Boxes, cells and rows are written here and not by a template: a list has some two hundred cells, and thirty columns to
# choose from, and a template takes longer for these than the database for the rows.


@dataclass(frozen=True, slots=True)
class Head:
    """A column on offer: its title, its path, whether it is shown; `css` is the class of its head, if it has one."""

    title: str
    path: str
    is_shown: bool
    css: str = ""

    @property
    def box(self) -> str:
        """The box that chooses it."""
        mark = " checked" if self.is_shown else ""
        return (
            f'<label class="p-box"><input type="checkbox" value="{escape(self.path)}" data-column{mark}>'
            f" {escape(self.title)}</label>"
        )


@lru_cache(maxsize=256)
def boxes(heads: tuple[Head, ...]) -> SafeString:
    """The boxes of all columns on offer, the shown ones ticked."""
    return mark_safe("".join(head.box for head in heads))  # noqa: S308 - path and title are escaped


@dataclass(frozen=True, slots=True)
class Cell:
    text: str | SafeString
    label: str
    css: str
    under: str = ""
    url: str = ""

    @property
    def value(self) -> str:
        """What stands in the cell."""
        text = conditional_escape(self.text)
        value = f'<a href="{escape(self.url)}">{text}</a>' if self.url else f"<span>{text}</span>"
        return f"{value}<small>{escape(self.under)}</small>" if self.under else value

    @property
    def lead(self) -> str:
        """The cell as the first of its row, which names it."""
        css = "two slim is-lead nowrap" if self.css == "nowrap" else "two slim is-lead"
        return f'<th scope="row" class="{css}">{self.value}</th>'

    @property
    def html(self) -> str:
        """Any other cell; on a narrow window its label stands before it."""
        if self.css == DEED:
            return f'<td class="{DEED}">{self.text}</td>'
        css = f"{self.css} two slim" if self.under else self.css
        return f'<td class="{escape(css)}" data-l="{escape(self.label)}">{self.value}</td>'


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, what it is called by whoever cannot see, its cells; the first one leads."""

    key: int
    name: str
    cells: tuple[Cell, ...]
    #: Whether it can be chosen for what is done to several rows.
    is_offered: bool = True

    def html(self, number: int, tick: str = "") -> str:
        """The row under its number; `tick` is the word before the name of its box, where the list has boxes."""
        lead, *others = self.cells
        tail = "".join(cell.html for cell in others)
        return f'<tr>{self.box(tick)}<td class="idx num hide-s">{number}</td>{lead.lead}{tail}</tr>'

    def box(self, tick: str) -> str:
        """The box by which the row is chosen for what is done to several."""
        if not tick:
            return ""
        if not self.is_offered:
            return '<td class="pick"></td>'
        return (
            f'<td class="pick"><input type="checkbox" name="row" value="{self.key}" form="bulk"'
            f' aria-label="{escape(tick)} {escape(self.name)}"></td>'
        )


@dataclass(frozen=True, slots=True)
class ListTable:
    """The page's part of a list: what can be shown, what is, and the rows."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]

    @property
    def shown(self) -> list[Head]:
        return [head for head in self.heads if head.is_shown]

    def body(self, first: int, tick: str = "") -> SafeString:
        """The rows, numbered from `first`."""
        rows = (line.html(number, tick) for number, line in enumerate(self.lines, first))
        return mark_safe("".join(rows))  # noqa: S308 - every value is escaped where it is written


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


def table_of(
    columns: Columns,
    looks: Looks,
    rows: Iterable[Row],
    asked: str,
    row_page: str = "",
    may_tick: Callable[[Row], bool] = bool,
) -> ListTable:
    """The table of a page; where no look says otherwise the first column leads to `row_page`."""
    paths = chosen_paths(columns, looks, asked)
    found = list(rows)
    heads = tuple(
        Head(str(title), path, path in paths, _of_head(looks.get(path, PLAIN).css)) for title, path, *_kind in columns
    )
    shown = [head for head in heads if head.is_shown]
    if row_page and shown and shown[0].path not in looks:
        looks = {**looks, shown[0].path: Look(url=lambda row: row_address(row_page, row.pk))}
    lines = tuple(_line(shown, looks, row, is_offered=may_tick(row)) for row in found) if shown else ()
    return ListTable(heads, lines)


def _of_head(css: str) -> str:
    """The class of a head by that of its cells."""
    return DEED if css == DEED else "num" if "num" in css else ""


def _line(heads: Sequence[Head], looks: Looks, row: Any, *, is_offered: bool) -> Line:
    return Line(getattr(row, "pk", 0), str(row), tuple(_cells(heads, looks, row)), is_offered)


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
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return printed(Form.COUNT, value)
    if isinstance(value, Decimal):
        return printed(Form.MONEY, value)
    if isinstance(value, list | tuple):
        return listed(value, "；")
    return str(value)
