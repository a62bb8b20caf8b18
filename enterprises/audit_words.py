"""Audited actions on the register of enterprises, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "exemption.requested": _("Exemption asked for"),
    "exemption.approved": _("Exemption approved"),
    "exemption.refused": _("Exemption refused"),
    "exemption.withdrawn": _("Exemption revoked"),
    "enterprise.created": _("Enterprise entered by hand"),
    "enterprise.changed": _("Enterprise changed by hand"),
    "enterprise.unmasked": _("Contact data of an enterprise shown"),
    "enterprise.merge-proposed": _("Merge of double entries proposed"),
    "enterprise.merged": _("Double entries merged"),
    "enterprise.merge-refused": _("Merge of double entries refused"),
    "enterprise.merge-withdrawn": _("Proposed merge taken back"),
    "enterprise.merge-undone": _("Merge of double entries undone"),
    "enterprise.transfer-offered": _("Enterprise offered to another city"),
    "enterprise.transferred": _("Enterprise taken over by another city"),
    "enterprise.transfer-declined": _("Transfer of an enterprise declined"),
    "enterprise.transfer-recalled": _("Transfer of an enterprise withdrawn"),
    "outsourcing.recorded": _("Outsourcing recorded"),
    "outsourcing.corrected": _("Outsourcing corrected"),
    "outsourcing.removed": _("Outsourcing removed"),
}
