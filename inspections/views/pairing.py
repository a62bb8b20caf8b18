"""Tables of who inspects whom: list, table with ring, making, approval, publication."""

import tempfile
from io import BytesIO
from pathlib import Path
from typing import Final

from django import forms
from django.contrib import messages
from django.core.files import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.gate import GatedView
from core.languages import listed
from core.people import person_of
from core.transitions import allowed
from core.views.downloads import attachment
from core.views.writes import Attempt, words_in
from core.workbooks import build_template
from core.writing import SEEN, version_in, version_of
from inspections import ring, rules, services, states
from inspections.choices import PairingOrigin, PairingState
from inspections.cities import earlier_pairs, from_texts, names_of_cities, years_published, years_without_table
from inspections.forms.pairing import DrawForm, HandForm, RowsForm, WorkbookForm
from inspections.models import PairingTable
from inspections.permissions import InspectionPermission
from inspections.sheets import PAIRINGS, PairingSheet, SheetFault, read_pairing

RELATED = ("changed_by", "proposed_by", "answered_by", "published_by")
#: Ways of making a table: the form and what the tab says.
WAYS: Final = {
    "drawn": (DrawForm, gettext_lazy("Draw a ring")),
    "hand": (HandForm, gettext_lazy("By hand")),
    "workbook": (WorkbookForm, gettext_lazy("By workbook")),
}


def table_or_404(request: HttpRequest, pk: int) -> PairingTable:
    return get_object_or_404(PairingTable.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


class PairingListView(GatedView):
    """The tables of all years, those in preparation for the province only."""

    permission = InspectionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        tables = PairingTable.objects.visible_to(request.user).select_related(*RELATED)
        may_make = person_of(request).may(InspectionPermission.PAIRING_PREPARE)
        return render(request, "inspections/pairing_list.html", {"tables": tables, "may_make": may_make})


class PairingDetailView(GatedView):
    """A table as list and ring, with how it came about and what can be done with it."""

    permission = InspectionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        table, by = table_or_404(request, pk), person_of(request)
        rows = list(table.rows.select_related("inspecting", "inspected").order_by("annex_no"))
        may_make = by.may(InspectionPermission.PAIRING_PREPARE)
        moves = [move.name for move in allowed(states.PAIRING_MOVES, table, by)]
        context = {
            "table": table,
            "rows": rows,
            "ring": ring.draw(rows),
            "seen": version_of(table),
            "moves": moves,
            "lacks_campaign": states.PUBLISH.name in moves and not services.has_campaign(table.year),
            "may_edit": may_make and table.state == PairingState.DRAFT,
            "waits_for_another": may_make and table.state == PairingState.PROPOSED,
            "remarks": remarks(table, [row.pair for row in rows]) if may_make else [],
            "left_out": words_of(from_texts(table.exclusions)),
            "names": names_of_cities() if may_make else {},
        }
        return render(request, "inspections/pairing_detail.html", context)


def read_sent(sent: "File[bytes]") -> PairingSheet:
    """What a workbook that was sent holds; the sandbox reads it from a file of its own."""
    with tempfile.NamedTemporaryFile(suffix=Path(sent.name or "").suffix[:10]) as file:
        for chunk in sent.chunks():
            file.write(chunk)
        file.flush()
        return read_pairing(Path(file.name), sent.name or "", names_of_cities())


def words_of(pairs: list[rules.Pair]) -> list[str]:
    names = names_of_cities() if pairs else {}
    return [f"{names.get(a, a)}→{names.get(b, b)}" for a, b in pairs]


def remarks(table: PairingTable, pairs: list[rules.Pair]) -> list[str]:
    """What the province should know before it approves: pairs that meet again or each other, and the draw repeated."""
    found = []
    both = rules.reciprocal_pairs(pairs)
    if both:
        found.append(_("Cities that inspect each other: %(pairs)s") % {"pairs": listed(words_of(both))})
    again = rules.repeated_pairs(pairs, rules.barred_pairs(earlier_pairs(table.year, 1), ()))
    if again:
        found.append(_("Pairs that met the year before: %(pairs)s") % {"pairs": listed(words_of(again))})
    missing = years_without_table(table.year, table.lookback)
    if missing:
        years = listed(missing)
        found.append(_("No table is published of %(years)s: nothing of those years was left out.") % {"years": years})
    if table.origin == PairingOrigin.DRAWN:
        barred = rules.barred_pairs(earlier_pairs(table.year, table.lookback), from_texts(table.exclusions))
        repeated = rules.drawn_ring(list(names_of_cities()), table.seed, barred)
        found.append(
            _("Drawn again from the seed: the same table.")
            if repeated is not None and sorted(repeated) == sorted(pairs)
            else _("Drawn again from the seed: another table; what it was drawn from has changed.")
        )
    return found


class PairingCreateView(GatedView):
    """Make the table of a year in one of three ways."""

    permission = InspectionPermission.PAIRING_PREPARE

    def get(self, request: HttpRequest) -> HttpResponse:
        way = request.GET.get("by", "")
        way = way if way in WAYS else "drawn"
        return self.page(request, way, self.form(way))

    def post(self, request: HttpRequest) -> HttpResponse:
        way = request.POST.get("by", "")
        if way not in WAYS:
            raise Http404
        form = self.form(way, request)
        if not form.is_valid():
            return self.page(request, way, form, status=422)
        if isinstance(form, WorkbookForm):
            return self.by_workbook(request, form)
        if isinstance(form, HandForm):
            form.place(rules.cell_faults(form.pairs(), form.names))
            return (
                self.made(request, way, form, form.pairs()) if form.is_valid() else self.page(request, way, form, 422)
            )
        return self.made(request, way, form, [])

    def form(self, way: str, request: HttpRequest | None = None) -> DrawForm | HandForm | WorkbookForm:
        taken = years_published()
        sent = (request.POST, request.FILES) if request else (None, None)
        made: DrawForm | HandForm | WorkbookForm = WAYS[way][0](
            *sent, today=clock.today(), taken=taken, names=names_of_cities()
        )
        return made

    def by_workbook(self, request: HttpRequest, form: WorkbookForm) -> HttpResponse:
        """Nothing is stored of a workbook with a fault; the page names the cells."""
        sheet = read_sent(form.cleaned_data["file"])
        if sheet.faults:
            return self.page(request, "workbook", form, status=422, faults=sheet.faults)
        return self.made(request, "workbook", form, sheet.pairs)

    def made(
        self, request: HttpRequest, way: str, form: DrawForm | HandForm | WorkbookForm, pairs: list[rules.Pair]
    ) -> HttpResponse:
        data, by, at = form.cleaned_data, person_of(request), clock.now()
        with Attempt(request, form, refused_status=422) as attempt:
            if isinstance(form, DrawForm):
                table = services.draw_table(by=by, at=at, **data)
            else:
                origin = services.Origin(PairingOrigin.WORKBOOK if way == "workbook" else PairingOrigin.HAND)
                table = services.make_table(
                    year=data["year"], pairs=pairs, note=data["note"], origin=origin, by=by, at=at
                )
            messages.success(request, _("The draft is stored. Check it, then send it for approval."))
            return redirect("inspections:pairing-detail", pk=table.pk)
        return self.page(request, way, form, status=attempt.status)

    def page(
        self,
        request: HttpRequest,
        way: str,
        form: forms.Form,
        status: int = 200,
        faults: list[SheetFault] | None = None,
    ) -> HttpResponse:
        ways = [(key, words) for key, (_form, words) in WAYS.items()]
        context = {"form": form, "way": way, "ways": ways, "faults": faults}
        return render(request, "inspections/pairing_form.html", context, status=status)


class PairingEditView(GatedView):
    """Change a draft by hand."""

    permission = InspectionPermission.PAIRING_PREPARE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = table_or_404(request, pk)
        if table.state != PairingState.DRAFT:
            messages.warning(request, _("Only a table that is being drafted can be changed."))
            return redirect("inspections:pairing-detail", pk=pk)
        pairs = [row.pair for row in table.rows.order_by("annex_no")]
        first = {"note": table.note, SEEN: version_of(table)}
        return self.page(request, table, RowsForm(names=names_of_cities(), pairs=pairs, initial=first))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = table_or_404(request, pk)
        form = RowsForm(request.POST, names=names_of_cities(), pairs=[])
        if form.is_valid():
            form.place(rules.cell_faults(form.pairs(), form.names))
        if not form.is_valid():
            return self.page(request, table, form, 422)
        with Attempt(request, form) as attempt:
            services.change_table(
                table=table,
                pairs=form.pairs(),
                note=form.cleaned_data["note"],
                seen=version_in(request.POST),
                by=person_of(request),
                at=clock.now(),
            )
            return redirect("inspections:pairing-detail", pk=pk)
        return self.page(request, table, form, attempt.status)

    def page(self, request: HttpRequest, table: PairingTable, form: RowsForm, status: int = 200) -> HttpResponse:
        return render(
            request, "inspections/pairing_form.html", {"form": form, "table": table, "way": "hand"}, status=status
        )


class PairingMoveView(GatedView):
    """Send for approval, approve, return, publish or discard."""

    permission = InspectionPermission.PAIRING_PREPARE
    http_method_names = ["post", "options"]
    move = "propose"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        table = table_or_404(request, pk)
        with Attempt(request):
            messages.success(request, self.moved(request, table))
            if self.move == "discard":
                return redirect("inspections:pairing-list")
        return redirect("inspections:pairing-detail", pk=pk)

    def moved(self, request: HttpRequest, table: PairingTable) -> str:
        """Do it; the sentence for the page. Raises NotAllowed, Refused, Stale."""
        by, at, seen = person_of(request), clock.now(), version_in(request.POST)
        note = words_in(request, "note")
        if self.move == "propose":
            services.propose_table(table=table, seen=seen, by=by, at=at)
            return _("The table waits for the approval of a second person.")
        if self.move == "publish":
            made = services.publish_table(table=table, by=by, at=at)
            return ngettext(
                "The table is published, %(n)s task is created.",
                "The table is published, %(n)s tasks are created.",
                made,
            ) % {"n": made}
        if self.move == "discard":
            services.discard_table(table=table, seen=seen, by=by, at=at)
            return _("The draft is discarded.")
        decide = services.approve_table if self.move == "approve" else services.return_table
        decide(table=table, note=note, seen=seen, by=by, at=at)
        return _("The table is approved.") if self.move == "approve" else _("The table is returned.")


class PairingDecisionView(PairingMoveView):
    """Approve or return as the second person."""

    permission = InspectionPermission.PAIRING_APPROVE


class PairingTemplateView(GatedView):
    """The blank workbook of a table."""

    permission = InspectionPermission.PAIRING_PREPARE
    http_method_names = ["get", "options"]
    is_blank = True

    def get(self, request: HttpRequest) -> FileResponse:  # noqa: ARG002 - the form of a view
        with tempfile.TemporaryDirectory() as folder:
            body = build_template(PAIRINGS, Path(folder) / "pairing.xlsx").read_bytes()
        return attachment(BytesIO(body), f"{PAIRINGS.sheet}-模板.xlsx")
