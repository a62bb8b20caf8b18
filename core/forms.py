"""Widgets in the portal's look.

They write their own markup: a list page carries a dozen of them, and Django's templates for widgets would take
longer than the rows of the list.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from typing_extensions import override

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words

Attributes = dict[str, object]


class PlainInput(forms.TextInput):
    """An input as one element."""

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        shown = self.format_value(value)
        given = {"type": self.input_type, "name": name, **({} if shown in (None, "") else {"value": shown})}
        return format_html("<input{}>", flatatt({**given, **self.build_attrs(self.attrs, attrs)}))


class SearchInput(PlainInput):
    """A text field of the query bar."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"class": "form-control", "maxlength": "100", **(attrs or {})})


class PickerInput(PlainInput):
    """A text field for a number, which offers what fits as one types: number, name, or initials of the name.

    `what` names a source of `core.contributions.pickers`. Without scripts the number is typed.
    """

    def __init__(self, what: str) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off"})
        self.what = what

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        place = f"{(attrs or {}).get('id', f'id_{name}')}_picks"
        asking = {
            "hx-get": reverse("core:pick", args=[self.what]),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{place}",
            "hx-sync": "this:replace",
        }
        field = super().render(name, value, {**(attrs or {}), **asking}, renderer)
        return format_html('<span class="p-picker">{}<span class="p-picks" id="{}"></span></span>', field, place)


class StyledSelect(forms.Select):
    """A choice; choices may be grouped."""

    def __init__(self, attrs: dict[str, str] | None = None, choices: object = ()) -> None:
        super().__init__({"class": "form-select", **(attrs or {})}, choices)  # type: ignore[arg-type]

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        given = {"name": name, **self.build_attrs(self.attrs, attrs)}
        chosen = frozenset(self.format_value(value))
        return format_html("<select{}>{}</select>", flatatt(given), options(self.choices, chosen))


def options(choices: Iterable[tuple[object, object]], chosen: frozenset[str] = frozenset()) -> SafeString:
    """The options of a select; choices may be grouped."""
    return mark_safe("".join(_option_lines(choices, chosen)))  # noqa: S308 - value and label are escaped


def _option_lines(choices: Iterable[tuple[object, object]], chosen: frozenset[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield f'<optgroup label="{escape(value)}">{options(label, chosen)}</optgroup>'
            continue
        text = "" if value is None else str(value)
        mark = " selected" if text in chosen else ""
        yield f'<option value="{escape(text)}"{mark}>{escape(label)}</option>'


class DayInput(forms.DateInput, PlainInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None, format: str | None = None) -> None:  # noqa: A002 - the name of Django's own argument
        super().__init__({"class": "form-control", **(attrs or {})}, format or "%Y-%m-%d")

    render = PlainInput.render


class LineInput(forms.TextInput):
    """One line of text that the browser does not complete."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off", **(attrs or {})})


class AmountInput(LineInput):
    """Digits with the number pad of a phone."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "decimal"})


def day_field(label: "Words", *, required: bool = True, help_text: "Words" = "") -> forms.DateField:
    """A day, picked in the browser's own calendar."""
    return forms.DateField(label=label, widget=DayInput, required=required, help_text=help_text)
