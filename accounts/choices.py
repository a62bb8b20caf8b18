"""Stable codes of organisations and divisions (contract: organisations.csv, divisions.csv)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DivisionLevel(TextChoices):
    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


class OrganisationKind(TextChoices):
    PROVINCIAL_EMERGENCY = "provincial_emergency", _("Provincial emergency department")
    CITY_EMERGENCY = "city_emergency", _("City emergency bureau")
    COUNTY_EMERGENCY = "county_emergency", _("County emergency bureau")
    PROVINCIAL_REGULATOR = "provincial_regulator", _("Financial regulator")
    REGULATOR_SUBOFFICE = "regulator_suboffice", _("Regulator sub-office")
    INSURER = "insurer", _("Insurer")
    SERVICE_AGENCY = "service_agency", _("Safety service agency")
    SECTOR_AUTHORITY = "sector_authority", _("Sector authority")
