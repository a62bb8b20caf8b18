"""States of complaints."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.listing.colours import colours


class ComplaintState(TextChoices):
    """The life of a complaint (domain.md 5.2)."""

    OPEN = "OPEN", pgettext_lazy("complaint", "Received")
    FURTHER = "FURTHER", _("Harder case")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", pgettext_lazy("complaint", "Closed")


#: How far it is, at a glance.
COMPLAINT_COLOURS: Final = colours(
    ComplaintState,
    done=[ComplaintState.CLOSED],
    run=[ComplaintState.OPEN, ComplaintState.FURTHER, ComplaintState.EXTENDED, ComplaintState.ANSWERED],
)


#: Complaints that wait for an answer.
RUNNING: Final = frozenset({ComplaintState.OPEN, ComplaintState.FURTHER, ComplaintState.EXTENDED})
#: Those that wait for a step of the insurer.
UNCLOSED: Final = (*RUNNING, ComplaintState.ANSWERED)
