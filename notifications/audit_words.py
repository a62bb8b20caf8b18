"""What the events of messages are called."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "message.stopped": _("Messages stopped by the breaker"),
    "message.preference": _("Wishes for messages by mail changed"),
    "message.undelivered": _("Messages by another way not delivered"),
    "message.refused": _("Step of messages refused"),
}
