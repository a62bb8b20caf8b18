"""States of uploads, severities of verdicts, and the contract's codes in words."""

from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.listing.colours import colours


class UploadState(TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("upload", "Received")
    CHECKING = "CHECKING", _("Being checked")
    REFUSED = "REFUSED", pgettext_lazy("upload", "Refused")
    CHECKED = "CHECKED", pgettext_lazy("upload", "Checked")
    ACCEPTED = "ACCEPTED", pgettext_lazy("upload", "Accepted")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("upload", "Withdrawn")


#: How far it is, at a glance.
UPLOAD_COLOURS: Final = colours(
    UploadState,
    done=[UploadState.ACCEPTED],
    run=[UploadState.RECEIVED, UploadState.CHECKING],
    warn=[UploadState.CHECKED],
    over=[UploadState.REFUSED],
    neutral=[UploadState.WITHDRAWN],
)


class Severity(TextChoices):
    ERROR = "error", _("Error")
    WARNING = "warning", _("Warning")
    NOTICE = "notice", _("Notice")


#: The contract's codes of errors, warnings and notices in words.
CODE_LABELS = {
    "required": _("Empty but mandatory"),
    "type": _("Wrong type"),
    "numeric-code": _("Digits lost in a number"),
    "code-list": _("Not in the list"),
    "uscc": _("Credit code wrong"),
    "phone": _("Telephone number wrong"),
    "length": _("Too long or too short"),
    "pattern": _("Form not allowed"),
    "range": _("Outside the range"),
    "order": _("Wrong order"),
    "future": _("In the future"),
    "division": _("Place not yours or unknown"),
    "unknown-enterprise": _("Enterprise not registered"),
    "unknown-policy": _("No such policy"),
    "unknown-activity": _("No such service"),
    "unknown-agency": _("No such agency"),
    "mismatch": _("Contradicts its record"),
    "duplicate-in-file": _("Twice in the file"),
    "merged": _("Merged cells"),
    "formula": _("Formula without a value"),
    "locked": _("Record is final"),
    "period": _("Outside the policy period"),
    "name-differs": _("Name differs from the register"),
    "partly-insured": _("Not all people insured"),
    "rate": _("Fee share outside the rule"),
    "duplicate-invoice": _("Invoice booked before"),
    "text-cut": _("Control or invisible characters removed"),
    "long-period": _("Policy longer than 370 days"),
    "org-code": _("Organisation code's check digit"),
    "unknown-column": _("Column left aside"),
    "other-sheet": _("Further sheet not read"),
    "hidden": _("Hidden rows read"),
    "old-template": _("Older template"),
    "external-link": _("Links to other files"),
    "hidden-sheet": _("Hidden sheet read"),
    "example-row": _("Example row typed over"),
    "closed-row": _("Held row settled before"),
}
