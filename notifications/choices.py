"""What a person wants by mail."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MailMode(TextChoices):
    """The portal itself shows every message, whatever is chosen here."""

    DIGEST = "DIGEST", _("The digest of each day")
    LATE = "LATE", _("Only when something is overdue")
    NONE = "NONE", _("No mail")
