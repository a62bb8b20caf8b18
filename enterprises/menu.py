"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from enterprises.permissions import EnterprisePermission

LINES: Final[Lines] = (
    Line(
        Section.LEDGERS,
        30,
        _("Transfers between cities"),
        "enterprises:transfer-list",
        EnterprisePermission.ENTERPRISE_TRANSFER,
    ),
    Line(
        Section.UPLOADS,
        10,
        _("Upload enterprises"),
        "imports:upload-create",
        EnterprisePermission.ENTERPRISE_UPLOAD,
        ("enterprises",),
    ),
)
WAYS: Final[Ways] = (
    Way(
        10,
        "upload",
        _("Upload enterprises"),
        "imports:upload-create",
        EnterprisePermission.ENTERPRISE_UPLOAD,
        ("enterprises",),
    ),
)
