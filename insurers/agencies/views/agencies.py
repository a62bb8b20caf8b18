"""Service agencies 第三方技术服务机构: list, one agency, and what is entered about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, User
from accounts.scope import scope_for
from core import clock
from core.contributions.panels import panels_of, with_columns
from core.gate import GatedView, require
from core.listing.columns import LINE, NUMBER, Look, Looks
from core.people import person_of
from core.permissions import Permission
from core.plain import Answers
from core.rows import Row
from core.templatetags.portal import day, state_tag
from core.views.addresses import address, row_address
from core.views.lists import LedgerPage
from core.views.tables import Columns, Sheet
from core.views.writes import Attempt
from core.workbooks.formats import DASH
from insurers.agencies import services as agencies
from insurers.agencies.choices import CONCLUSION_COLOURS, EvaluationConclusion
from insurers.agencies.filters import AgencyFilter
from insurers.agencies.forms import ContractForm, EvaluationForm, QualificationForm
from insurers.agencies.models import AgencyContract, AgencyEvaluation, AgencyQualification, Professional
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.rules import standing_on
from insurers.agencies.services import Certificate, Terms, Verdict


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that is entered about an agency: who may, with which form, and how what it says is stored."""

    permission: Permission
    title: str | Promise
    form: type[forms.Form]
    store: Callable[[Organisation, Answers, User], object]


def store_qualification(agency: Organisation, said: Answers, by: User) -> object:
    return agencies.save_qualification(agency=agency, certificate=Certificate(**said), by=by, at=clock.now())


def store_contract(agency: Organisation, said: Answers, by: User) -> object:
    return agencies.save_contract(agency=agency, terms=Terms(**said), by=by, at=clock.now())


def store_evaluation(agency: Organisation, said: Answers, by: User) -> object:
    return agencies.evaluate(agency=agency, verdict=Verdict(**said), by=by, today=clock.today(), at=clock.now())


ENTRIES: Final = {
    "qualification": Entry(
        AgencyPermission.AGENCY_EDIT, gettext_lazy("Enter a qualification"), QualificationForm, store_qualification
    ),
    "contract": Entry(AgencyPermission.AGENCY_CONTRACT, gettext_lazy("Enter a contract"), ContractForm, store_contract),
    "evaluation": Entry(
        AgencyPermission.AGENCY_CONTRACT, gettext_lazy("Enter the yearly appraisal"), EvaluationForm, store_evaluation
    ),
}


CONCLUSIONS: Final = {
    EvaluationConclusion.STOP: gettext_lazy("No further use"),
    EvaluationConclusion.MEND: gettext_lazy("To mend"),
    EvaluationConclusion.KEEP: gettext_lazy("Further use"),
}
#: What stands between an agency and one insurer, and says nothing to others.
OF_CONTRACT: Final = frozenset({"contracted", "conclusion_word", "orders"})


def valid_cell(row: Row) -> SafeString:
    if row.is_expired:
        return format_html('<span class="warm">{} {}</span>', day(row.valid_to), _("expired"))
    return format_html("{}", _("until further notice") if row.endless else day(row.valid_to))


def conclusion_cell(row: Row) -> SafeString:
    return (
        state_tag(row.conclusion_word, CONCLUSION_COLOURS[row.conclusion])
        if row.conclusion
        else format_html("{}", DASH)
    )


LOOKS: Final[Looks] = MappingProxyType(
    {
        "name": Look(under="code", url=lambda row: row_address("agencies:agency-detail", row.pk)),
        "valid_to": Look("nowrap is-meta", cell=valid_cell),
        "professionals": NUMBER,
        "contracted": LINE,
        "conclusion_word": Look("corner", cell=conclusion_cell),
        "orders": Look("num is-meta", url=lambda row: address("orders:order-list", agency=row.pk)),
    }
)


class AgencyListView(LedgerPage):
    permission = AgencyPermission.AGENCY_VIEW
    template_name = "agencies/agency_list.html"
    looks = LOOKS
    filters = AgencyFilter
    sheet = Sheet("第三方技术服务机构名单", "家")
    columns = (
        (gettext_lazy("Agency"), "name"),
        (gettext_lazy("Code"), "code"),
        (gettext_lazy("Qualified until"), "valid_to"),
        (gettext_lazy("Professionals"), "professionals"),
        (gettext_lazy("Contract until"), "contracted"),
        (gettext_lazy("Latest appraisal"), "conclusion_word"),
        (gettext_lazy("Service orders"), "orders"),
    )

    def offered(self) -> Columns:
        offered = super().offered()
        return offered if shows_contract(self.person) else [one for one in offered if one[1] not in OF_CONTRACT]

    def rows(self) -> QuerySet[Organisation]:
        """Each with the last day of its qualifications, its people, and what stands between it and the person."""
        one = {"agency": OuterRef("pk")}
        ends = AgencyQualification.objects.visible_to(self.person).filter(**one).order_by().values("agency")
        known = Professional.objects.visible_to(self.person).filter(organisation=OuterRef("pk"), left_on__isnull=True)
        people = known.order_by().values("organisation")
        contracts = AgencyContract.objects.visible_to(self.person).filter(**one).order_by().values("agency")
        latest = AgencyEvaluation.objects.visible_to(self.person).filter(**one).order_by("-year", "-pk")
        rows = (
            agencies.visible_agencies(self.person)
            .annotate(
                valid_to=Subquery(ends.annotate(v=Max("valid_to")).values("v")),
                endless=Subquery(ends.annotate(v=Count("pk", filter=Q(valid_to__isnull=True))).values("v")),
                professionals=Subquery(people.annotate(v=Count("pk")).values("v")),
                contracted=Subquery(contracts.annotate(v=Max("ends_on")).values("v")),
                conclusion=Subquery(latest.values("conclusion")[:1]),
            )
            .order_by("code")
        )
        return with_columns("agencies", rows, self.person)

    def extra(self) -> dict[str, object]:
        return {"today": clock.today()}

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        found, today = list(rows), clock.today()
        for row in found:
            row.professionals, row.orders = row.professionals or 0, row.orders or 0
            row.is_expired = not row.endless and row.valid_to is not None and row.valid_to < today
            row.conclusion_word = CONCLUSIONS.get(row.conclusion, "")
        return found


class AgencyDetailView(GatedView):
    """An agency: qualifications by day, staff, contracts, evaluations, and the forms of whoever keeps them."""

    permission = AgencyPermission.AGENCY_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, agency_or_404(request, pk))

    def page(
        self,
        request: HttpRequest,
        agency: Organisation,
        bound: forms.Form | None = None,
        entry: str = "",
        status: int = 200,
    ) -> HttpResponse:
        user = person_of(request)
        today = clock.today()
        own = {"agency": agency}
        context = {
            "agency": agency,
            "today": today,
            "qualifications": [
                (row, row.covers(today)) for row in AgencyQualification.objects.visible_to(user).filter(**own)
            ],
            "staff": [
                (row, standing_on(row.valid_from, row.valid_to, row.left_on, today))
                for row in Professional.objects.visible_to(user).filter(organisation=agency)
            ],
            "contracts": AgencyContract.objects.visible_to(user).filter(**own).select_related("insurer"),
            "shows_contract": shows_contract(user),
            "evaluations": AgencyEvaluation.objects.visible_to(user).filter(**own).select_related("insurer"),
            "forms": [
                (name, known.title, bound if name == entry else known.form(auto_id=f"{name}_%s"))
                for name, known in ENTRIES.items()
                if may_enter(user, name, agency)
            ],
            "entry": entry,
            "form": bound,
            "keeps_staff": user.organisation_id == agency.pk,
            "may_enter_staff": user.organisation_id == agency.pk and user.may(AgencyPermission.PROFESSIONAL_EDIT),
            **panels_of("agency", agency, user, today),
        }
        return render(request, "agencies/agency_detail.html", context, status=status)


class AgencyEntryView(AgencyDetailView):
    """One entry; a refusal stands over its form, and nothing is stored."""

    permission = AgencyPermission.AGENCY_VIEW
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, entry: str) -> HttpResponse:
        user = person_of(request)
        if entry not in ENTRIES:
            raise Http404
        agency = agency_or_404(request, pk)
        known = ENTRIES[entry]
        require(user, known.permission)
        form = known.form(request.POST, auto_id=f"{entry}_%s")
        if form.is_valid():
            with Attempt(request, form, refused_status=400):
                known.store(agency, form.cleaned_data, user)
                messages.success(request, _("The entry is recorded."))
                return redirect("agencies:agency-detail", pk=pk)
        return self.page(request, agency, form, entry, status=400)


def agency_or_404(request: HttpRequest, pk: int) -> Organisation:
    """An agency that the person may look up."""
    return get_object_or_404(agencies.visible_agencies(person_of(request)), pk=pk)


def shows_contract(user: User) -> bool:
    """Whether pages show what stands between an insurer and an agency: theirs and the province's affair."""
    scope = scope_for(user)
    return scope.everything or (scope.insurer_id is not None and scope.city is None) or scope.agency_id is not None


def may_enter(user: User, entry: str, agency: Organisation) -> bool:
    """Whether the person keeps this kind of entry for this agency."""
    permission = ENTRIES[entry].permission
    of_agency = permission == AgencyPermission.AGENCY_EDIT
    return bool(user.may(permission)) and (not of_agency or user.organisation_id == agency.pk)
