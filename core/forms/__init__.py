"""Widgets in the portal's look, and the fields that read what people type as a cell of a workbook is read.

They write their own markup: a list page carries a dozen of them, and Django's templates for widgets would take
longer than the rows of the list.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeAlias, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from core.contributions.pickers import sources
from core.workbooks.cells import read_number
from core.workbooks.days import read_date
from core.workbooks.texts import clean_text, has_raised, short

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words

Attributes = dict[str, object]
#: Values with their labels, or with the choices of a group.
Choices: TypeAlias = "tuple[tuple[str, str | Choices], ...]"

#: Numbers from here on fit no column of the database.
TOO_LARGE: Final = Decimal(10) ** 14
EIGHT_DIGITS: Final = re.compile("[0-9]{8}")
#: Days of the portal's records lie between these; others are slips of the year.
EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2099, 12, 31)
FAR_DAY: Final = _("The day %(value)s is not between %(earliest)s and %(latest)s. Please check the year.")
NO_NUMBER: Final = _(
    "The value “%(value)s” of “%(label)s” is not a number. Please write digits only, without unit, for example %(example)s."
)
NO_COUNT: Final = _(
    "The value “%(value)s” of “%(label)s” is not a whole number. Please write digits only, without unit, for example %(example)s."
)
TOO_MANY_DIGITS: Final = _("The value “%(value)s” of “%(label)s” is too large. Please check the number of its digits.")
#: What is wrong with a number, by the code of the framework's own message; `limit` is what the field allows.
FAULTS: Final = {
    "max_decimal_places": _(
        "The value “%(value)s” of “%(label)s” has more decimal places than are taken (%(limit)s). Please write at most "
        "%(limit)s, for example %(example)s."
    ),
    "max_digits": TOO_MANY_DIGITS,
    "max_whole_digits": TOO_MANY_DIGITS,
    "min_value": _(
        "The value “%(value)s” of “%(label)s” is less than %(limit)s, the least that is taken. Please check it."
    ),
    "max_value": _(
        "The value “%(value)s” of “%(label)s” is more than %(limit)s, the most that is taken. Please check it."
    ),
}


def attributes(given: Mapping[str, object]) -> SafeString:
    """The attributes of an element as Django's `flatatt` writes them, in a third of its time: a true one by its name alone,
    none for False and None."""
    worded = "".join(f' {name}="{escape(str(given[name]))}"' for name in sorted(given) if _has_text(given[name]))
    bare = "".join(f" {name}" for name in sorted(given) if given[name] is True)
    return mark_safe(worded + bare)  # noqa: S308 - values are escaped, names are the code's own


def _has_text(value: object) -> bool:
    return value is not None and not isinstance(value, bool)


class PlainInput(forms.TextInput):
    """An input as one element."""

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        shown = self.format_value(value)
        given = {"type": self.input_type, "name": name, **({} if shown in (None, "") else {"value": shown})}
        return format_html("<input{}>", attributes({**given, **self.build_attrs(self.attrs, attrs)}))


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
            **self._beside(name),
        }
        field = super().render(name, value, {**(attrs or {}), **asking}, renderer)
        return format_html('<span class="p-picker">{}<span class="p-picks" id="{}"></span></span>', field, place)

    def _beside(self, name: str) -> dict[str, str]:
        """The fields beside this one that narrow what is offered, and whether it holds a list."""
        source, line = sources().get(self.what), name.rpartition("-")[0]
        if source is None:
            return {}
        others = ",".join(f"[name='{line}-{other}']" if line else f"[name='{other}']" for other in source.beside)
        return {**({"hx-include": others} if others else {}), **({"data-pick-list": "、"} if source.is_list else {})}


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
        return format_html("<select{}>{}</select>", attributes(given), options(self.choices, chosen))


def options(choices: Iterable[tuple[object, object]], chosen: frozenset[str] = frozenset()) -> SafeString:
    """The options of a select; choices may be grouped."""
    return _written(_in_words(choices), chosen)


def _in_words(choices: Iterable[tuple[object, object]]) -> Choices:
    """Choices as texts in the language of the page."""
    return tuple(
        (str(value), _in_words(label))
        if isinstance(label, list | tuple)
        else ("" if value is None else str(value), str(label))
        for value, label in choices
    )


@lru_cache(maxsize=256)
def _written(choices: Choices, chosen: frozenset[str]) -> SafeString:
    """The same places, insurers and states stand above every list: their hundred options are written once."""
    return mark_safe("".join(_option_lines(choices, chosen)))  # noqa: S308 - value and label are escaped


def _option_lines(choices: Choices, chosen: frozenset[str]) -> Iterator[str]:
    for value, label in choices:
        if isinstance(label, tuple):
            yield f'<optgroup label="{escape(value)}">{_written(label, chosen)}</optgroup>'
            continue
        mark = " selected" if value in chosen else ""
        yield f'<option value="{escape(value)}"{mark}>{escape(label)}</option>'


def _with_calendar(field: SafeString) -> SafeString:
    """The field with the place beside it where static/js/days.js sets the button of its calendar."""
    return format_html('<span class="p-day">{}</span>', field)


class DayInput(forms.DateInput, PlainInput):
    """A day as 2023-11-23 in every browser: a text, beside which a script sets a small calendar.

    The browser's own field would show 11/23/2023 where its language is English. No pattern: what is no day is said by
    the server in the reader's language, not by the browser in its own.
    """

    input_type = "text"

    def __init__(self, attrs: Mapping[str, object] | None = None, format: str | None = None) -> None:  # noqa: A002 - the name of Django's own argument
        shape = {"inputmode": "numeric", "maxlength": "20", "autocomplete": "off", "data-day": True}
        super().__init__(
            {"class": "form-control", **shape, "placeholder": _("yyyy-mm-dd"), **(attrs or {})}, format or "%Y-%m-%d"
        )

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        return _with_calendar(PlainInput.render(self, name, value, attrs, renderer))


class MonthInput(PlainInput):
    """A month as 2023-11, typed or picked, in every browser."""

    def __init__(self, attrs: Mapping[str, object] | None = None) -> None:
        shape = {"inputmode": "numeric", "maxlength": "12", "autocomplete": "off", "data-month": True}
        super().__init__({"class": "form-control", **shape, "placeholder": _("yyyy-mm"), **(attrs or {})})

    @override
    def format_value(self, value: object) -> str | None:
        return f"{value:%Y-%m}" if isinstance(value, date) else super().format_value(value)

    @override
    def render(
        self, name: str, value: object, attrs: Attributes | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        return _with_calendar(super().render(name, value, attrs, renderer))


class LineInput(forms.TextInput):
    """One line of text that the browser does not complete."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off", **(attrs or {})})


class AmountInput(LineInput):
    """Digits with the number pad of a phone."""

    def __init__(self) -> None:
        super().__init__({"inputmode": "decimal"})


class DayField(forms.DateField):
    """A day, picked in the calendar, or typed in any form that a workbook may write it in, or as 20231123."""

    widget = DayInput
    #: The first is Django's own of every field; the catalogue has it in the portal's words.
    default_error_messages: ClassVar = {
        "required": _("This field is required."),
        "invalid": _("This is no day; write it as 2023-11-23."),
    }

    @override
    def to_python(self, value: object) -> date | None:
        if not isinstance(value, str) or not plain_cell(value):
            return super().to_python(cast("str", value))
        day = typed_day(value)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not EARLIEST <= day <= LATEST:
            told = {"value": day, "earliest": EARLIEST, "latest": LATEST}
            raise ValidationError(FAR_DAY, code="far", params=told)
        return day


class NumberField(forms.Field):
    """A number whose faults are told in the portal's words: of which field, the value seen, what to write instead."""

    #: What is said of a text that is no number, and a number as the field takes it.
    no_number = NO_NUMBER
    example = "3000.50"

    @override
    def clean(self, value: object) -> Any:
        try:
            return super().clean(value)
        except ValidationError as faults:
            raise ValidationError([self._in_words(one, value) for one in faults.error_list]) from faults

    def _in_words(self, fault: ValidationError, value: object) -> ValidationError:
        """The fault with the portal's sentence; one that is not about the number stays as it is."""
        said = {**FAULTS, "invalid": self.no_number}.get(fault.code or "")
        if said is None:
            return fault
        given = fault.params or {}
        limit = given.get("limit_value", given.get("max", ""))
        named = {"label": self.label or "", "value": short(value), "limit": limit, "example": self.example}
        return ValidationError(said, code=fault.code, params=named)


class AmountField(NumberField, forms.DecimalField):
    """A number, read as a cell of a workbook is: full-width digits and thousands commas are taken, words are not."""

    widget = AmountInput

    @override
    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # the stubs take it for an integer
        if not isinstance(value, str) or not plain_cell(value):
            return super().to_python(value)
        number = read_number(value)
        if number is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(self._in_places(number))

    def _in_places(self, number: Decimal) -> Decimal:
        """The number with the field's decimal places, if it has no more of them that count."""
        if self.decimal_places is None or abs(number) >= TOO_LARGE:
            return number
        rounded = number.quantize(Decimal(1).scaleb(-self.decimal_places))
        return rounded if rounded == number else number


class PercentField(AmountField):
    """A share typed in percent, with or without the sign."""

    example = "15.5"

    @override
    def to_python(self, value: object) -> Decimal | None:  # type: ignore[override]  # the stubs take it for an integer
        return super().to_python(plain_cell(value).removesuffix("%") if isinstance(value, str) else value)


class CountField(NumberField, forms.IntegerField):
    """A whole number, read as a cell of a workbook is: 12.0 is 12, and 3,000 is 3000."""

    widget = AmountInput
    no_number = NO_COUNT
    example = "12"

    @override
    def to_python(self, value: object) -> int | None:
        if not isinstance(value, str) or not plain_cell(value):
            return super().to_python(value)
        number = read_number(value)
        if number is None or number != number.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if abs(number) >= TOO_LARGE:
            raise ValidationError(TOO_MANY_DIGITS, code="max_digits")
        return int(number)


def plain_cell(text: str) -> str:
    """A typed text as the reader of workbooks compares it: one width, trimmed."""
    return clean_text(text, "NFKC", lines=False)[0]


def typed_day(text: str) -> date | None:
    """The day that somebody typed: as a workbook may write it, or as eight digits, which a phone's number pad gives."""
    if has_raised(text):
        return None
    plain = plain_cell(text)
    return read_date(f"{plain[:4]}-{plain[4:6]}-{plain[6:]}" if EIGHT_DIGITS.fullmatch(plain) else plain)


#: The fields of a form that is made from a model: what people type is read as a cell of a workbook is.
FIELDS_OF_MODELS: Final = (
    (models.DateField, DayField), (models.DecimalField, AmountField), (models.IntegerField, CountField),
)  # fmt: skip


def field_of_model(field: "models.Field[Any, Any]", **options: Any) -> forms.Field | None:
    """The form field of a model's field: the `formfield_callback` of every form that is made from a model."""
    is_plain = not getattr(field, "choices", None) and not isinstance(field, models.DateTimeField)
    for kind, form_class in FIELDS_OF_MODELS:
        if is_plain and isinstance(field, kind):
            return field.formfield(form_class=form_class, **options)
    return field.formfield(**options)


def day_field(label: "Words", *, required: bool = True, help_text: "Words" = "") -> DayField:
    """A day, picked in the calendar or typed."""
    return DayField(label=label, required=required, help_text=help_text)
