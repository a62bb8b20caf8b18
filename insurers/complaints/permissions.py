"""Permissions over complaints: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class ComplaintPermission(Permission):
    COMPLAINT_VIEW = "complaint.view"
    COMPLAINT_WRITE = "complaint.write"


GRANTS: Final[Grants] = {
    ComplaintPermission.COMPLAINT_VIEW: Grant(_("Read complaints"), SUPERVISORS | INSURING),
    ComplaintPermission.COMPLAINT_WRITE: Grant(_("Record and answer complaints"), {Role.INSURER}),
}
