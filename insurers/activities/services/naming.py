"""Which campaign an assistance counts in, where several run on its day (N4)."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from campaigns.models import Campaign
from core import audit, writing
from core.writing import Refused
from insurers.activities.choices import ActivityState
from insurers.activities.guards import only_insurer
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services.opening import open_service


def nameable_campaigns(activity: Activity) -> QuerySet[Campaign]:
    """Those that ran on the first day of the service."""
    day = activity.start_on
    return Campaign.objects.approved().filter(starts_on__lte=day, ends_on__gte=day).order_by("-is_yearly", "code")


def name_campaign(*, activity: Activity, code: str, by: User, at: datetime) -> Activity:
    """Let the assistance count in the campaign of the code, and in no other. Raises NotAllowed, Refused."""
    with open_service(activity, ActivityPermission.ACTIVITY_WRITE, "name-campaign", by, at) as locked:
        writing.insist(only_insurer(locked, by))
        if not locked.campaign_assist:
            raise Refused("本次服务不是专项行动帮扶活动，请先在记录中将「专项行动帮扶」改为「是」")
        if locked.state in {ActivityState.FILED, ActivityState.VOID}:
            raise Refused(f"服务记录为「{locked.get_state_display()}」，不能改计入的行动；请以新记录更正")
        found = nameable_campaigns(locked).filter(code=code).first()
        if found is None:
            raise Refused(("campaign", f"{locked.start_on} 没有代码为「{code[:30]}」的专项行动，请在列表中选择"))
        locked.campaign, locked.updated_at = found, at
        locked.save(update_fields=["campaign", "updated_at"])
        audit.record("activity.campaign-named", by=by, at=at, subject=str(locked), campaign=found.code)
    return locked
