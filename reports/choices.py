"""The reports of contract 3."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ReportKind(TextChoices):
    COVERAGE = "coverage", _("Insured status")
    CAMPAIGN = "campaign", _("Campaign work")
    CROSS_INSPECTION = "cross-inspection", _("Cross-inspection")
    PROVINCE = "province", _("Summary of the province")


CITY_REPORTS = (ReportKind.COVERAGE, ReportKind.CAMPAIGN, ReportKind.CROSS_INSPECTION)
