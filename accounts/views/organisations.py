"""Organisations as a tree, for the system administrator."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import OrganisationKind
from accounts.filters import OrganisationFilter
from accounts.forms.organisations import OrganisationForm
from accounts.models import Organisation
from accounts.permissions import AccountPermission
from accounts.querysets import OrganisationQuerySet
from accounts.services import sectors
from accounts.services.organisations import change_organisation, close_organisation, create_organisation
from accounts.views.looks import ORGANISATION_COLUMNS, ORGANISATION_LOOKS
from accounts.views.people import FormPage
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.lists import LedgerPage
from core.views.writes import Attempt
from core.writing import version_in, version_of


class OrganisationListView(LedgerPage):
    """Each organisation below the one that it belongs to."""

    permission = AccountPermission.ORGANISATIONS_VIEW
    template_name = "accounts/organisation_list.html"
    filters = OrganisationFilter
    list_columns = ORGANISATION_COLUMNS
    looks = ORGANISATION_LOOKS

    def rows(self) -> OrganisationQuerySet[Organisation]:
        rows: OrganisationQuerySet[Organisation] = Organisation.objects.visible_to(self.request.user)
        people = Count("people", filter=Q(people__is_active=True))
        return rows.in_tree().select_related("division", "parent").annotate(working_people=people)

    def extra(self) -> dict[str, object]:
        rows = Organisation.objects.visible_to(self.request.user).working()
        return {"whole": rows.count(), "without_code": rows.filter(letter_code="").count()}


def organisation_or_404(request: HttpRequest, pk: int) -> Organisation:
    rows = Organisation.objects.visible_to(request.user).select_related("division", "parent")
    return get_object_or_404(rows, pk=pk)


class OrganisationView(GatedView):
    """One organisation with its people and those below it."""

    permission = AccountPermission.ORGANISATIONS_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = organisation_or_404(request, pk)
        context = {
            "row": row,
            "people": row.people.order_by("username"),
            "below": Organisation.objects.visible_to(request.user).filter(parent=row).order_by("code"),
            "may_write": person_of(request).may(AccountPermission.ORGANISATIONS_WRITE),
            "is_branch": row.kind == OrganisationKind.INSURER_BRANCH,
            "sector": sectors.words().get(row.sector, row.sector),
            "seen": version_of(row),
        }
        return render(request, "accounts/organisation_detail.html", context)


class OrganisationCreateView(FormPage):
    permission = AccountPermission.ORGANISATIONS_WRITE
    heading = gettext_lazy("New organisation")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, OrganisationForm(), back=reverse("accounts:organisation-list"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationForm(request.POST)
        status = 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                row = create_organisation(body=form.body(), by=person_of(request), at=clock.now())
                messages.success(request, _("The organisation is entered."))
                return redirect("accounts:organisation-detail", pk=row.pk)
            status = attempt.status
        return self.page(request, form, status, back=reverse("accounts:organisation-list"))


class OrganisationChangeView(FormPage):
    permission = AccountPermission.ORGANISATIONS_WRITE
    heading = gettext_lazy("Change an organisation")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = organisation_or_404(request, pk)
        return self._page(request, row, OrganisationForm(row=row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = organisation_or_404(request, pk)
        form, status = OrganisationForm(request.POST, row=row), 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                change_organisation(
                    row=row, body=form.body(), seen=version_in(request.POST), by=person_of(request), at=clock.now()
                )
                messages.success(request, _("The organisation is changed."))
                return redirect("accounts:organisation-detail", pk=pk)
            status = attempt.status
        return self._page(request, row, form, status)

    def _page(self, request: HttpRequest, row: Organisation, form: OrganisationForm, status: int = 200) -> HttpResponse:
        back = reverse("accounts:organisation-detail", args=[row.pk])
        return self.page(request, form, status, back=back, seen=version_of(row), subject=row)


class OrganisationCloseView(GatedView):
    permission = AccountPermission.ORGANISATIONS_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = organisation_or_404(request, pk)
        with Attempt(request):
            seen = version_in(request.POST)
            close_organisation(row=row, seen=seen, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(request, _("The organisation is closed."))
        return redirect("accounts:organisation-detail", pk=pk)
