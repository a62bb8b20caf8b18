"""Services as the source of hazards: the number is judged, the link written, the counts compared."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.permissions import Permission
from enterprises.models import Enterprise
from hazards.models import Hazard
from hazards.sources import Source, register
from insurers.models import Activity, FoundHazard


def _complain(enterprise: Enterprise, number: str, found_on: Any, by: Any) -> str | None:
    activity = Activity.objects.visible_to(by).filter(activity_no=number, insurer_id=by.organisation_id).first()
    if activity is None or activity.state == "VOID":
        return f"“{number}”不是本机构已登记的服务，请核对服务编号。"
    if activity.enterprise_id != enterprise.pk:
        return f"服务 {number} 的企业与所选企业不一致，请核对。"
    if found_on is not None and not activity.start_on <= found_on <= activity.end_on:
        return f"发现日期 {found_on} 不在服务 {number} 的日期（{activity.start_on} 至 {activity.end_on}）内，请核对。"
    return None


def _link(hazard: Hazard, found: bool) -> None:
    named = Activity.objects.filter(insurer_id=hazard.insurer_id, activity_no=hazard.source_no) if found else None
    activity = named.first() if named is not None else None
    FoundHazard.objects.filter(hazard=hazard).exclude(activity=activity).delete()
    if activity is not None:
        FoundHazard.objects.get_or_create(hazard=hazard, activity=activity)


def _address(hazard: Hazard, user: Any) -> str:
    if not user.may(Permission.ACTIVITY_VIEW):
        return ""
    found = FoundHazard.objects.visible_to(user).filter(hazard=hazard).values_list("activity", flat=True).first()
    return reverse("insurers:activity-detail", args=[found]) if found else ""


def register_source() -> None:
    register("SERVICE", Source(_complain, _link, _address))


def hazards_of(activity: Activity, user: Any) -> list[Hazard]:
    """The hazards that a service found, as far as the person sees them."""
    found = FoundHazard.objects.filter(activity=activity).values("hazard")
    return list(Hazard.objects.visible_to(user).filter(pk__in=found).exclude(state="VOID").order_by("pk")[:200])


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
