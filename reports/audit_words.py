"""Audited actions on reports, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "report.built": _("Report built"),
    "report.edit": _("Report taken in hand"),
    "report.review": _("Report sent for review"),
    "report.sign": _("Report signed"),
    "report.submit": _("Report delivered"),
    "report.receive": _("Report received"),
    "report.return": _("Report returned"),
    "report.archive": _("Report archived"),
    "report.revise": _("Report sent back to its editor"),
    "report.set-aside": _("Report put back among the drafts"),
    "report.written": _("Section of a report written"),
    "report.redrafted": _("Section of a report put back to its draft"),
    "contribution.asked": _("Text asked from below"),
    "contribution.delivered": _("Text from below delivered"),
    "contribution.taken": _("Text from below taken over"),
    "contribution.withdrawn": _("Request for a text withdrawn"),
    "report.rehearsed": _("Report rehearsed"),
    "report.printed": _("PDF of a report made"),
    "report.corrected": _("Correction of a report noted"),
    "report.registered": _("Report from outside registered"),
    "report.refused": _("Step of a report refused"),
}
