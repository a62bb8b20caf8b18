"""Complaints that an insurer has to answer, on its workbench, those due first."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.contributions.desk import Desk, NoDay, Todo, Work, first_and_all
from core.transitions import allowed
from core.views.addresses import address
from insurers.complaints.choices import UNCLOSED, ComplaintState
from insurers.complaints.deadlines import Reckoning
from insurers.complaints.filters import WAITING
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission
from insurers.complaints.states import COMPLAINT_MOVES
from rulebook.workdays import workdays

PLACE = 65
DETAIL = "complaints:complaint-detail"
#: So many complaints have lines of their own.
MOST = 5


def work(desk: Desk) -> Work:
    """One line for each of the complaints received longest ago: to answer, to approve an extension of, to close."""
    if not desk.user.may(ComplaintPermission.COMPLAINT_WRITE):
        return Work(place=PLACE)
    waiting = Complaint.objects.visible_to(desk.user).filter(state__in=UNCLOSED).order_by("received_on", "pk")
    rows = list(waiting.select_related("policy__enterprise")[: MOST + 1])
    if not rows:
        return Work(place=PLACE)
    limits = Reckoning(workdays())
    lines = [_todo(row, limits, desk) for row in rows]

    def all_of() -> Todo:
        number, url = waiting.order_by().count(), address("complaints:complaint-list", state=WAITING)
        title, detail = (
            ngettext("%(n)s complaint is not closed", "%(n)s complaints are not closed", number) % {"n": f"{number:,}"},
            _("all of them, those above included"),
        )
        first = min((line.due_on for line in lines if line.due_on), default=NoDay.UNSET)
        return desk.line(_("Complaints"), title, detail, url, _("Open"), first, count=number)

    return Work(place=PLACE, todos=first_and_all(lines, all_of, MOST))


def _todo(complaint: Complaint, limits: Reckoning, desk: Desk) -> Todo:
    title, url = f"{complaint.complaint_no} {complaint.policy.enterprise}", address(DETAIL, complaint.pk)
    kind, detail = _("Complaints"), complaint.get_state_display()
    if complaint.state == ComplaintState.ANSWERED:
        return desk.line(kind, title, detail, url, _("Close the complaint"), NoDay.OWN_WORK)
    may_extend = complaint.extension_asked_by_id and allowed([COMPLAINT_MOVES["extend"]], complaint, desk.user)
    action, due = _("Approve the extension") if may_extend else _("Answer"), limits.last(complaint)
    return desk.line(kind, title, detail, url, action, due.on if due else NoDay.UNSET)


AWAITED: Final = UNCLOSED
