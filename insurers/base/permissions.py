"""What the room of the insurers is called; each ledger declares its own permissions."""

from typing import Final

from django.utils.translation import gettext_lazy as _

#: What the room is called for those who read permissions.
ROOM: Final = _("Insurers and services")
