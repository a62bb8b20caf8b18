"""Transfers between cities."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from typing_extensions import override

from accounts.models import Division
from core import clock
from core.people import person_of
from core.transitions import allowed
from core.views.lists import TableExport
from core.views.tables import Sheet
from core.views.writes import words_in
from enterprises import states
from enterprises.choices import TransferState
from enterprises.forms import TransferForm, own_counties
from enterprises.models import Enterprise, Transfer
from enterprises.permissions import EnterprisePermission
from enterprises.services.transfers import decline_transfer, offer_transfer, recall_transfer, take_transfer
from enterprises.views.base import EntryFormView, MoveView


class TransferOfferView(EntryFormView[TransferForm]):
    """Offer this entry to another city."""

    permission = EnterprisePermission.ENTERPRISE_TRANSFER
    title = gettext_lazy("Offer to another city")
    intro = gettext_lazy("The entry moves with its policies and services once the other city takes it.")
    button = gettext_lazy("Offer")
    done = gettext_lazy("The offer waits for the other city.")

    @override
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> TransferForm:
        return TransferForm(data, own=entry.city_id)

    def store(self, request: HttpRequest, entry: Enterprise, form: TransferForm) -> None:
        offer_transfer(
            enterprise=entry,
            to_city=form.cleaned_data["to_city"],
            reason=form.cleaned_data["reason"],
            by=person_of(request),
            at=clock.now(),
        )


def transfer_or_404(request: HttpRequest, pk: int) -> Transfer:
    rows = Transfer.objects.visible_to(person_of(request))
    return get_object_or_404(rows.select_related("enterprise", "from_city", "to_city", "offered_by"), pk=pk)


class TransferListView(TableExport):
    """What is offered to us and by us, open ones first."""

    permission = EnterprisePermission.ENTERPRISE_TRANSFER
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("生产经营单位移交台账", "户")
    columns = (
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Credit code"), "enterprise.uscc"),
        (gettext_lazy("From"), "from_city.name"),
        (gettext_lazy("To"), "to_city.name"),
        (gettext_lazy("Reason"), "reason"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Offered by"), "offering_office.name"),
        (gettext_lazy("Offered at"), "offered_at"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = Transfer.objects.visible_to(person_of(request)).select_related(
            "enterprise", "from_city", "to_city", "to_county", "offered_by__organisation", "answered_by__organisation"
        )
        rows = rows.prefetch_related("offered_by__postings", "answered_by__postings")
        if self.wants_export():
            return self.export(rows, rows.count())
        found = sorted(rows[:200], key=lambda row: row.state != TransferState.OFFERED)
        for row in found:
            row.moves = [move.name for move in allowed(states.TRANSFER_MOVES, row, person_of(request))]  # type: ignore[attr-defined]
        context = {"rows": found, "counties": own_counties(person_of(request)), "export_query": self.export_query()}
        return render(request, "enterprises/transfer_list.html", context)


class TransferMoveView(MoveView):
    """Take, decline or recall an offer."""

    permission = EnterprisePermission.ENTERPRISE_TRANSFER
    action = "take"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        transfer = transfer_or_404(request, pk)
        by, at = person_of(request), clock.now()

        def move() -> Transfer:
            if self.action == "take":
                county = Division.objects.filter(code=request.POST.get("county", "")[:6]).first()
                return take_transfer(transfer=transfer, county=county, by=by, at=at)
            if self.action == "decline":
                return decline_transfer(transfer=transfer, note=words_in(request, "note"), by=by, at=at)
            return recall_transfer(transfer=transfer, by=by, at=at)

        done = {
            "take": _("The enterprise is taken over."),
            "decline": _("The transfer is declined."),
            "recall": _("The offer is withdrawn."),
        }[self.action]
        self.answer(request, transfer.enterprise_id, move, done)
        return redirect("enterprises:transfer-list")
