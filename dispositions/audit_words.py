"""Audited actions on dispositions, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "disposition.opened": _("Case of a disposition opened"),
    "disposition.joined": _("Further fact added to a case"),
    "disposition.begun": _("Handling of a case begun"),
    "disposition.refused": _("Write to a disposition refused"),
    "disposition.step-proposed": _("Step of a case proposed"),
    "disposition.step-issued": _("Step of a case issued"),
    "disposition.step-approved": _("Step of a case agreed to"),
    "disposition.step-returned": _("Step of a case not agreed to"),
    "disposition.step-withdrawn": _("Paper of a case withdrawn"),
    "disposition.step-done": _("Step of a case done"),
    "disposition.minutes": _("Minutes of an interview recorded"),
    "disposition.fine-filed": _("Penalty filed"),
    "disposition.fine-stage": _("Stage of a penalty recorded"),
    "disposition.fine-proposed": _("Decision of a penalty proposed"),
    "disposition.fine-dropped": _("Filed penalty dropped"),
    "disposition.signed": _("Paper of an authority signed for"),
    "disposition.answered": _("Paper of an authority answered"),
    "disposition.answer-filed": _("Paper answer filed"),
    "disposition.answer-reviewed": _("Answer looked at"),
    "disposition.extension-asked": _("More time asked for"),
    "disposition.extension-answered": _("Request for more time answered"),
    "disposition.referred": _("Case handed up"),
    "disposition.closed": _("Case of a disposition ended"),
}
