"""States of complaints."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ComplaintState(TextChoices):
    """The life of a complaint (domain.md 5.2)."""

    OPEN = "OPEN", _("Received")
    FURTHER = "FURTHER", _("Harder case")
    EXTENDED = "EXTENDED", _("Extended")
    ANSWERED = "ANSWERED", _("Answered")
    CLOSED = "CLOSED", _("Closed")
