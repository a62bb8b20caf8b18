"""Permissions over service plans: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class PlanPermission(Permission):
    PLAN_VIEW = "plan.view"
    PLAN_WRITE = "plan.write"
    PLAN_GUIDE = "plan.guide"


GRANTS: Final[Grants] = {
    PlanPermission.PLAN_VIEW: Grant(
        _("Read service plans and what was done of them"), SUPERVISORS | INSURING | {Role.SECTOR}
    ),
    PlanPermission.PLAN_WRITE: Grant(_("Write service plans and have them confirmed"), {Role.INSURER}),
    PlanPermission.PLAN_GUIDE: Grant(_("Give guidance on service plans"), SUPERVISORS),
}
