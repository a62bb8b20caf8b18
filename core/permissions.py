"""What a permission is, and those over core's own rows; `accounts/permissions.py` says which roles hold these.

A permission is declared by the lowest app that asks for it. Permissions are stored nowhere: a user has a role, and
the permissions of a role follow from the code.
"""

from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

#: What the room is called for those who read permissions.
ROOM: Final = _("Files, jobs and exports")


class Permission(StrEnum):
    """One verb on one noun, `noun.verb`. Each app that needs some has its own class of them in `permissions.py`."""


class CorePermission(Permission):
    LEDGER_EXPORT = "ledger.export"
    JOB_VIEW = "job.view"
    AUDIT_VIEW = "audit.view"
