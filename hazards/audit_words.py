"""Audited actions on hazards and the catalogue of criteria, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "hazard.record": _("Hazard recorded"),
    "hazard.notify": _("Hazard notified in writing"),
    "hazard.rectify": _("Rectification begun"),
    "hazard.submit": _("Rectification submitted for review"),
    "hazard.close": _("Hazard closed"),
    "hazard.return": _("Hazard returned for rectification"),
    "hazard.refuse": _("Refusal to rectify found"),
    "hazard.report": _("Refusal reported"),
    "hazard.take": _("Report of refusal taken"),
    "hazard.enforce": _("Enforcement begun"),
    "hazard.resume": _("Rectification resumed after enforcement"),
    "hazard.settle": _("Hazard closed after enforcement"),
    "hazard.void": _("Hazard voided"),
    "hazard.entered": _("Hazard entered"),
    "hazard.edited": _("Facts of a hazard changed"),
    "hazard.treat": _("Treatment written"),
    "hazard.confirm": _("Closure confirmed by a department"),
    "hazard.refuse-asked": _("Refusal found by the first person"),
    "hazard.refuse-dropped": _("Finding of a refusal dropped"),
    "hazard.enforcement-entered": _("Entry of enforcement"),
    "hazard.fine-proposed": _("Fine on a hazard proposed"),
    "hazard.fine-agreed": _("Fine on a hazard agreed to"),
    "hazard.fine-lapsed": _("Fine on a hazard lapsed"),
    "hazard.fine-declined": _("Fine on a hazard not agreed to"),
    "hazard.enforcement-published": _("Penalty published"),
    "hazard.acceptance-filed": _("Acceptance report filed by the department"),
    "hazard.reopened": _("Consent to reopen"),
    "hazard.extend": _("Deadline of a hazard extended"),
    "hazard.files": _("Files added to a hazard"),
    "hazard.notified-again": _("Head of the enterprise told of a hazard"),
    "criteria.clause-edited": _("Clause of the criteria corrected"),
    "criteria.clause-removed": _("Clause of the criteria removed"),
    "hazard.supervised": _("Supervision level set"),
    "hazard.void-asked": _("Void of a hazard asked for"),
    "hazard.void-declined": _("Void of a hazard declined"),
    "hazard.level-changed": _("Level of a hazard changed"),
    "hazard.notice-issued": _("Written notice issued"),
    "hazard.notice-served": _("Written notice served"),
    "hazard.notice-void": _("Written notice taken back"),
    "hazard.refused": _("Step of a hazard refused"),
    "criteria.version": _("Version of criteria stored"),
    "criteria.clause": _("Clause of criteria added"),
}
