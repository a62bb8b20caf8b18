"""Audited actions on services, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "activity.campaign-named": _("Campaign of an assistance named"),
    "activity.scheduled": _("Service scheduled"),
    "activity.edited": _("Service changed by hand"),
    "activity.done": _("Service done"),
    "activity.recorded": _("Service recorded"),
    "activity.visited": _("Return visit made"),
    "activity.confirmed": _("Service confirmed by the insured unit"),
    "activity.filed": _("Service filed"),
    "activity.returned": _("Service returned in a spot check"),
    "activity.voided": _("Service made void"),
    "activity.void-asked": _("Void of a service asked for"),
    "activity.corrected": _("Correction of a filed service begun"),
    "activity.refused": _("Step of a service refused"),
}
