"""Stable codes of hazards as Django choices (contract: codes.csv)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from enterprises.choices import choices_of
from hazards import codes

HazardLevel = choices_of("HazardLevel", codes.HAZARD_LEVELS)
HazardCategory = choices_of("HazardCategory", codes.HAZARD_CATEGORIES)
HazardStatus = choices_of("HazardStatus", codes.HAZARD_STATUSES)
HazardSource = choices_of("HazardSource", codes.HAZARD_SOURCES)
HazardTopic = choices_of("HazardTopic", codes.HAZARD_TOPICS)
Supervision = choices_of("Supervision", codes.SUPERVISION_LEVELS)
CriterionField = choices_of("CriterionField", codes.CRITERION_FIELDS)
ReceiverCapacity = choices_of("ReceiverCapacity", codes.RECEIVER_CAPACITIES)
EnforcementKind = choices_of("EnforcementKind", codes.ENFORCEMENT_KINDS)


class RequestState(TextChoices):
    """A request of one person that a second one answers."""

    ASKED = "ASKED", _("Asked")
    AGREED = "AGREED", _("Agreed")
    REFUSED = "REFUSED", _("Refused")
    LAPSED = "LAPSED", _("Lapsed, the hazard moved on")


class NoticeState(TextChoices):
    ISSUED = "ISSUED", _("Issued")
    SERVED = "SERVED", _("Served and signed")
    VOID = "VOID", _("Void")
