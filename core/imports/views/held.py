"""Rows that wait to be put right: all of a ledger's, and one of them as a form (ui.md 2.4)."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView, require
from core.identifiers import key_in
from core.imports.forms import HeldForm
from core.imports.held import HeldRowGone, correct_held_row, discard_held_row
from core.imports.importer import Importer
from core.imports.models import HeldRow
from core.imports.permissions import ImportPermission
from core.imports.views.uploads import importer_or_404
from core.people import person_of
from core.views.lists import page_size


def own_importer(request: HttpRequest, kind: str) -> Importer:
    """The importer of a kind that the person may upload: nobody else has rows to put right. Raises NotAllowed."""
    importer = importer_or_404(kind)
    require(request.user, importer.permission)
    return importer


def own_held(request: HttpRequest, importer: Importer) -> QuerySet[HeldRow]:
    """The open rows of one's own organisation: they hold contact data as it was typed."""
    user = person_of(request)
    rows = HeldRow.objects.visible_to(user).filter(organisation_id=user.organisation_id, kind=importer.kind)
    return rows.select_related("upload__file")


def held_or_404(request: HttpRequest, importer: Importer, pk: int) -> HeldRow:
    """One open row of one's own organisation, for those who may upload its kind. Raises Http404, NotAllowed."""
    row = get_object_or_404(own_held(request, importer), pk=pk)
    require(request.user, importer.permission)
    return row


class HeldListView(GatedView):
    """All open rows of a ledger as a grid, those of the last upload first; what is typed there is checked at once."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = own_importer(request, kind)
        rows = own_held(request, importer).order_by("-upload_id", "row", "pk")
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "importer": importer,
            "page": page,
            "rows": [grid_row(importer, row) for row in page.object_list],
        }
        return render(request, "imports/held_list.html", context)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = own_importer(request, kind)
        numbers = [key_in(text) for text in request.POST.getlist("row")[:MAX_GRID]]
        rows = own_held(request, importer).filter(pk__in=[number for number in numbers if number is not None])
        done = left = 0
        for row in rows.order_by("pk"):
            values = typed_in_grid(request, importer, row)
            if values:
                try:
                    stays = correct_held_row(row=row, values=values, by=person_of(request), at=clock.now())
                except HeldRowGone:
                    continue
                done, left = (done, left + 1) if stays else (done + 1, left)
        tell(request, done, left)
        return redirect(request.get_full_path())


MAX_GRID = 500


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of the grid: its field, what stands there, and what is suggested for it."""

    key: str
    field: BoundField
    text: str
    suggestion: str
    is_faulty: bool


def grid_form(importer: Importer, row: HeldRow, data: QueryDict | None = None) -> HeldForm:
    """The columns that name the row and those that carry an error, as fields."""
    wrong = {fault["key"] for fault in row.faults if fault["severity"] == "error"}
    columns = [column for column in importer.layout.columns if column.key in {*importer.layout.identity, *wrong}]
    form = HeldForm(columns, row, data, prefix=str(row.pk), is_short=True)
    for key in wrong & form.fields.keys():
        attrs = form.fields[key].widget.attrs
        attrs |= {"class": f"{attrs['class']} is-invalid", "aria-invalid": "true", "aria-describedby": f"p{row.pk}"}
    return form


def grid_row(importer: Importer, row: HeldRow) -> dict[str, object]:
    """A row of the grid, and whether there is any suggestion to take."""
    form = grid_form(importer, row)
    wrong = {fault["key"] for fault in row.faults if fault["severity"] == "error"}
    cells = [
        GridCell(key, form[key], form.raw(key), form.suggestions.get(key, ""), key in wrong) for key in form.fields
    ]
    return {"held": row, "cells": cells, "advised": any(cell.suggestion for cell in cells)}


def typed_in_grid(request: HttpRequest, importer: Importer, row: HeldRow) -> dict[str, str]:
    """What the person changed in the row's cells, and the suggestions for the others where they take them."""
    form = grid_form(importer, row, request.POST)
    if not form.is_valid():
        return {}
    advised = form.advised() if f"{row.pk}-advised" in request.POST else {}
    return {**advised, **form.typed()}


def tell(request: HttpRequest, done: int, left: int) -> None:
    """Say what became of the rows."""
    if done:
        messages.success(request, _("Rows that are in the ledger now: %(n)s") % {"n": done})
    if left:
        messages.warning(request, _("Rows that are still faulty: %(n)s") % {"n": left})
    if not done and not left:
        messages.info(request, _("Nothing was changed."))


class HeldRowView(GatedView):
    """One held row as a form: saved, it is checked like an upload and goes to the ledger or stays with its faults."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        importer = importer_or_404(kind)
        row = held_or_404(request, importer, pk)
        return self.page(request, importer, row)

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        importer = importer_or_404(kind)
        row = held_or_404(request, importer, pk)
        form = HeldForm(importer.layout.columns, row, request.POST)
        if not form.is_valid():
            return render(request, "imports/held_row.html", self.context(importer, row, form), status=400)
        texts = {**(form.advised() if "advised" in request.POST else {}), **form.typed()}
        try:
            left = correct_held_row(row=row, values=texts, by=person_of(request), at=clock.now())
        except HeldRowGone:
            messages.warning(request, _("Somebody else has finished this row meanwhile."))
            return redirect("imports:held-list", kind=kind)
        if left is None:
            messages.success(request, _("The row is in the ledger now."))
            return redirect("imports:held-list", kind=kind)
        return self.page(request, importer, left, status=400)

    def page(self, request: HttpRequest, importer: Importer, row: HeldRow, status: int = 200) -> HttpResponse:
        form = HeldForm(importer.layout.columns, row)
        form.show_faults()
        return render(request, "imports/held_row.html", self.context(importer, row, form), status=status)

    def context(self, importer: Importer, row: HeldRow, form: HeldForm) -> dict[str, object]:
        warnings = [fault for fault in row.faults if fault["severity"] == "warning"]
        return {"importer": importer, "held": row, "form": form, "warnings": warnings}


class HeldDiscardView(GatedView):
    """Drop one held row; nothing of it reaches the ledger."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        row = held_or_404(request, importer_or_404(kind), pk)
        try:
            discard_held_row(row=row, by=person_of(request), at=clock.now())
        except HeldRowGone:
            messages.warning(request, _("Somebody else has finished this row meanwhile."))
        else:
            messages.success(request, _("The row was discarded."))
        return redirect("imports:held-list", kind=kind)
