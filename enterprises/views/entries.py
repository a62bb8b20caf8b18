"""Enter and change an enterprise by hand, its outsourcing rows, and its contact data against a reason."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import Permission
from core import clock
from core.downloads import attachment
from core.gate import GatedView
from enterprises.editing import (
    change_enterprise,
    create_enterprise,
    record_outsourcing,
    remove_outsourcing,
    unmask,
)
from enterprises.forms import EnterpriseForm, OutsourcingForm, ReasonForm
from enterprises.models import Enterprise, Outsourcing
from enterprises.refusals import EntryRefused
from enterprises.views.base import EntryFormView, MoveView, person


class EnterpriseCreateView(EntryFormView):
    """A new entry; workbooks remain the way for many."""

    permission = Permission.ENTERPRISE_EDIT
    title = gettext_lazy("Enter an enterprise")
    button = gettext_lazy("Save")

    def get(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        return self.page(request, None, EnterpriseForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:  # type: ignore[override]
        form = EnterpriseForm(request.POST, user=request.user)
        if not form.is_valid():
            return self.page(request, None, form, status=400)
        try:
            made = create_enterprise(values=form.values(), by=person(request), at=clock.now())
        except EntryRefused as refused:
            form.add_error(None, str(refused))
            return self.page(request, None, form, status=400)
        messages.success(request, _("The enterprise is entered."))
        return redirect("workbench:enterprise-detail", pk=made.pk)


class EnterpriseEditView(EntryFormView):
    """Change an entry."""

    permission = Permission.ENTERPRISE_EDIT
    title = gettext_lazy("Change the entry")
    intro = gettext_lazy("A new name keeps the old one as a former name; every change stays in the history.")
    button = gettext_lazy("Save")
    done = gettext_lazy("The entry is saved.")

    def form(self, request: HttpRequest, entry: Enterprise, data: Any = None) -> EnterpriseForm:
        return EnterpriseForm(data, instance=entry, user=request.user)

    def store(self, request: HttpRequest, entry: Enterprise, form: EnterpriseForm) -> None:
        seen = instant(form.cleaned_data["seen"]) or entry.updated_at
        change_enterprise(enterprise=entry, values=form.values(), seen=seen, by=person(request), at=clock.now())


def instant(text: str) -> Any:
    """The instant of a hidden field, None for anything else."""
    try:
        return parse_datetime(text)
    except ValueError:
        return None


class OutsourcingCreateView(EntryFormView):
    """One contract of outsourcing or leasing."""

    permission = Permission.ENTERPRISE_EDIT
    title = gettext_lazy("Record an outsourcing or lease")
    button = gettext_lazy("Save")
    done = gettext_lazy("The row is recorded.")

    def form(self, request: HttpRequest, entry: Enterprise, data: Any = None) -> OutsourcingForm:  # noqa: ARG002
        return OutsourcingForm(data, request.FILES if data is not None else None)

    def store(self, request: HttpRequest, entry: Enterprise, form: OutsourcingForm) -> None:
        sent = form.cleaned_data["document"]
        record_outsourcing(
            enterprise=entry, contract=form.contract(), by=person(request), today=clock.today(), at=clock.now(),
            document=sent or None, name=sent.name if sent else "",
        )  # fmt: skip


def outsourcing_or_404(request: HttpRequest, pk: int) -> Outsourcing:
    rows = Outsourcing.objects.visible_to(request.user).select_related("enterprise", "document")
    return get_object_or_404(rows, pk=pk)


class OutsourcingRemoveView(MoveView):
    """Take a row away."""

    permission = Permission.ENTERPRISE_EDIT

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = outsourcing_or_404(request, pk)

        def move() -> None:
            remove_outsourcing(row=row, by=person(request), at=clock.now())

        return self.answer(request, row.enterprise_id, move, _("The row is removed."))


class OutsourcingDocumentView(GatedView):
    """The safety agreement of a row."""

    permission = Permission.EXEMPTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        document = outsourcing_or_404(request, pk).document
        if document is None:
            raise Http404
        return attachment(document.file.open("rb"), document.name)


class UnmaskView(EntryFormView):
    """Contact data: shown once, in the answer to the reason, and never at an address of its own."""

    permission = Permission.ENTERPRISE_UNMASK
    title = gettext_lazy("Show contact data")
    intro = gettext_lazy("Personal data: your name, the time and the reason are recorded.")
    button = gettext_lazy("Show")

    def form(self, request: HttpRequest, entry: Enterprise, data: Any = None) -> ReasonForm:  # noqa: ARG002
        return ReasonForm(data)

    def store(self, request: HttpRequest, entry: Enterprise, form: ReasonForm) -> HttpResponse:
        shown = unmask(enterprise=entry, reason=form.cleaned_data["reason"], by=person(request), at=clock.now())
        rows = [(Enterprise._meta.get_field(name).verbose_name, value) for name, value in shown.items()]  # type: ignore[union-attr]
        return render(request, "enterprises/contact.html", {"entry": entry, "rows": rows, "title": self.title})
