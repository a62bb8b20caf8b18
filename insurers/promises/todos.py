"""Reminders about units without assistance, on the workbench of the insurer that was reminded."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Role
from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address
from insurers.promises.models import AssistReminder


def work(desk: Desk) -> Work:
    """The reminders of this month."""
    if desk.user.role != Role.INSURER:
        return Work(place=60)
    rows = AssistReminder.objects.visible_to(desk.user).filter(month=desk.today.replace(day=1))
    return Work(place=60, todos=[_todo(row) for row in rows.select_related("organisation")])


def _todo(row: AssistReminder) -> Todo:
    sent = {"office": row.organisation, "day": f"{timezone.localdate(row.sent_at)}"}
    return Todo(
        _("Campaign assistance"),
        _("%(n)s units in %(place)s without assistance") % {"n": f"{row.units:,}", "place": row.place},
        _("Prompted by %(office)s on %(day)s") % sent,
        address("promises:without-assistance"),
        _("Open"),
    )
