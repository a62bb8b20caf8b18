"""Codes of pairing tables (notice 二(四), annex 2)."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.listing.colours import colours


class PairingState(TextChoices):
    """A table is drafted by one person of the province, approved by another, and counts once published."""

    DRAFT = "DRAFT", pgettext_lazy("pairing table", "Being drafted")
    PROPOSED = "PROPOSED", _("Waits for approval")
    APPROVED = "APPROVED", pgettext_lazy("pairing table", "Approved")
    PUBLISHED = "PUBLISHED", pgettext_lazy("pairing table", "Published")


#: How far it is, at a glance.
PAIRING_COLOURS: Final = colours(
    PairingState,
    done=[PairingState.PUBLISHED],
    run=[PairingState.PROPOSED, PairingState.APPROVED],
    neutral=[PairingState.DRAFT],
)


class PairingOrigin(TextChoices):
    """How a table came about."""

    ANNEX = "ANNEX", _("Annex of a notice")
    HAND = "HAND", _("Entered by hand")
    WORKBOOK = "WORKBOOK", _("Read from a workbook")
    DRAWN = "DRAWN", _("Ring drawn from a seed")
