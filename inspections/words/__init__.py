"""Answers of a form in words, for comparisons and for what changed."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext as _

from core.languages import listed
from inspections.choices import FindingState

if TYPE_CHECKING:
    from inspections.models import Finding

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
        if not labels:
            return _("%(n)s: %(list)s") % {"n": len(value), "list": listed(value)}
        return listed(labels.get(one, one) for one in value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,.2f}"
    return str(_labels_of(field).get(value, value))


def _labels_of(field: object) -> dict[object, object]:
    """The words of a field's codes; none for a field without choices."""
    return dict(getattr(field, "flatchoices", ()))


def next_step(finding: "Finding") -> str:
    """What comes next of a finding and whose it is; 「—」 where nothing does. Reads its task and its letter."""
    task = finding.task
    routing = getattr(finding, "routing", None)
    receiver = {"office": routing.handover.receiver.name} if routing else {}
    cities = {"city": task.inspecting.name, "inspected": task.inspected.name}
    if finding.state == FindingState.OBJECTED:
        return _("The lead of %(city)s decides on the objection") % cities
    if finding.state == FindingState.ROUTED:
        return _("%(office)s signs for it") % receiver
    if finding.state == FindingState.RECEIVED:
        return _("%(office)s settles it") % receiver
    if finding.state != FindingState.RECORDED:
        return DASH
    if task.feedback_on is None:
        return _("%(city)s gives its comments") % cities
    told = getattr(task, "feedback", None)
    if told is not None and told.answered_on is not None:
        return _("%(city)s hands it over") % cities
    return _("%(inspected)s answers, then %(city)s hands it over") % cities
