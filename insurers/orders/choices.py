"""States of service orders."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrderState(TextChoices):
    """The life of an ordered service; what was given is told by the ledger of services."""

    PLACED = "PLACED", _("Ordered")
    ACCEPTED = "ACCEPTED", _("Taken on")
    DECLINED = "DECLINED", _("Declined")
    WITHDRAWN = "WITHDRAWN", _("Order withdrawn")
