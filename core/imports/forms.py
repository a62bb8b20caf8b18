"""The cells of a held row as fields: a list where a code is asked, a calendar for a day, else a line of text.

What somebody types goes on as a text and is read and checked as a cell of an upload is; these fields judge nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from typing_extensions import override

from core.forms import Attributes, DayInput, LineInput, StyledSelect, options, plain_cell, typed_day
from core.imports.models import HeldRow
from core.languages import put
from core.languages import shown as shown_word
from core.plain import Plain
from core.workbooks import Column
from core.workbooks.advice import suggestions_of
from core.workbooks.cells import split_labels
from core.workbooks.days import read_date

LONGEST: Final = 32_767
#: Lines of a list in which several labels can be chosen.
MOST_LINES: Final = 6


class ManyLabels(forms.SelectMultiple):
    """Several labels of a list; they make one text as a workbook writes them."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__({"class": "form-select", "size": str(min(len(choices), MOST_LINES))}, choices)

    @override
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        chosen = super().value_from_datadict(data, files, name)
        return "、".join(chosen) if chosen else ""

    @override
    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}-asked" not in data

    @override
    def format_value(self, value: object) -> list[str]:
        return str(value).split("、") if value else []

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        given = flatatt({"name": name, "multiple": True, **self.build_attrs(self.attrs, attrs)})
        shown = options(self.choices, frozenset(self.format_value(value)))
        return format_html('<select{}>{}</select><input type="hidden" name="{}-asked" value="1">', given, shown, name)


class DayOrNothing(DayInput):
    """A day; where what stands in the cell is none, that stays until a day is picked or the cell is to be empty."""

    def __init__(self, kept: str) -> None:
        super().__init__()
        self.kept = kept

    @override
    def value_from_datadict(self, data: Any, files: Any, name: str) -> str | None:
        typed = super().value_from_datadict(data, files, name)
        if not typed and self.kept and f"{name}-empty" not in data:
            return self.kept
        day = typed_day(typed) if typed else None
        return typed if day is None else day.isoformat()

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        field = super().render(name, None if value == self.kept else value, attrs, renderer)
        if not self.kept:
            return field
        return format_html(
            '{}<small class="fix">{}：<span class="cell">{}</span></small>'
            '<label class="form-check"><input class="form-check-input" type="checkbox" name="{}-empty" value="1"> {}</label>',
            field,
            _("In the file"),
            self.kept,
            name,
            _("Leave empty"),
        )


def shown_text(column: Column, raw: str) -> str:
    """What the field of a column shows for the text of a cell: the labels and days that it can mean as they are written."""
    if column.codes is not None:
        texts = split_labels(raw) if column.type == "codes" else [raw]
        labels = [column.codes.label(code) if (code := column.codes.code(text)) else None for text in texts]
        known = [label for label in labels if label]
        return "、".join(known) if len(known) == len(labels) else raw
    day = read_date(plain_cell(raw)) if column.type == "date" else None
    return day.isoformat() if day else raw


def widget_of(column: Column, raw: str) -> forms.Widget:
    """The widget of a column, for a cell in which `raw` stands."""
    shown = shown_text(column, raw)
    if column.codes is not None:
        labels = column.codes.labels
        parts = shown.split("、") if column.type == "codes" else [shown]
        strange = [] if set(parts) <= {*labels, ""} else [(shown, _("In the file: %(text)s") % {"text": shown[:40]})]
        listed = [(label, shown_word(label, column.codes.name)) for label in labels]
        if column.type == "codes":
            return ManyLabels([*strange, *listed])
        return StyledSelect(choices=[("", "—"), *strange, *listed])
    if column.type == "date":
        return DayOrNothing(shown if shown and read_date(shown) is None else "")
    if column.is_long_text:
        return forms.Textarea({"class": "form-control", "maxlength": str(LONGEST), "rows": "3"})
    line = LineInput({"maxlength": str(LONGEST)})
    if column.type in {"int", "money", "percent"}:
        line.attrs["inputmode"] = "decimal"
    return line


class HeldForm(forms.Form):
    """Columns of a held row, all of them or those that `keys` name, each with its suggestion."""

    def __init__(
        self,
        columns: Iterable[Column],
        row: HeldRow,
        data: QueryDict | None = None,
        *,
        prefix: str | None = None,
        is_short: bool = False,
    ) -> None:
        self.row, self.columns, self.is_short = row, {column.key: column for column in columns}, is_short
        self.suggestions = suggestions_of(row.faults)
        shown = {key: shown_text(column, self.raw(key)) for key, column in self.columns.items()}
        super().__init__(data, prefix=prefix, initial=shown)
        for key, column in self.columns.items():
            self.fields[key] = forms.CharField(
                label=column.title,
                required=False,
                strip=False,
                max_length=LONGEST,
                widget=widget_of(column, self.raw(key)),
                help_text=self._advice(column),
            )

    def raw(self, key: str) -> str:
        """The text that stands in the cell."""
        return str(self.row.raw.get(key) or "")

    def _advice(self, column: Column) -> SafeString:
        """What the column takes, and what is suggested for the cell."""
        rule = "" if self.is_short or column.codes else column.rule
        suggestion = self.suggestions.get(column.key)
        if not suggestion:
            return format_html("{}", rule)
        return format_html('{} <span class="to">{}</span>', rule, put("{}：{}", _("Suggestion"), suggestion))

    def show_faults(self) -> None:
        """Mark the fields that the row's errors name; warnings do not hold it."""
        self.cleaned_data: Plain = {}
        self._errors = forms.utils.ErrorDict()
        for fault in self.row.faults:
            if fault["severity"] == "error":
                self.add_error(fault["key"] if fault["key"] in self.fields else None, fault["message"])

    def typed(self) -> Mapping[str, str]:
        """The texts that were changed, by column key; a field that was left as it was shown changes nothing."""
        sent = {key: text.replace("\r\n", "\n") for key, text in self.cleaned_data.items() if self._is_sent(key)}
        return {key: text for key, text in sent.items() if text != self.initial[key].replace("\r\n", "\n")}

    def _is_sent(self, key: str) -> bool:
        widget = self.fields[key].widget
        return not widget.value_omitted_from_data(self.data, self.files, self.add_prefix(key))

    def advised(self) -> dict[str, str]:
        """The suggestions of the fields that nobody has typed into."""
        return {key: text for key, text in self.suggestions.items() if key in self.fields and key not in self.typed()}
