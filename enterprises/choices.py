"""Stable codes of the register as Django choices (contract: codes.csv); the tuples live in `codes.py`."""

from typing import Any, cast

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from enterprises import codes


def choices_of(name: str, items: tuple[tuple[str, str], ...]) -> Any:
    """A TextChoices with the official Chinese labels, which stand untranslated in either language."""
    return cast("Any", TextChoices)(name, {code: (code, label) for code, label in items})


Sector = choices_of("Sector", codes.SECTORS)
EnterpriseStatus = choices_of("EnterpriseStatus", codes.ENTERPRISE_STATUSES)
ScaleKind = choices_of("ScaleKind", codes.SCALES)
RiskGrade = choices_of("RiskGrade", codes.RISK_GRADES)
LicenceKind = choices_of("LicenceKind", codes.LICENCE_KINDS)
OutsourcingKind = choices_of("OutsourcingKind", codes.OUTSOURCING_KINDS)
ExemptionKind = choices_of("ExemptionKind", codes.EXEMPTION_KINDS)


class ExemptionState(TextChoices):
    """The life of an exemption: asked for, decided by a second person, perhaps taken back."""

    REQUESTED = "REQUESTED", _("Waiting for the second person")
    APPROVED = "APPROVED", _("Approved")
    REFUSED = "REFUSED", _("Not granted")
    WITHDRAWN = "WITHDRAWN", _("Revoked")


class TransferState(TextChoices):
    """The life of a move to another city: one side offers, the other takes."""

    OFFERED = "OFFERED", _("Offered")
    TAKEN = "TAKEN", _("Taken over")
    DECLINED = "DECLINED", _("Declined")
    RECALLED = "RECALLED", _("Taken back")
