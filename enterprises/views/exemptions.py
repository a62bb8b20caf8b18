"""Exemptions: ask, decide as the second person, take back, read the document."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.downloads import download
from core.views.writes import words_in
from enterprises.forms import ExemptionForm
from enterprises.models import Enterprise, Exemption
from enterprises.permissions import EnterprisePermission
from enterprises.services.exemptions import decide_exemption, request_exemption, withdraw_exemption
from enterprises.views.base import EntryFormView, MoveView


def exemption_or_404(request: HttpRequest, pk: int) -> Exemption:
    rows = Exemption.objects.visible_to(person_of(request)).select_related("applied_by__organisation", "enterprise")
    return get_object_or_404(rows, pk=pk)


class ExemptionRequestView(EntryFormView[ExemptionForm]):
    """Ask for an exemption."""

    permission = EnterprisePermission.EXEMPTION_WRITE
    title = gettext_lazy("Ask for an exemption")
    intro = gettext_lazy("It counts once a second person of your bureau has approved it.")
    button = gettext_lazy("Send for approval")
    done = gettext_lazy("The request waits for the second person.")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> ExemptionForm:
        first = {"starts_on": clock.today()}
        return ExemptionForm(data, request.FILES if data is not None else None, initial=first)

    def store(self, request: HttpRequest, entry: Enterprise, form: ExemptionForm) -> None:
        sent = form.cleaned_data["document"]
        request_exemption(
            enterprise=entry, ground=form.ground(), document=sent, name=sent.name, by=person_of(request), at=clock.now()
        )


class ExemptionDecisionView(MoveView):
    """Approve or refuse."""

    permission = EnterprisePermission.EXEMPTION_WRITE
    approve = True

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        exemption = exemption_or_404(request, pk)

        def move() -> Exemption:
            note = words_in(request, "note")
            return decide_exemption(
                exemption=exemption, approve=self.approve, note=note, by=person_of(request), at=clock.now()
            )

        done = _("The exemption is approved.") if self.approve else _("The exemption is not granted.")
        return self.answer(request, exemption.enterprise_id, move, done)


class ExemptionWithdrawView(MoveView):
    """Take a request back, or end an exemption."""

    permission = EnterprisePermission.EXEMPTION_WRITE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        exemption = exemption_or_404(request, pk)

        def move() -> Exemption:
            return withdraw_exemption(exemption=exemption, by=person_of(request), at=clock.now())

        return self.answer(request, exemption.enterprise_id, move, _("The exemption is revoked."))


class ExemptionDocumentView(GatedView):
    """The document of an exemption."""

    permission = EnterprisePermission.EXEMPTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        document = exemption_or_404(request, pk).document
        return download(request, document)
