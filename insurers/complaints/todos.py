"""Complaints that an insurer has to answer, on its workbench, those due first."""

from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address
from insurers.complaints.choices import RUNNING
from insurers.complaints.deadlines import Reckoning
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from rulebook.workdays import workdays

PLACE = 65
SHOWN = 5


def work(desk: Desk) -> Work:
    """One line for each of the complaints received longest ago."""
    if not desk.user.may(ComplaintPermission.COMPLAINT_WRITE):
        return Work(place=PLACE)
    waiting = Complaint.objects.visible_to(desk.user).filter(state__in=RUNNING).order_by("received_on", "pk")
    rows = list(waiting.select_related("policy__enterprise")[:SHOWN])
    if not rows:
        return Work(place=PLACE)
    limits = Reckoning(workdays())
    return Work(place=PLACE, todos=[_todo(row, limits, desk) for row in rows])


def _todo(complaint: Complaint, limits: Reckoning, desk: Desk) -> Todo:
    due = limits.last(complaint)
    return Todo(
        _("Complaints"),
        f"{complaint.complaint_no} {complaint.policy.enterprise}",
        complaint.get_state_display(),
        address("complaints:complaint-detail", complaint.pk),
        _("Answer"),
        due.on if due else None,
        (due.on - desk.today).days if due else None,
    )
