"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.plans.permissions import PlanPermission

LINES: Final[Lines] = (
    Line(Section.SERVICES, 180, _("Promised against done"), "promises:promised", PlanPermission.PLAN_VIEW),
    Line(Section.SERVICES, 190, _("Units without assistance"), "promises:without-assistance", PlanPermission.PLAN_VIEW),
)
