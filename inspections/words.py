"""Answers of a form in words, for comparisons and for what changed."""

from datetime import date
from decimal import Decimal

from django.db.models import Model
from django.utils.translation import gettext as _

DASH = "—"


def label_of(model: Model | type[Model], name: str) -> str:
    """The question's label as the form shows it."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def words(model: Model | type[Model], name: str, value: object) -> str:
    """A stored or typed value as the page says it; 「—」 for no answer."""
    if value in (None, "", []):
        return DASH
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    field = model._meta.get_field(name)
    if isinstance(value, list | tuple):
        labels = _labels_of(getattr(field, "base_field", field))
        return "、".join(str(labels.get(one, one)) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(_labels_of(field).get(value, value))


def _labels_of(field: object) -> dict[object, object]:
    """The words of a field's codes; none for a field without choices."""
    return dict(getattr(field, "flatchoices", ()))
