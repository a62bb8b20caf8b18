"""Forms offer what is in use on the day of the record, and keep what it carries; what is sent the service judges."""

from datetime import date

from django import forms

from campaigns.rules import Usage, narrowed
from core.workbooks.days import read_date


def offer_open(form: forms.BaseForm, names: tuple[str, ...], usage: Usage, day: date) -> None:
    """Leave out of the choices of the fields what is out of use on the day and not chosen already."""
    closed = usage.closed(day)
    for name in names if closed else ():
        field, chosen = form.fields[name], form[name].value() or ()
        kept = {chosen} if isinstance(chosen, str) else {str(one) for one in chosen}
        field.widget.choices = narrowed(field.choices, closed - kept)  # type: ignore[attr-defined]


def day_in(form: forms.BaseForm, name: str, other: date) -> date:
    """The day that a field of the form holds as it is shown, else the other."""
    value = form[name].value()
    if isinstance(value, str):
        value = read_date(value.strip())
    return value if isinstance(value, date) else other
