"""Tags and filters of the portal's pages."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeVar

from django import template
from django.db.models import Model, TextChoices
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token, TokenType
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core import identifiers, languages
from core.forms import DayInput, MonthInput
from core.forms.files import file_field
from core.listing.colours import colour_of, colour_of_member
from core.views.addresses import row_address
from core.web.browsers import browser_name
from core.workbooks.formats import DASH, Form, printed

if TYPE_CHECKING:
    from django.core.paginator import Page

K = TypeVar("K")
V = TypeVar("V")
register = template.Library()
TEN_THOUSAND = Decimal(10_000)
FILTER: Final = '<div{}><label class="form-label" for="{}">{}</label> {}</div>'
LINE_BREAK = re.compile(r"(?<![ \t])[ \t]*\n\s*")
#: Where lines were joined: a sign that no form and no workbook lets in.
JOINT: Final = "\x1f"
JOINTS_OF_WORDS: Final = re.compile(rf"(?<=[0-9A-Za-z]){JOINT}+(?=[0-9A-Za-z])")


class OneLine(template.Node):
    """What stands between `oneline` and `endoneline`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        text: str = self.nodelist.render(context)
        if get_language() == "en":
            text = JOINTS_OF_WORDS.sub(" ", text)
        return text.replace(JOINT, "")


def join_lines(text: str, in_tag: bool) -> tuple[str, bool]:
    """`text` with joints for line breaks and the blanks around them; inside an HTML tag each becomes one blank.

    `in_tag` says whether the text begins inside an HTML tag; the second value says whether it ends there.
    """
    parts = []
    for part in re.split(r"([<>])", text):
        if part in {"<", ">"}:
            in_tag = part == "<"
        parts.append(LINE_BREAK.sub(" " if in_tag else JOINT, part))
    return "".join(parts), in_tag


def join_coming(tokens: Iterable[Token]) -> None:
    """Join the lines of each text up to `endoneline`; a second `oneline` before it raises TemplateSyntaxError."""
    in_tag = in_message = False
    for token in tokens:
        if token.token_type == TokenType.TEXT and not in_message:
            token.contents, in_tag = join_lines(token.contents, in_tag)
        word = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if word == "oneline":
            raise template.TemplateSyntaxError("oneline does not stand inside oneline")
        if word == "endoneline":
            return
        if word in {"blocktranslate", "endblocktranslate"}:
            in_message = word == "blocktranslate"


@register.tag
def oneline(parser: Parser, _token: Token) -> OneLine:
    """Lines of the template that come out as one, so that Chinese text gains no blanks where a line ends.

    In English two words or numbers that meet there keep a blank between them.

    Only the template's own text changes, once, when it is compiled; values, messages and included templates stay
    as they are. A blank that must come out at the end of a line is written `{{ " " }}`.
    """
    join_coming(token for token in reversed(parser.tokens) if isinstance(token, Token))
    nodelist = parser.parse(("endoneline",))
    parser.delete_first_token()
    return OneLine(nodelist)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; it never stands without a word."""
    return format_html('<svg class="i" aria-hidden="true" focusable="false"><use href="#i-{}"/></svg>', name)


@register.simple_tag
def file_input(name: str, place: str, n: object = "", words: str = "", **given: object) -> SafeString:
    """The field of files of a template; `place` with `n` is its id, a field that is not sent has no name."""
    spelled = {key.replace("_", "-"): value for key, value in given.items()}
    return file_field({"name": name or None, "id": f"{place}{n}", **spelled}, words)


@register.simple_tag
def url_if(name: str, *args: object) -> str:
    """The address of a view, or nothing where this installation has none."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def row_url(name: str, pk: int) -> str:
    """The address of one row's page; in a list this is many times faster than `url`."""
    return row_address(name, pk)


@register.filter
def shown(word: object, context: str = "step") -> str:
    """An official word in the language of the person: a step, a time limit, a part of a form (ADR 24)."""
    return languages.shown(str(word), context)


@register.filter
def listed(items: Iterable[object], sign: str = "、") -> str:
    """Several names or words in a row: 「甲、乙」, and in English "A, B"; `sign` is the Chinese one between them."""
    return languages.listed(items, sign)


@register.simple_tag
def marked(pieces: Iterable[tuple[str, bool]], place: str = "") -> SafeString:
    """Pieces of a text, those that were looked for marked; the first of these bears `place` as its id."""
    ids = iter((format_html(' id="{}"', place),) if place else ())
    made = (format_html("<mark{}>{}</mark>", next(ids, ""), text) if is_word else text for text, is_word in pieces)
    return format_html_join("", "{}", ((one,) for one in made))


@register.filter
def measured(unit: object, number: object) -> str:
    """A unit of measure beside its number: `{{ n }} {{ word|measured:n }}` is "1 row" and "2 rows"."""
    return languages.measured(unit, number)


@register.filter
def dash(value: object) -> object:
    """「—」 for what is unknown or empty; 0 stays 0."""
    return DASH if value is None or value == "" else value


@register.filter
def thousands(value: float | Decimal | None) -> str:
    """A count with commas."""
    return printed(Form.COUNT, value)


@register.filter
def wan(value: Decimal | None) -> str:
    """Yuan as 万元 with two decimals."""
    return printed(Form.MONEY, None if value is None else Decimal(value) / TEN_THOUSAND)


@register.filter
def yuan(value: Decimal | None) -> str:
    """Yuan with two decimals."""
    return printed(Form.MONEY, value)


@register.filter
def percent(value: Decimal | None) -> str:
    """A fraction as percent with two decimals, HALF_UP."""
    return printed(Form.RATE, value)


@register.filter
def day(value: date | None) -> SafeString | str:
    """A day for tables: 2023-12-10."""
    return DASH if value is None else format_html('<time datetime="{0}">{0}</time>', value.isoformat())


@register.filter
def masked_name(value: str) -> str:
    return identifiers.mask_name(value)


@register.filter
def masked_phone(value: str) -> str:
    return identifiers.mask_phone(value)


@register.filter
def browser(agent: str) -> str:
    """The name of the browser of a session."""
    return browser_name(agent or "")


@register.filter
def get_item(mapping: Mapping[K, V], key: K) -> V | None:
    return mapping.get(key)


@register.filter
def get_index(items: Sequence[V], position: int) -> V:
    return items[position]


@register.simple_tag
def day_input(name: str, value: "date | str | None" = None, key: str = "", css: str = "") -> SafeString:
    """A field for a day outside a form of Django's: `key` is its id where that is not its name."""
    return DayInput({"class": f"form-control {css}".strip()}).render(name, value, {"id": key or name})


@register.simple_tag
def filter_field(field: BoundField, css: str = "") -> SafeString:
    """A filter of a list under its label; made here and not by an include each, which took longer than the rows."""
    outer = format_html(' class="{}"', css) if css else ""
    return format_html(FILTER, outer, field.id_for_label, field.label, field)


@register.simple_tag
def month_input(name: str, value: "date | str | None" = None) -> SafeString:
    return MonthInput({"class": "form-control w-auto"}).render(name, value, {"id": name})


@register.simple_tag
def state_tag(text: object, kind: str = "") -> SafeString:
    """A state as shape, word and tint: kind is '', run, done, warn or over."""
    return format_html('<span class="p-tag{}{}">{}</span>', " " if kind else "", kind, text)


@register.simple_tag
def state_of(row: TextChoices | Model, name: str = "state") -> SafeString:
    """The state of a row, or a state that no row holds, in the colour that its app declares."""
    if isinstance(row, TextChoices):
        return state_tag(row.label, colour_of_member(row))
    return state_tag(getattr(row, f"get_{name}_display")(), colour_of(row, name))


@register.inclusion_tag("core/_pager.html", takes_context=True)
def pager(context: Mapping[str, object], page: "Page[object]") -> dict[str, object]:
    """The foot of a list: how many, which, and the way to the others; the query stays in the address."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    return {"page": page, "numbers": numbers, "request": context["request"], "sizes": (10, 20, 50)}
