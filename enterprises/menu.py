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
        Section.HAZARDS,
        25,
        _("Ledger of outsourcing"),
        "enterprises:outsourcing-list",
        EnterprisePermission.OUTSOURCING_VIEW,
    ),
    Line(
        Section.LEDGERS,
        35,
        _("Merges of double entries"),
        "enterprises:merge-list",
        EnterprisePermission.ENTERPRISE_MERGE,
    ),
    Line(
        Section.LEDGERS,
        37,
        _("Looks at contact data"),
        "enterprises:contact-looks",
        EnterprisePermission.CONTACT_LOOKS_VIEW,
    ),
    Line(
        Section.UPLOADS,
        75,
        _("Upload outsourcing"),
        "imports:upload-create",
        EnterprisePermission.OUTSOURCING_UPLOAD,
        ("outsourcing",),
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
