"""Complaints that an insurer has to answer, on its workbench, those due first."""

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from core.contributions.desk import Desk, NoDay, Todo, Work
from core.transitions import allowed
from core.views.addresses import address
from insurers.complaints.choices import RUNNING, ComplaintState
from insurers.complaints.deadlines import Reckoning
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.states import COMPLAINT_MOVES
from rulebook.workdays import workdays

PLACE = 65
DETAIL = "complaints:complaint-detail"
SHOWN = 5


def work(desk: Desk) -> Work:
    """One line for each of the complaints received longest ago: to answer, to approve an extension of, to close."""
    if not desk.user.may(ComplaintPermission.COMPLAINT_WRITE):
        return Work(place=PLACE)
    waits = Q(state__in=(*RUNNING, ComplaintState.ANSWERED))
    waiting = Complaint.objects.visible_to(desk.user).filter(waits).order_by("received_on", "pk")
    rows = list(waiting.select_related("policy__enterprise")[:SHOWN])
    if not rows:
        return Work(place=PLACE)
    limits = Reckoning(workdays())
    return Work(place=PLACE, todos=[_todo(row, limits, desk) for row in rows])


def _todo(complaint: Complaint, limits: Reckoning, desk: Desk) -> Todo:
    title, url = f"{complaint.complaint_no} {complaint.policy.enterprise}", address(DETAIL, complaint.pk)
    kind, detail = _("Complaints"), complaint.get_state_display()
    if complaint.state == ComplaintState.ANSWERED:
        return desk.line(kind, title, detail, url, _("Close the complaint"), NoDay.OWN_WORK)
    may_extend = complaint.extension_asked_by_id and allowed([COMPLAINT_MOVES["extend"]], complaint, desk.user)
    action, due = _("Approve the extension") if may_extend else _("Answer"), limits.last(complaint)
    return desk.line(kind, title, detail, url, action, due.on if due else NoDay.UNSET)


AWAITED: Final = (*RUNNING, ComplaintState.ANSWERED)
