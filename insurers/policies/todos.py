"""An insurer's enterprises and policies, on its workbench."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import BUREAUS, Role
from core.contributions.desk import Desk, NoDay, Tile, Todo, Work
from core.views.addresses import address
from enterprises.models import Enterprise
from insurers.policies.clients import NEW_FOR, start_of
from insurers.policies.models import Policy


def work(desk: Desk) -> Work:
    """Two figures for insurers; for bureaus the first policies of an insurer on an enterprise of their place."""
    if desk.user.role in BUREAUS:
        return Work(place=20, todos=_first_policies(desk))
    if desk.user.role != Role.INSURER or not desk.has_figures:
        return Work(place=20)
    enterprises = desk.memory.count(Enterprise.objects.visible_to(desk.user))
    policies = desk.memory.count(Policy.objects.visible_to(desk.user))
    return Work(
        place=20,
        tiles=[
            Tile(
                _("Enterprises insured here"),
                enterprises,
                address("coverage:enterprise-list"),
                _("with a policy now or before"),
                unit=_("firms"),
            ),
            Tile(_("Policies"), policies, address("policies:policy-list"), _("on the ledger"), unit=_("policies")),
        ],
    )


def _first_policies(desk: Desk) -> list[Todo]:
    """Sight of an enterprise begins with a policy: the bureau looks at each that is the insurer's first."""
    rows = Policy.objects.visible_to(desk.user).first_of_insurer(start_of(desk.today - NEW_FOR))
    number = desk.memory.count(rows)
    if not number:
        return []
    title = ngettext(
        "%(count)s first policy of an insurer on an enterprise",
        "%(count)s first policies of an insurer on an enterprise",
        number,
    ) % {"count": number}
    detail = _("Entered within 30 days; with it the insurer sees the enterprise")
    url = address("policies:policy-list", first="new")
    return [desk.line(_("Policies"), title, detail, url, _("View"), NoDay.NEWS, count=number)]
