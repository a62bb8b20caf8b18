"""Which services found which hazards: the finder points at the hazard, the ledger of hazards knows nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.touches import touch
from hazards.models import Hazard
from insurers.activities.models import Activity
from insurers.activities.querysets import ActivityParts


class FoundHazard(models.Model):
    """A hazard that a service found. The hazard is never deleted, so its key needs no guard of its own."""

    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="found", verbose_name=pgettext_lazy("record", "Service")
    )
    hazard = models.ForeignKey(
        Hazard, models.CASCADE, related_name="+", verbose_name=_("Hazard"), db_constraint=False, db_index=False
    )

    objects = ActivityParts["FoundHazard"].as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hazard", "activity"], name="found_hazard_once")]
        triggers = [touch()]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.hazard_id}"
