"""Permissions over what was promised and not done: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import SUPERVISORS, Grant, Grants
from core.permissions import Permission


class PromisePermission(Permission):
    ASSIST_REMIND = "assist.remind"


GRANTS: Final[Grants] = {
    PromisePermission.ASSIST_REMIND: Grant(_("Prompt insurers about units without assistance"), SUPERVISORS),
}
