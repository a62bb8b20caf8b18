"""Audited actions on policies, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "policy.detailed": _("Details of a policy changed"),
    "policy.endorsed": _("Endorsement of a policy entered"),
    "policy.endorsement-withdrawn": _("Endorsement of a policy revoked"),
    "policy.shared": _("Coinsurance shares of a policy entered"),
}
