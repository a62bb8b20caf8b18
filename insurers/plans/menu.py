"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.plans.permissions import PlanPermission

LINES: Final[Lines] = (
    Line(Section.SERVICES, 170, _("Service plans"), "plans:plan-list", PlanPermission.PLAN_VIEW),
    Line(Section.UPLOADS, 60, _("Upload plans"), "imports:upload-create", PlanPermission.PLAN_WRITE, ("plans",)),
)
