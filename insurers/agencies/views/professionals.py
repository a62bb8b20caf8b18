"""The register of those who serve (N30): the list, one person with the life of the entry, and its forms."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core import clock
from core.contributions.panels import panels_of
from core.gate import GatedView, NotAllowed
from core.listing.columns import FIRM, LINE, Look
from core.people import person_of
from core.templatetags.portal import masked_name, state_of
from core.views.addresses import row_address
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import version_in
from insurers.agencies import services as registering
from insurers.agencies.changes import changes_of
from insurers.agencies.choices import ProfessionalKind
from insurers.agencies.filters import ProfessionalFilter
from insurers.agencies.forms import LeaveForm, ProfessionalForm
from insurers.agencies.models import Professional
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.rules import standing_on

LOOKS: Final = MappingProxyType(
    {
        "name": Look("nowrap", url=lambda one: row_address("agencies:professional-detail", one["row"].pk)),
        "row.get_kind_display": LINE,
        "row.organisation.name": FIRM,
        "row.speciality": Look(),
        "row.get_certificate_display": Look(under="number"),
        "row.valid_from": LINE,
        "row.valid_to": LINE,
        "standing.label": Look("corner", cell=lambda one: state_of(one["standing"])),
    }
)


class ProfessionalListView(LedgerPage):
    permission = AgencyPermission.PROFESSIONAL_VIEW
    template_name = "agencies/professional_list.html"
    looks = LOOKS
    filters = ProfessionalFilter
    sheet = Sheet("事故预防服务人员名册", "人")
    columns = (
        (gettext_lazy("Name of the person"), "name"),
        (gettext_lazy("Kind of person"), "row.get_kind_display"),
        (gettext_lazy("Kept by"), "row.organisation.name"),
        (gettext_lazy("Professional title"), "row.title"),
        (gettext_lazy("Speciality"), "row.speciality"),
        (gettext_lazy("Kind of certificate"), "row.get_certificate_display"),
        (gettext_lazy("Certificate number"), "number"),
        (gettext_lazy("Valid from"), "row.valid_from"),
        (gettext_lazy("Valid until"), "row.valid_to"),
        (gettext_lazy("On the register"), "standing.label"),
    )

    def rows(self) -> QuerySet[Professional]:
        rows = Professional.objects.visible_to(self.person).select_related("organisation")
        return rows.order_by("organisation__code", "left_on", "pk")

    def shown(self, rows: Iterable[Professional]) -> list[dict[str, object]]:
        return [shown(row, self.person) for row in rows]

    def extra(self) -> dict[str, object]:
        return {"may_enter": self.person.may(AgencyPermission.PROFESSIONAL_EDIT), "today": clock.today()}


def shown(row: Professional, user: User) -> dict[str, object]:
    """An entry as a person reads it: those of other organisations with name and number masked."""
    is_own = keeps(user, row)
    return {
        "row": row,
        "name": row.name if is_own else masked_name(row.name),
        "number": row.certificate_no if is_own else f"****{row.certificate_no[-4:]}",
        "standing": standing_on(row.valid_from, row.valid_to, row.left_on, clock.today()),
    }


def keeps(user: User, row: Professional) -> bool:
    return user.organisation_id == row.organisation_id


def professional_or_404(request: HttpRequest, pk: int) -> Professional:
    rows = Professional.objects.visible_to(person_of(request)).select_related("organisation")
    return get_object_or_404(rows, pk=pk)


class ProfessionalDetailView(GatedView):
    """One person: certificate, standing, how the entry came to be as it is, the services given."""

    permission = AgencyPermission.PROFESSIONAL_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, professional_or_404(request, pk), LeaveForm(initial={"left_on": clock.today()}))

    def page(self, request: HttpRequest, person: Professional, form: LeaveForm, status: int = 200) -> HttpResponse:
        user, today = person_of(request), clock.today()
        may_edit = keeps(user, person) and user.may(AgencyPermission.PROFESSIONAL_EDIT)
        context = {
            **shown(person, user),
            "person": person,
            "today": today,
            "form": form,
            "may_edit": may_edit,
            "changes": changes_of(person) if keeps(user, person) else [],
            **panels_of("professional", person, user, today),
        }
        return render(request, "agencies/professional_detail.html", context, status=status)


class ProfessionalCreateView(GatedView):
    permission = AgencyPermission.PROFESSIONAL_EDIT

    def get(self, request: HttpRequest) -> HttpResponse:
        return form_page(request, ProfessionalForm(kinds=kinds_of(person_of(request))))

    def post(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        form = ProfessionalForm(request.POST, kinds=kinds_of(user))
        if form.is_valid():
            with Attempt(request, form):
                made = registering.enter_professional(profile=form.profile(), by=user, at=clock.now())
                messages.success(request, _("The entry is recorded."))
                return redirect("agencies:professional-detail", pk=made.pk)
        return form_page(request, form, status=400)


class ProfessionalEditView(GatedView):
    permission = AgencyPermission.PROFESSIONAL_EDIT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.own(request, pk)
        return form_page(request, ProfessionalForm.of(person, kinds_of(person_of(request))), person)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, user = self.own(request, pk), person_of(request)
        form = ProfessionalForm(request.POST, kinds=kinds_of(user))
        if not form.is_valid():
            return form_page(request, form, person, status=400)
        with Attempt(request, form, refused_status=400) as attempt:
            registering.change_professional(
                person=person, profile=form.profile(), seen=version_in(request.POST), by=user, at=clock.now()
            )
            messages.success(request, _("The entry is recorded."))
            return redirect("agencies:professional-detail", pk=pk)
        return form_page(request, form, person, status=attempt.status)

    def own(self, request: HttpRequest, pk: int) -> Professional:
        """An entry of one's own organisation. Raises NotAllowed."""
        person = professional_or_404(request, pk)
        if not keeps(person_of(request), person):
            raise NotAllowed(f"{request.user} does not keep {person}")
        return person


class ProfessionalLeaveView(ProfessionalDetailView):
    """The last day of a person, or with `back` that there is none after all."""

    permission = AgencyPermission.PROFESSIONAL_EDIT
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        person, user, at = professional_or_404(request, pk), person_of(request), clock.now()
        if "back" in request.POST:
            with Attempt(request):
                registering.take_back(person=person, by=user, at=at)
                messages.success(request, _("The person is on the register again."))
            return redirect("agencies:professional-detail", pk=pk)
        form = LeaveForm(request.POST)
        if form.is_valid():
            with Attempt(request, form):
                registering.let_go(
                    person=person, left_on=form.cleaned_data["left_on"], by=user, today=clock.today(), at=at
                )
                messages.success(request, _("The last day is recorded; services up to it still name the person."))
                return redirect("agencies:professional-detail", pk=pk)
        return self.page(request, person, form, status=400)


def kinds_of(user: User) -> tuple[ProfessionalKind, ...]:
    return registering.KEPT_BY.get(user.organisation.kind, ())


def form_page(
    request: HttpRequest, form: ProfessionalForm, person: Professional | None = None, status: int = 200
) -> HttpResponse:
    return render(request, "agencies/professional_form.html", {"form": form, "person": person}, status=status)
