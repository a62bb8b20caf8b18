"""Services that name somebody who is not registered, or whose certificate does not hold that day (N30)."""

from datetime import date
from typing import cast

from django.db.models import QuerySet

from accounts.models import User
from crosschecks.choices import ActivityAsk
from insurers.activities import staff
from insurers.activities.models import Activity
from insurers.base.questions import M, Question


class StaffNotRegistered(Question):
    """Somebody under 服务人员 is not on the register of the insurer or the agency for the day of the service."""

    code = ActivityAsk.STAFF
    label = code.label
    ledger = "activities"
    clause = "N30"

    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:  # noqa: ARG002 - the form of a question
        asked = staff.with_doubts(rows).filter(pk__in=Activity.objects.standing().values("pk"))
        return cast("QuerySet[M]", asked)


def question_of(activity: Activity) -> list[str]:
    """The question in words; none about a service that is void or that another one replaces."""
    if not Activity.objects.standing().filter(pk=activity.pk).exists():
        return []
    return staff.doubts_about(activity)
