"""States of service orders."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core.listing.colours import colours


class OrderState(TextChoices):
    """The life of an ordered service, up to the record of it that the insurer takes into the ledger of services."""

    PLACED = "PLACED", _("Ordered")
    ACCEPTED = "ACCEPTED", _("Taken on")
    RECORDED = "RECORDED", _("Record waits")
    TAKEN = "TAKEN", _("Record taken")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Order withdrawn")


#: How far it is, at a glance.
ORDER_COLOURS: Final = colours(
    OrderState,
    done=[OrderState.TAKEN],
    run=[OrderState.PLACED, OrderState.ACCEPTED],
    warn=[OrderState.RECORDED],
    neutral=[OrderState.DECLINED, OrderState.WITHDRAWN],
)


#: States in which the order of a service for a day stands: it is not placed twice.
STANDING: Final = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.RECORDED, OrderState.TAKEN)
