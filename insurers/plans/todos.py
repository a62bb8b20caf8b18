"""Plans that wait for a step of the insurer: to be sent, for the consent of the unit, to be begun, ended, evaluated."""

from typing import Final

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from core.contributions.desk import Desk, NoDay, Work
from core.views.addresses import address
from insurers.plans.choices import PlanState
from insurers.plans.models import ServicePlan
from insurers.plans.permissions import PlanPermission

PLACE: Final = 62
LIST: Final = "plans:plan-list"


def work(desk: Desk) -> Work:
    """One line for each list of the newest versions that is not empty; one query, remembered."""
    if not desk.user.may(PlanPermission.PLAN_WRITE):
        return Work(place=PLACE)
    own = ServicePlan.objects.visible_to(desk.user).filter(is_latest=True)
    counted = own.order_by().values("state").annotate(n=Count("pk"), first=Min("start_on"))
    found = {row["state"]: row for row in desk.memory.kept(own, "plans waiting", lambda: list(counted))}
    todos = []
    for state, title, detail, action in (
        (
            PlanState.DRAFT,
            ngettext_lazy(
                "%(n)s service plan to be sent to the insured unit",
                "%(n)s service plans to be sent to the insured units",
                "number",
            ),
            _("drawn up by the own office"),
            _("Send"),
        ),
        (
            PlanState.SENT,
            ngettext_lazy(
                "%(n)s service plan waits for the consent of the insured unit",
                "%(n)s service plans wait for the consent of the insured units",
                "number",
            ),
            _("sent to the insured units"),
            _("Confirm"),
        ),
        (
            PlanState.CONFIRMED,
            ngettext_lazy(
                "%(n)s confirmed service plan to be begun", "%(n)s confirmed service plans to be begun", "number"
            ),
            _("confirmed by the insured units"),
            _("Open"),
        ),
        (
            PlanState.FINISHED,
            ngettext_lazy(
                "%(n)s completed service plan to be evaluated",
                "%(n)s completed service plans to be evaluated",
                "number",
            ),
            _("the services of the plan are over"),
            _("Evaluate"),
        ),
    ):
        if row := found.get(state):
            text, url = title % {"n": f"{row['n']:,}", "number": row["n"]}, address(LIST, state=state)
            due = row["first"] if state == PlanState.CONFIRMED else NoDay.OWN_WORK
            todos.append(desk.line(_("Service plans"), text, detail, url, action, due, count=row["n"]))
    return Work(place=PLACE, todos=todos)


AWAITED: Final = (PlanState.DRAFT, PlanState.SENT, PlanState.CONFIRMED, PlanState.FINISHED)
RESTING: Final = ((PlanState.ACTIVE, "the services run; what is late of them is a line of the promises"),)
