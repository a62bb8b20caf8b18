"""Permissions over services: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import BUSINESS, INSURING, SUPERVISORS, Grant, Grants
from core.permissions import Permission


class ActivityPermission(Permission):
    ACTIVITY_VIEW = "activity.view"
    ACTIVITY_UPLOAD = "activity.upload"
    ACTIVITY_WRITE = "activity.write"
    ACTIVITY_RETURN = "activity.return"


GRANTS: Final[Grants] = {
    ActivityPermission.ACTIVITY_VIEW: Grant(_("Read services"), BUSINESS),
    ActivityPermission.ACTIVITY_UPLOAD: Grant(_("Upload the ledger of services"), INSURING),
    ActivityPermission.ACTIVITY_WRITE: Grant(_("Record services and move them on"), INSURING),
    ActivityPermission.ACTIVITY_RETURN: Grant(_("Return services in spot checks"), SUPERVISORS),
}
