"""An insurer's enterprises and policies, on its workbench."""

from django.utils.translation import gettext as _

from accounts.roles import Role
from core.contributions.desk import Desk, Tile, Work
from core.views.addresses import address
from enterprises.models import Enterprise
from insurers.policies.models import Policy


def work(desk: Desk) -> Work:
    """Two figures for insurers."""
    if desk.user.role != Role.INSURER:
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
