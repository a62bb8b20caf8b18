"""Permissions over policies: what they are called and which roles hold them."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.roles import INSURING, SUPERVISORS, Grant, Grants, Role
from core.permissions import Permission


class PolicyPermission(Permission):
    POLICY_VIEW = "policy.view"
    POLICY_UPLOAD = "policy.upload"
    POLICY_WRITE = "policy.write"


GRANTS: Final[Grants] = {
    PolicyPermission.POLICY_VIEW: Grant(_("Read policies"), SUPERVISORS | INSURING | {Role.SECTOR}),
    PolicyPermission.POLICY_UPLOAD: Grant(_("Upload the ledger of policies"), {Role.INSURER}),
    PolicyPermission.POLICY_WRITE: Grant(_("Enter endorsements, coinsurance and details of policies"), {Role.INSURER}),
}
