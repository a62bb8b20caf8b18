"""Services whose counts of hazards differ from the hazards on record (domain.md 4.5, contract 4)."""

from datetime import date
from typing import Any, Final, cast

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from core.rows import Row
from crosschecks.choices import ActivityAsk
from hazards.choices import HazardLevel, HazardStatus
from insurers.activities.models import Activity
from insurers.base.questions import M, Question
from insurers.hazard_links.models import FoundHazard

#: Not on record: written down only, or void.
OFF_RECORD: Final = (HazardStatus.DRAFT, HazardStatus.VOID)
GENERAL: Final = Count("pk", filter=Q(hazard__level=HazardLevel.GENERAL))
MAJOR: Final = Count("pk", filter=Q(hazard__level=HazardLevel.MAJOR))


class HazardsDiffer(Question):
    """The service tells of other numbers of hazards than stand on record behind it."""

    code = ActivityAsk.HAZARDS
    label = code.label
    ledger = "activities"
    clause = "domain 4.5"

    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:  # noqa: ARG002 - the form of a question
        return differing(rows)


def _counts_by_service() -> Any:
    """Hazards on record behind each service, by level."""
    on_record = FoundHazard.objects.exclude(hazard__state__in=OFF_RECORD).order_by()
    return on_record.values("activity").annotate(general=GENERAL, major=MAJOR)


def with_counts(rows: QuerySet[M]) -> QuerySet[M]:
    """Adds `linked_general` and `linked_major`: hazards on record behind each service, void ones left out."""
    mine = _counts_by_service().filter(activity=OuterRef("pk"))
    marked: Any = rows.annotate(
        linked_general=Coalesce(Subquery(mine.values("general"), output_field=IntegerField()), 0),
        linked_major=Coalesce(Subquery(mine.values("major"), output_field=IntegerField()), 0),
    )
    return cast("QuerySet[M]", marked)


def differing(rows: QuerySet[M]) -> QuerySet[M]:
    """Services whose counts differ from their hazards on record; void and corrected ones are not asked about."""
    mine = _counts_by_service().filter(activity=OuterRef("pk"))
    same = mine.filter(general=OuterRef("general_hazards"), major=OuterRef("major_hazards"))
    counted = Q(general_hazards__gt=0) | Q(major_hazards__gt=0)
    marked: Any = rows.annotate(same=Subquery(same.values("activity")), linked=Subquery(mine.values("activity")))
    asked = marked.filter(Q(same__isnull=True) & (counted | Q(linked__isnull=False)))
    return cast("QuerySet[M]", asked.filter(pk__in=Activity.objects.standing().values("pk")))


def question_of(activity: Activity) -> str:
    """The question in words, empty where counts agree, and for a service that another one replaces."""
    if not Activity.objects.standing().filter(pk=activity.pk).exists():
        return ""
    row: Row = with_counts(Activity.objects.filter(pk=activity.pk)).get()
    if (row.linked_general, row.linked_major) == (activity.general_hazards, activity.major_hazards):
        return ""
    return (
        f"服务记录填报一般隐患 {activity.general_hazards} 项、重大隐患 {activity.major_hazards} 项，"
        f"台账中关联一般 {row.linked_general} 项、重大 {row.linked_major} 项，请核对。"
    )
