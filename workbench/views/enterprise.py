"""An enterprise's page: its facts, cover and services, as they stand or as they were held on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from accounts.scope import scope_for
from campaigns.services import duty_sectors
from core import clock, history, identifiers
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.people import person_of
from core.views.days import day_in
from coverage.permissions import CoveragePermission
from enterprises.choices import Sector
from enterprises.context import panels
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from insurers.activities.models import Activity
from insurers.activities.views.looks import activity_table
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet
from insurers.policies.views.looks import policy_table
from workbench.views.history import changes_of

SHOWN = 20

SECTORS = dict(Sector.choices)

#: Further facts, shown where they are known; the personal ones masked.
FURTHER = (
    "main_sector",
    "industry_code",
    "zone",
    "lon",
    "lat",
    "scale",
    "high_risk_posts",
    "risk_grade",
    "licence_kind",
    "legal_rep",
    "safety_head",
)

PERSONAL = frozenset({"legal_rep", "safety_head"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """The day that the address asks for, None for now; `complaint` says why a day cannot be shown."""

    day: date | None = None
    complaint: str = ""


def wanted_day(text: str, today: date) -> Wanted:
    """`?on=YYYY-MM-DD`: a day up to today."""
    if not text:
        return Wanted()
    day = day_in(text)
    if day is None:
        return Wanted(complaint=_("“%(text)s” is no day; please write it as 2023-10-01.") % {"text": text[:20]})
    if day > today:
        return Wanted(complaint=_("%(day)s lies in the future; the page shows what stands now.") % {"day": day})
    return Wanted(day)


class EnterpriseDetailView(GatedView):
    """One enterprise with its policies and services, as far as the person may see them."""

    permission = EnterprisePermission.ENTERPRISE_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = Enterprise.objects.visible_to(request.user, traces=True).select_related("city", "county", "merged_into")
        enterprise = get_object_or_404(rows, pk=pk)
        wanted = wanted_day(request.GET.get("on", ""), clock.today())
        context = {**self.now(request, enterprise), "enterprise": enterprise, "on_error": wanted.complaint}
        if wanted.day is not None:
            context |= self.then(request, enterprise, wanted.day)
        shown = cast(Enterprise, context["enterprise"])  # both parts of the context hold an entry there
        context["sectors"] = [SECTORS.get(code, code) for code in shown.sectors]
        context["more_facts"] = further(shown)
        return render(request, "workbench/enterprise_detail.html", context)

    def now(self, request: HttpRequest, enterprise: Enterprise) -> dict[str, object]:
        own = Policy.objects.visible_to(request.user).filter(enterprise=enterprise)
        policies = own.select_related("insurer").with_cover_end()
        services = Activity.objects.visible_to(request.user).standing().filter(enterprise=enterprise)
        return {
            "policies": policy_table(policies[:SHOWN], clock.today()),
            "policy_total": policies.count(),
            "services": activity_table(services.select_related("insurer", "branch").with_corrections()[:SHOWN]),
            "service_total": services.count(),
            "changes": changes_of(enterprise, person_of(request)),
            **panels(enterprise, person_of(request)),
            **panels_of("enterprise", enterprise, person_of(request), clock.today()),
            **self.cover_of(request, enterprise, policies),
        }

    def then(self, request: HttpRequest, enterprise: Enterprise, day: date) -> dict[str, object]:
        """What differs on an earlier day; the sight of the entry itself is judged by where it lies now."""
        held = history.held_on(Enterprise, day, pgh_obj_id=enterprise.pk)
        if not held:
            return {"on_error": _("The enterprise was not on the register on %(day)s.") % {"day": day}}
        policies = policies_on(enterprise, day, scope_for(request.user).insurer_id)
        in_force = [
            row for row in policies if row.status == PolicyStatus.IN_FORCE and row.start_on <= day <= row.end_on
        ]
        return {
            "enterprise": held[0],
            "on": day,
            "policies": policy_table(policies[:SHOWN], day),
            "policy_total": len(policies),
            "is_insured": bool(in_force),
            "must": False,
        }

    def cover_of(
        self, request: HttpRequest, enterprise: Enterprise, policies: PolicyQuerySet[Policy]
    ) -> dict[str, bool]:
        """Whether a policy that the person may see is in force; the gap is named to those only who may see all."""
        today = clock.today()
        may_see_gap = person_of(request).may(CoveragePermission.GAP_VIEW)
        due = (
            Enterprise.objects.visible_to(request.user).filter(pk=enterprise.pk).must_insure(duty_sectors(today), today)
        )
        return {"is_insured": policies.in_force(today).exists(), "must": may_see_gap and due.exists()}


def policies_on(enterprise: Enterprise, day: date, insurer_id: int | None) -> list[Policy]:
    """The policies on the enterprise as they were held on the day, newest first; of one insurer where it is given."""
    own = {} if insurer_id is None else {"insurer_id": insurer_id}
    touched = history.event_model(Policy)._default_manager.filter(enterprise_id=enterprise.pk, **own)
    held = history.held_on(Policy, day, pgh_obj_id__in=touched.values("pgh_obj_id"))
    rows = [row for row in held if row.enterprise_id == enterprise.pk]
    prefetch_related_objects(rows, "insurer")
    return sorted(rows, key=lambda row: (row.start_on, row.pk), reverse=True)


def further(enterprise: Enterprise) -> list[tuple[object, str]]:
    """(label, value in words) of the further facts that are known."""
    found = []
    for name in FURTHER:
        field: Any = Enterprise._meta.get_field(name)
        value = getattr(enterprise, name)
        if value not in (None, ""):
            words = dict(field.flatchoices).get(value, value)
            found.append((field.verbose_name, identifiers.mask_name(words) if name in PERSONAL else str(words)))
    return found
