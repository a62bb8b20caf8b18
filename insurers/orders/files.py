"""Which files an order carries: those of the service that is made of its record."""

from typing import Final

from accounts.permissions import Permission
from core.attachments import register
from insurers.activities.files import ACTIVITY_SLOTS

ORDER_SLOTS: Final = {name: ACTIVITY_SLOTS[name] for name in ("photo", "report", "video")}


def register_files() -> None:
    from insurers.orders.models import ServiceOrder

    register("order", ServiceOrder, ORDER_SLOTS, Permission.ORDER_ANSWER)
