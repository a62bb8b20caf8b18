"""Permissions over dispositions: what they are called and which roles hold them (G19, G20; domain.md 1.1)."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUREAUS, EMERGENCY, INSURING, REGULATORS, Grant, Grants, Role
from core.permissions import Permission

#: What the room is called for those who read permissions.
ROOM: Final = _("Dispositions")


class DispositionPermission(Permission):
    CASE_VIEW = "disposition.view"
    CASE_WRITE = "disposition.write"
    CASE_ANSWER = "disposition.answer"
    BOARD_VIEW = "disposition-board.view"


AUTHORITIES = EMERGENCY | REGULATORS | {Role.SECTOR}
#: The province watches; it punishes nobody in the campaign (domain.md 1.2).
ACTING = BUREAUS | REGULATORS | {Role.SECTOR}

GRANTS: Final[Grants] = {
    DispositionPermission.CASE_VIEW: Grant(_("Read dispositions"), AUTHORITIES | INSURING | {Role.AGENCY}),
    DispositionPermission.CASE_WRITE: Grant(_("Order, measure and punish"), ACTING),
    DispositionPermission.CASE_ANSWER: Grant(_("Sign for and answer papers of authorities"), INSURING | {Role.AGENCY}),
    DispositionPermission.BOARD_VIEW: Grant(_("Read the board of dispositions"), AUTHORITIES),
}
