"""Units without campaign assistance, and the reminder to their insurer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.querysets import place_order
from campaigns.models import Campaign
from campaigns.services import Offer, offer
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.addresses import address
from core.views.tables import Sheet
from core.views.writes import Attempt
from insurers.base.rules import share
from insurers.plans.models import ServicePlan
from insurers.policies.models import Policy
from insurers.promises.figures import Signed, insured_units
from insurers.promises.filters import LackingFilter, UnitFilter
from insurers.promises.models import AssistReminder
from insurers.promises.permissions import PromisePermission
from insurers.promises.services import insurers_at_work, remind_insurer, units_lacking
from insurers.promises.views.frames import FramedPage
from insurers.promises.views.looks import SIGNED, UNIT_COLUMNS, UNIT_LOOKS

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class UnitListView(FramedPage):
    """Insured units with and without a signed plan, and the share of those with one (domain.md 4.12)."""

    template_name = "promises/plan_units.html"
    filters = UnitFilter
    sheet = Sheet("投保单位服务方案签订情况表", "户")
    columns = (*UNIT_COLUMNS, SIGNED)
    looks = UNIT_LOOKS

    def rows(self) -> "QuerySet[WithAnnotations[Policy, Signed]]":
        plans = ServicePlan.objects.visible_to(self.person)
        rows = insured_units(Policy.objects.visible_to(self.person), plans, clock.today())
        return rows.select_related("insurer", "enterprise", "county").order_by(*place_order("county__"), "pk")

    def extra(self) -> dict[str, object]:
        rows = self.rows()
        units, signed = self.memory.count(rows), self.memory.count(rows.filter(signed=True))
        return {
            **super().extra(),
            "today": clock.today(),
            "units": units,
            "with_plan": signed,
            "without_plan": units - signed,
            "rate": share(Decimal(signed), Decimal(units)),
            "signed": self.request.GET.get("signed", ""),
        }


class OfInsurer(TypedDict):
    """How many units of one insurer had no assistance."""

    insurer_id: int
    insurer__name: str
    insurer__code: str
    units: int


class WithoutAssistanceView(FramedPage):
    """The units by insurer with one button each, and their list."""

    template_name = "promises/without_assistance.html"
    filters = LackingFilter
    fixed = frozenset({"campaign"})
    sheet = Sheet("未开展专项行动帮扶活动单位清单", "户")
    columns = UNIT_COLUMNS
    looks = UNIT_LOOKS

    @cached_property
    def campaigns(self) -> Offer:
        return offer(clock.today(), self.person)

    @cached_property
    def campaign(self) -> Campaign | None:
        """The one that the address names, else the chosen one; of a code that is none the list shows no row."""
        return self.campaigns.named(self.request.GET.get("campaign", ""))

    @property
    def since(self) -> date:
        return self.campaign.starts_on if self.campaign else clock.today()

    def chosen(self) -> Mapping[str, object]:
        said = self.request.GET.copy()
        if self.campaign:
            said["campaign"] = self.campaign.code
        return said

    @cached_property
    def filter_set(self) -> LackingFilter:
        choices = [(one.code, str(one)) for one in self.campaigns.campaigns]
        found = LackingFilter(self.chosen(), queryset=self.rows(), request=self.request, campaigns=choices)
        found.today = clock.today()
        return found

    def rows(self) -> QuerySet[Policy]:
        rows = units_lacking(self.person, self.since, clock.today())
        return rows.select_related("insurer", "enterprise", "county").order_by(
            "insurer__code", *place_order("county__"), "pk"
        )

    def extra(self) -> dict[str, object]:
        month = clock.today().replace(day=1)
        reminders = AssistReminder.objects.visible_to(self.person).select_related("insurer", "organisation", "sent_by")
        sent = {row.insurer_id: row for row in reminders.filter(month=month)}
        return {
            **super().extra(),
            "since": self.since,
            "campaign": self.campaign,
            # As the addresses of this page carry it.
            "of_campaign": urlencode({"campaign": self.campaign.code}) if self.campaign else "",
            "groups": [{**group, "reminder": sent.get(group["insurer_id"])} for group in self._by_insurer()],
            "reminders": reminders[:20],
            "may_remind": self.person.may(PromisePermission.ASSIST_REMIND),
        }

    def _by_insurer(self) -> "QuerySet[Policy, OfInsurer]":
        rows = units_lacking(self.person, self.since, clock.today())
        found = rows.order_by().values("insurer_id", "insurer__name", "insurer__code")
        return found.annotate(units=Count("enterprise", distinct=True)).order_by("insurer__code")


class AssistRemindView(GatedView):
    """One click: the insurer is reminded, once a month."""

    permission = PromisePermission.ASSIST_REMIND
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        insurer = get_object_or_404(insurers_at_work(person_of(request)), pk=pk)
        by, today, code = person_of(request), clock.today(), request.GET.get("campaign", "")
        campaign = offer(today, by).named(code)
        if campaign is None and code:
            raise Http404
        with Attempt(request):
            since = campaign.starts_on if campaign else today
            reminder, created = remind_insurer(insurer=insurer, since=since, by=by, today=today, at=clock.now())
            said = (
                ngettext(
                    "The insurer is prompted about %(n)s unit.",
                    "The insurer is prompted about %(n)s units.",
                    reminder.units,
                )
                if created
                else _("Prompted this month already.")
            )
            messages.success(request, said % {"n": reminder.units} if created else said)
        return redirect(address("promises:without-assistance", **({"campaign": code} if code else {})))
