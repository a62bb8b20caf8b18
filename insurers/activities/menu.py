"""Lines of the menu and quick entries."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions.menu import Line, Lines, Section, Way, Ways
from insurers.activities.permissions import ActivityPermission

LINES: Final[Lines] = (
    Line(Section.SERVICES, 50, _("Services"), "activities:activity-list", ActivityPermission.ACTIVITY_VIEW),
    Line(Section.SERVICES, 120, _("Return visits"), "activities:visit-list", ActivityPermission.ACTIVITY_VIEW),
    Line(
        Section.UPLOADS,
        30,
        _("Upload services"),
        "imports:upload-create",
        ActivityPermission.ACTIVITY_UPLOAD,
        ("activities",),
    ),
)
WAYS: Final[Ways] = (
    Way(
        30, "upload", _("Upload services"), "imports:upload-create", ActivityPermission.ACTIVITY_UPLOAD, ("activities",)
    ),
    Way(60, "clipboard-check", _("Services"), "activities:activity-list", ActivityPermission.ACTIVITY_VIEW),
)
