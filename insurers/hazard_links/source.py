"""Services as the source of hazards: the number is judged, the link written, the counts compared."""

from datetime import date

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from enterprises.models import Enterprise
from hazards.choices import HazardSource, HazardStatus
from hazards.models import Hazard, Notice
from hazards.sources import Source, register
from insurers.activities.choices import ActivityState
from insurers.activities.corrections import corrections_of, follow, holding
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services import name_notice
from insurers.hazard_links.models import FoundHazard


def _complain(enterprise: Enterprise, number: str, found_on: date | None, by: User) -> str | None:
    activity = Activity.objects.visible_to(by).filter(activity_no=number, insurer_id=by.works_for_id).first()
    if activity is None or activity.state == ActivityState.VOID:
        return f"“{number}”不是本机构已登记的服务，请核对服务编号。"
    if activity.enterprise_id != enterprise.pk:
        return f"服务 {number} 的企业与所选企业不一致，请核对。"
    if found_on is not None and not activity.start_on <= found_on <= activity.end_on:
        return f"发现日期 {found_on} 不在服务 {number} 的日期（{activity.start_on} 至 {activity.end_on}）内，请核对。"
    return None


def _link(hazard: Hazard, found: bool) -> None:
    """The service that the hazard names points at it, and so do those that correct this service."""
    named = Activity.objects.filter(insurer_id=hazard.insurer_id, activity_no=hazard.source_no) if found else None
    activity = named.first() if named is not None else None
    finders = [] if activity is None else [activity, *corrections_of(activity)]
    FoundHazard.objects.filter(hazard=hazard).exclude(activity__in=finders).delete()
    for finder in finders:
        FoundHazard.objects.get_or_create(hazard=hazard, activity=finder)


def take_along(corrected: Activity, correction: Activity) -> None:
    """The hazards that a service found are those of its correction, too."""
    for found in FoundHazard.objects.filter(activity=corrected):
        FoundHazard.objects.get_or_create(hazard_id=found.hazard_id, activity=correction)


def _address(hazard: Hazard, user: User) -> str:
    if not user.may(ActivityPermission.ACTIVITY_VIEW):
        return ""
    links = FoundHazard.objects.visible_to(user).filter(hazard=hazard).select_related("activity").order_by("pk")
    first = links.first()
    return reverse("activities:activity-detail", args=[holding(first.activity).pk]) if first else ""


def _tell(notice: Notice) -> None:
    """The number of the portal's notice becomes that of the service, where it has none of the insurer's own."""
    named = Activity.objects.filter(insurer=notice.issuer_id, activity_no=notice.source_no).first()
    for activity in [named, *corrections_of(named)] if named else []:
        name_notice(activity, notice)


def register_source() -> None:
    register(HazardSource.SERVICE, Source(_complain, _link, _address, _tell))
    follow(take_along)


def hazards_of(activity: Activity, user: User) -> list[Hazard]:
    """The hazards that a service found, as far as the person sees them."""
    found = FoundHazard.objects.filter(activity=activity).values("hazard")
    return list(
        Hazard.objects.visible_to(user).filter(pk__in=found).exclude(state=HazardStatus.VOID).order_by("pk")[:200]
    )


def closed_by_topic(activity: Activity, user: User) -> dict[str, int]:
    """已改: how many hazards of each special topic that the service found are closed, as far as the person sees them."""
    found = FoundHazard.objects.filter(activity=activity).values("hazard")
    closed = Hazard.objects.visible_to(user).filter(pk__in=found, state=HazardStatus.CLOSED).exclude(topic="")
    return dict(closed.order_by("topic").values_list("topic").annotate(number=Count("pk")))
