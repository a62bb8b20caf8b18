"""Services whose counts of hazards differ from the hazards on record (domain.md 4.5, contract 4)."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from insurers.activities.models import Activity
from insurers.hazard_links.models import FoundHazard


def with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `linked_general` and `linked_major`: hazards on record behind each service, void ones left out."""
    found = FoundHazard.objects.filter(activity=OuterRef("pk")).exclude(hazard__state__in=("DRAFT", "VOID")).order_by()
    counted = found.values("activity").annotate(
        general=Count("pk", filter=Q(hazard__level="GENERAL")), major=Count("pk", filter=Q(hazard__level="MAJOR"))
    )
    annotated: QuerySet[Any] = rows.annotate(
        linked_general=Coalesce(Subquery(counted.values("general"), output_field=IntegerField()), 0),
        linked_major=Coalesce(Subquery(counted.values("major"), output_field=IntegerField()), 0),
    )
    return annotated


def differing(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The question: services whose counts differ from their hazards on record (domain.md 4.5, contract 4)."""
    found = FoundHazard.objects.exclude(hazard__state__in=("DRAFT", "VOID")).order_by().values("activity")
    counts = found.annotate(
        general=Count("pk", filter=Q(hazard__level="GENERAL")), major=Count("pk", filter=Q(hazard__level="MAJOR"))
    )
    mine = counts.filter(activity=OuterRef("pk"))
    same = mine.filter(general=OuterRef("general_hazards"), major=OuterRef("major_hazards"))
    told = Q(general_hazards__gt=0) | Q(major_hazards__gt=0)
    marked = rows.annotate(same=Subquery(same.values("activity")), linked=Subquery(mine.values("activity")))
    asked: QuerySet[Any] = marked.filter(Q(same__isnull=True) & (told | Q(linked__isnull=False))).exclude(state="VOID")
    return asked


def question_of(activity: Activity) -> str:
    """The question in words, empty where counts agree."""
    row = with_counts(Activity.objects.filter(pk=activity.pk)).get()
    if (row.linked_general, row.linked_major) == (activity.general_hazards, activity.major_hazards):
        return ""
    return (
        f"服务记录填报一般隐患 {activity.general_hazards} 条、重大隐患 {activity.major_hazards} 条，"
        f"台账中关联一般 {row.linked_general} 条、重大 {row.linked_major} 条，请核对。"
    )
