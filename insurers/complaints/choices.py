"""States of complaints."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ComplaintState(TextChoices):
    """The life of a complaint (domain.md 5.2)."""

    OPEN = "OPEN", _("Received")
    FURTHER = "FURTHER", _("Harder case")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", _("Closed")


#: Complaints that wait for an answer.
RUNNING: Final = frozenset({ComplaintState.OPEN, ComplaintState.FURTHER, ComplaintState.EXTENDED})
