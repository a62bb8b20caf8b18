"""A policy's page: its terms on a day, endorsements, coinsurance, what is asked about it, and its services."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from core import clock
from core.contributions.panels import panels_of
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.rows import Row, naming
from core.views.addresses import row_address
from core.views.days import day_in
from core.views.lists import LedgerPage
from enterprises.permissions import EnterprisePermission
from insurers.policies.choices import STANDING_COLOURS
from insurers.policies.filters import PolicyFilter
from insurers.policies.models import CoinsuranceShare, Endorsement, Policy, PolicyDetail
from insurers.policies.permissions import PolicyPermission
from insurers.policies.rules import standing, terms_on
from insurers.policies.views.looks import LOOKS, POLICY_COLUMNS, with_standing
from insurers.policies.views.terms import policy_or_404


def day_asked(text: str, policy: Policy) -> tuple[date | None, str]:
    """`?on=`: a day of the policy's or later; with a complaint where it is none."""
    if not text:
        return None, ""
    day = day_in(text)
    if day is None:
        return None, _("“%(text)s” is no day; please write it as 2023-10-01.") % {"text": text[:20]}
    if day < policy.start_on:
        return None, _("The policy begins on %(day)s; the page shows today's terms.") % {"day": policy.start_on}
    return day, ""


class PolicyDetailView(GatedView):
    """One policy, as its terms are today or on `?on=`."""

    permission = PolicyPermission.POLICY_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        policy = policy_or_404(request, pk)
        wanted, complaint = day_asked(request.GET.get("on", ""), policy)
        day = wanted or clock.today()
        changes = list(Endorsement.objects.visible_to(user).filter(policy=policy).select_related("recorded_by"))
        terms = terms_on(policy, changes, day)
        stands = standing(policy, terms_on(policy, changes), day)
        detail = PolicyDetail.objects.visible_to(user).filter(policy=policy).first()
        context = {
            "policy": policy,
            "terms": terms,
            "on": wanted,
            "on_error": complaint,
            "day": day,
            "detail": detail,
            "endorsements": [(change, change.effective_on <= day) for change in changes],
            "shares": CoinsuranceShare.objects.visible_to(user).filter(policy=policy),
            "standing": stands,
            "standing_kind": STANDING_COLOURS[stands],
            "may_write": user.may(PolicyPermission.POLICY_WRITE),
            "may_open_enterprise": user.may(EnterprisePermission.ENTERPRISE_VIEW),
            **panels_of("policy", policy, user, day),
        }
        return render(request, "policies/policy_detail.html", context)


class PolicyListView(LedgerPage):
    permission = PolicyPermission.POLICY_VIEW
    template_name = "policies/policy_list.html"
    filters = PolicyFilter
    looks = LOOKS
    list_columns = POLICY_COLUMNS

    def rows(self) -> QuerySet[Policy]:
        rows = Policy.objects.visible_to(self.person).with_cover_end()
        return naming(rows, insurer=("name",), enterprise=("name",), county=("name",)).order_by("-start_on", "-pk")

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        found = with_standing(rows, clock.today())
        if self.person.may(EnterprisePermission.ENTERPRISE_VIEW):
            for row in found:
                row.enterprise_url = row_address("workbench:enterprise-detail", row.enterprise_id)
        return found

    def extra(self) -> dict[str, object]:
        return {
            "may_upload": self.person.may(PolicyPermission.POLICY_UPLOAD),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }
