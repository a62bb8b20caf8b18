"""Which files an order carries: those of the service that is made of its record."""

from typing import Final

from core.attachments import register
from insurers.activities.files import ACTIVITY_SLOTS
from insurers.orders.permissions import OrderPermission

ORDER_SLOTS: Final = {name: ACTIVITY_SLOTS[name] for name in ("photo", "report", "video")}


def register_files() -> None:
    from insurers.orders.models import ServiceOrder

    register("order", ServiceOrder, ORDER_SLOTS, OrderPermission.ORDER_ANSWER)
