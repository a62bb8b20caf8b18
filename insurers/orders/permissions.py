"""Permissions over service orders: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import Grant, Grants, Role
from core.permissions import Permission


class OrderPermission(Permission):
    ORDER_VIEW = "order.view"
    ORDER_PLACE = "order.place"
    ORDER_ANSWER = "order.answer"


GRANTS: Final[Grants] = {
    OrderPermission.ORDER_VIEW: Grant(_("Read service orders"), {Role.PROV_EM, Role.INSURER, Role.AGENCY}),
    OrderPermission.ORDER_PLACE: Grant(_("Order services from agencies"), {Role.INSURER}),
    OrderPermission.ORDER_ANSWER: Grant(_("Take on or decline service orders"), {Role.AGENCY}),
}
