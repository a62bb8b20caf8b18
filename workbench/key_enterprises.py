"""Key enterprises 重点企业 as one board: measures of the plan, cover, services and hazards of each (N5, N7)."""

from datetime import date

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Campaign
from campaigns.services import days_alone
from core.people import User
from core.rows import Rows
from coverage.permissions import CoveragePermission
from enterprises.models import Enterprise
from hazards.choices import HazardLevel
from hazards.models import Hazard
from insurers.activities.models import Activity
from insurers.activities.querysets import assists as assists_in
from insurers.plans.choices import PlanState
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy


def key_enterprises(
    user: User, today: date, window: tuple[date, date] | None, campaign: Campaign | None = None
) -> Rows:
    """The key enterprises in the person's sight, with what the person may see of each; `window`: the campaign's days.

    Where the `campaign` is given, assistance that names another one does not count.

    `measures` of the newest plan in force and `has_measures`; `is_insured`; `assists` in the campaign and
    `last_service_on`; `open_hazards`, `major_hazards` and `overdue_hazards`, all counts of open ones.
    """
    rows = Enterprise.objects.visible_to(user).standing().filter(key_enterprise=True)
    plans = _of_firm(ServicePlan.objects.visible_to(user).filter(state=PlanState.ACTIVE, end_on__gte=today))
    services = _of_firm(Activity.objects.visible_to(user).given().countable(today))
    counts = _counting(campaign) if campaign else Q(campaign_assist=True)
    assists = services.filter(counts)
    assists = assists.filter(start_on__range=window) if window else assists.none()
    hazards = _of_firm(Hazard.objects.visible_to(user).open())
    return rows.annotate(
        measures=Subquery(plans.order_by("-start_on", "-pk").values("special_measures")[:1]),
        has_measures=Exists(plans.exclude(special_measures="")),
        is_insured=Exists(_of_firm(covering(user, today))),
        assists=_count(assists),
        last_service_on=Subquery(services.order_by().values("enterprise").annotate(n=Max("end_on")).values("n")),
        open_hazards=_count(hazards),
        major_hazards=_count(hazards.filter(level=HazardLevel.MAJOR)),
        overdue_hazards=_count(hazards.filter(deadline__lt=today)),
    ).order_by("city__notice_order", "uscc")


def covering(user: User, today: date) -> QuerySet[Policy]:
    """The policies in force that the person may know of: an insurer its own alone."""
    return Policy.objects.visible_to(user).in_force(today)


def knows_gap(user: User) -> bool:
    """Whether "no policy" is said of a firm: an insurer sees its own policies alone, and must not infer others'."""
    return user.may(CoveragePermission.GAP_VIEW)


def _counting(campaign: Campaign) -> Q:
    """The condition on a service that it is assistance which counts in the campaign."""
    alone = () if campaign.is_yearly else days_alone(campaign.pk)
    return assists_in(campaign.pk, is_yearly=campaign.is_yearly, alone=alone)


def _of_firm(rows: Rows) -> Rows:
    return rows.filter(enterprise=OuterRef("pk"))


def _count(rows: Rows) -> Coalesce:
    counted = rows.order_by().values("enterprise").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
