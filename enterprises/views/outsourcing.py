"""The ledger of outsourcing and leasing: the list, and its rows entered, corrected and removed by hand."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.rows import Row
from core.views.downloads import download
from core.views.lists import LedgerPage
from core.views.tables import Columns
from core.views.writes import Attempt
from core.writing import version_in
from enterprises.filters import OutsourcingFilter
from enterprises.forms import OutsourcingForm
from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.querysets import OutsourcingQuerySet
from enterprises.services.outsourcing import correct_outsourcing, record_outsourcing, remove_outsourcing
from enterprises.views.base import EntryFormView, FormPage, MoveView
from enterprises.views.looks import ACTION, LOOKS, OUTSOURCING_COLUMNS


class OutsourcingListView(LedgerPage):
    permission = EnterprisePermission.OUTSOURCING_VIEW
    template_name = "enterprises/outsourcing_list.html"
    filters = OutsourcingFilter
    looks = LOOKS
    list_columns = OUTSOURCING_COLUMNS

    def offered(self) -> Columns:
        """What may be done to a row, for whom may do it."""
        may_write = self.person.may(EnterprisePermission.OUTSOURCING_WRITE)
        return [one for one in super().offered() if may_write or one != ACTION]

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        found = list(rows)
        for row in found:
            row.where = f"{row.enterprise.uscc} {row.enterprise.county.name}"
        return found

    def rows(self) -> OutsourcingQuerySet[Outsourcing]:
        rows: OutsourcingQuerySet[Outsourcing] = Outsourcing.objects.visible_to(self.person)
        return rows.select_related("enterprise__county").order_by("enterprise__uscc", "kind", "counterparty", "pk")

    def extra(self) -> dict[str, object]:
        fits = self.filter_set.form.is_valid()
        fitting: OutsourcingQuerySet[Outsourcing] = self.filter_set.qs if fits else self.rows().none()
        insured = fitting.of_insured()
        return {
            "found": self.memory.count(insured),
            "managed": self.memory.count(insured.managed()),
            "may_upload": self.person.may(EnterprisePermission.OUTSOURCING_UPLOAD),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }


class OutsourcingCreateView(EntryFormView[OutsourcingForm]):
    """One contract of outsourcing or leasing."""

    permission = EnterprisePermission.OUTSOURCING_WRITE
    title = gettext_lazy("Record an outsourcing or lease")
    button = gettext_lazy("Save")
    done = gettext_lazy("The row is recorded.")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> OutsourcingForm:
        return OutsourcingForm(data, request.FILES if data is not None else None)

    def store(self, request: HttpRequest, entry: Enterprise, form: OutsourcingForm) -> None:
        record_outsourcing(
            enterprise=entry,
            contract=form.contract(),
            agreement=form.agreement_file(),
            by=person_of(request),
            today=clock.today(),
            at=clock.now(),
        )


def outsourcing_or_404(request: HttpRequest, pk: int) -> Outsourcing:
    rows = Outsourcing.objects.visible_to(person_of(request)).select_related("enterprise__city", "document")
    return get_object_or_404(rows.select_related("enterprise__county"), pk=pk)


class OutsourcingEditView(FormPage[OutsourcingForm]):
    """Correct a row, whoever reported it."""

    permission = EnterprisePermission.OUTSOURCING_WRITE
    title = gettext_lazy("Correct an outsourcing or lease")
    button = gettext_lazy("Save")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = outsourcing_or_404(request, pk)
        return self.page(request, row.enterprise, OutsourcingForm.of(row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form = outsourcing_or_404(request, pk), OutsourcingForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, row.enterprise, form, status=400)
        with Attempt(request, form, refused_status=400) as attempt:
            correct_outsourcing(
                row=row,
                contract=form.contract(),
                agreement=form.agreement_file(),
                seen=version_in(request.POST),
                by=person_of(request),
                today=clock.today(),
                at=clock.now(),
            )
            messages.success(request, _("The row is corrected."))
            return redirect("workbench:enterprise-detail", pk=row.enterprise_id)
        return self.page(request, row.enterprise, form, status=attempt.status)


class OutsourcingRemoveView(MoveView):
    """Take a row away."""

    permission = EnterprisePermission.ENTERPRISE_EDIT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = outsourcing_or_404(request, pk)

        def move() -> None:
            remove_outsourcing(row=row, by=person_of(request), at=clock.now())

        return self.answer(request, row.enterprise_id, move, _("The row is removed."))


class OutsourcingDocumentView(GatedView):
    """The safety agreement of a row."""

    permission = EnterprisePermission.OUTSOURCING_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = outsourcing_or_404(request, pk).document
        if document is None:
            raise Http404
        return download(request, document)
