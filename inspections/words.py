"""Answers of a form in words, for comparisons and for what changed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

DASH = "—"


def label_of(model: Any, name: str) -> str:
    """The question's label as the form shows it."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def words(model: Any, name: str, value: Any) -> str:
    """A stored or typed value as the page says it; 「—」 for no answer."""
    if value in (None, "", []):
        return DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    field = model._meta.get_field(name)
    if isinstance(value, list | tuple):
        labels = dict(field.base_field.flatchoices)
        return "、".join(str(labels.get(one, one)) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(dict(field.flatchoices).get(value, value))
