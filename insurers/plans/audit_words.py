"""Audited actions on service plans, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "plan.created": _("Service plan written"),
    "plan.changed": _("Service plan changed"),
    "plan.discarded": _("Draft of a service plan discarded"),
    "plan.sent": _("Service plan sent to the insured unit"),
    "plan.recalled": _("Service plan taken back into draft"),
    "plan.confirmed": _("Service plan confirmed by both sides"),
    "plan.activated": _("Service plan put into effect"),
    "plan.amended": _("New version of a service plan begun"),
    "plan.replaced": _("Service plan replaced by a new version"),
    "plan.finished": _("Service plan completed"),
    "plan.evaluated": _("Service plan evaluated"),
    "plan.guided": _("Guidance given on a service plan"),
}
