"""Permissions over messages: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, Grant, Grants
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Messages")


class NotificationPermission(Permission):
    MESSAGE_VIEW = "message.view"


GRANTS: Final[Grants] = {
    NotificationPermission.MESSAGE_VIEW: Grant(_("Read one's own messages"), BUSINESS),
}
