"""Lines of the menu."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section
from insurers.orders.permissions import OrderPermission

LINES: Final[Lines] = (
    Line(Section.SERVICES, 160, _("Service orders"), "orders:order-list", OrderPermission.ORDER_VIEW),
)
