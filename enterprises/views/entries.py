"""Enter and change an enterprise by hand, its outsourcing rows, and its contact data against a reason."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.downloads import attachment
from core.views.writes import add_reasons
from core.writing import Refused, version_in
from enterprises.forms import EnterpriseForm, OutsourcingForm, ReasonForm
from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.services.entries import change_enterprise, create_enterprise, unmask_contact
from enterprises.services.outsourcing import record_outsourcing, remove_outsourcing
from enterprises.views.base import EntryFormView, FormPage, MoveView


class EnterpriseCreateView(FormPage[EnterpriseForm]):
    """A new entry; workbooks remain the way for many."""

    permission = EnterprisePermission.ENTERPRISE_EDIT
    title = gettext_lazy("Enter an enterprise")
    button = gettext_lazy("Save")

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, None, EnterpriseForm(user=person_of(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = EnterpriseForm(request.POST, user=person_of(request))
        if not form.is_valid():
            return self.page(request, None, form, status=400)
        try:
            made = create_enterprise(values=form.values(), by=person_of(request), at=clock.now())
        except Refused as refused:
            add_reasons(form, refused)
            return self.page(request, None, form, status=400)
        messages.success(request, _("The enterprise is entered."))
        return redirect("workbench:enterprise-detail", pk=made.pk)


class EnterpriseEditView(EntryFormView[EnterpriseForm]):
    """Change an entry."""

    permission = EnterprisePermission.ENTERPRISE_EDIT
    title = gettext_lazy("Change the entry")
    intro = gettext_lazy("A new name keeps the old one as a former name; every change stays in the history.")
    button = gettext_lazy("Save")
    done = gettext_lazy("The entry is saved.")

    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> EnterpriseForm:
        return EnterpriseForm(data, instance=entry, user=person_of(request))

    def store(self, request: HttpRequest, entry: Enterprise, form: EnterpriseForm) -> None:
        change_enterprise(
            enterprise=entry,
            values=form.values(),
            seen=version_in(form.cleaned_data),
            by=person_of(request),
            at=clock.now(),
        )


class OutsourcingCreateView(EntryFormView[OutsourcingForm]):
    """One contract of outsourcing or leasing."""

    permission = EnterprisePermission.ENTERPRISE_EDIT
    title = gettext_lazy("Record an outsourcing or lease")
    button = gettext_lazy("Save")
    done = gettext_lazy("The row is recorded.")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> OutsourcingForm:
        return OutsourcingForm(data, request.FILES if data is not None else None)

    def store(self, request: HttpRequest, entry: Enterprise, form: OutsourcingForm) -> None:
        sent = form.cleaned_data["document"]
        record_outsourcing(
            enterprise=entry,
            contract=form.contract(),
            by=person_of(request),
            today=clock.today(),
            at=clock.now(),
            document=sent or None,
            name=sent.name if sent else "",
        )


def outsourcing_or_404(request: HttpRequest, pk: int) -> Outsourcing:
    rows = Outsourcing.objects.visible_to(person_of(request)).select_related("enterprise", "document")
    return get_object_or_404(rows, pk=pk)


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

    permission = EnterprisePermission.EXEMPTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        document = outsourcing_or_404(request, pk).document
        if document is None:
            raise Http404
        return attachment(document.file.open("rb"), document.name)


class UnmaskView(EntryFormView[ReasonForm]):
    """Contact data: shown once, in the answer to the reason, and never at an address of its own."""

    permission = EnterprisePermission.ENTERPRISE_UNMASK
    title = gettext_lazy("Show contact data")
    intro = gettext_lazy("Personal data: your name, the time and the reason are recorded.")
    button = gettext_lazy("Show")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> ReasonForm:
        return ReasonForm(data)

    def store(self, request: HttpRequest, entry: Enterprise, form: ReasonForm) -> HttpResponse:
        shown = unmask_contact(
            enterprise=entry, reason=form.cleaned_data["reason"], by=person_of(request), at=clock.now()
        )
        rows = [(Enterprise._meta.get_field(name).verbose_name, value) for name, value in shown.items()]  # type: ignore[union-attr]
        return render(request, "enterprises/contact.html", {"entry": entry, "rows": rows, "title": self.title})
