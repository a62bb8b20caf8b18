"""What a service's page shows of the hazards that it found."""

from datetime import date

from accounts.models import User
from core.contributions.panels import register
from hazards.choices import HazardStatus
from hazards.permissions import HazardPermission
from insurers.activities.models import Activity
from insurers.hazard_links.source import closed_by_topic, hazards_of


def register_panels() -> None:
    register("activity", of_activity)


def of_activity(activity: Activity, user: User, _day: date) -> dict[str, object]:
    """The hazards on record, of these the first that no notice was written on, and the closed ones by topic."""
    if not user.may(HazardPermission.HAZARD_VIEW):
        return {"found": [], "to_notice": None}
    found = hazards_of(activity, user)
    waiting = [hazard.pk for hazard in found if hazard.state == HazardStatus.RECORDED]
    return {
        "found": found,
        "to_notice": waiting[0] if waiting else None,
        "closed_by_topic": closed_by_topic(activity, user),
    }
