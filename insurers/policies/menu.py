"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from insurers.policies.permissions import PolicyPermission

LINES: Final[Lines] = (
    Line(Section.LEDGERS, 40, _("Policies"), "policies:policy-list", PolicyPermission.POLICY_VIEW),
    Line(
        Section.UPLOADS,
        20,
        _("Upload policies"),
        "imports:upload-create",
        PolicyPermission.POLICY_UPLOAD,
        ("policies",),
    ),
)
WAYS: Final[Ways] = (
    Way(20, "upload", _("Upload policies"), "imports:upload-create", PolicyPermission.POLICY_UPLOAD, ("policies",)),
)
