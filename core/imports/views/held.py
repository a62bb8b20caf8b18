"""Rows that wait to be put right: all of a ledger's, and one of them as a form (ui.md 2.4)."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView
from core.imports.held import HeldRowGone, correct_held_row, discard_held_row
from core.imports.importer import Importer
from core.imports.models import HeldRow
from core.imports.permissions import ImportPermission
from core.imports.views.uploads import importer_or_404
from core.people import person_of
from core.views.lists import page_size
from core.workbooks import Column


def own_held(request: HttpRequest, importer: Importer) -> QuerySet[HeldRow]:
    """The open rows of one's own organisation: they hold contact data as it was typed."""
    user = person_of(request)
    rows = HeldRow.objects.visible_to(user).filter(organisation_id=user.organisation_id, kind=importer.kind)
    return rows.select_related("upload__file")


class HeldListView(GatedView):
    """All open rows of a ledger as a grid, those of the last upload first; what is typed there is checked at once."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = importer_or_404(kind)
        rows = own_held(request, importer).order_by("-upload_id", "row", "pk")
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "importer": importer,
            "page": page,
            "rows": [grid_row(importer, row) for row in page.object_list],
            "may_edit": importer.may_upload(request.user),
        }
        return render(request, "imports/held_list.html", context)

    def post(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = importer_or_404(kind)
        numbers = [int(text) for text in request.POST.getlist("row")[:MAX_GRID] if text.isascii() and text.isdecimal()]
        rows = own_held(request, importer).filter(pk__in=[number for number in numbers if number < 2**63])
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
    """One cell of the grid: what stands there, what is advised, and the name of its field."""

    key: str
    title: str
    name: str
    text: str
    suggestion: str
    is_faulty: bool


def grid_cells(importer: Importer, row: HeldRow) -> list[GridCell]:
    """The columns that name the row, then those that carry a fault."""
    errors = {fault["key"]: fault for fault in row.faults if fault["severity"] == "error"}
    keys = dict.fromkeys([*importer.layout.identity, *errors])
    columns = {column.key: column for column in importer.layout.columns}
    return [
        GridCell(
            key, columns[key].title, f"{row.pk}-{key}", row.raw.get(key) or "",
            (errors[key]["suggestion"] or "") if key in errors else "", key in errors,
        )
        for key in keys
        if key in columns
    ]  # fmt: skip


def grid_row(importer: Importer, row: HeldRow) -> dict[str, object]:
    """A row of the grid, and whether there is any suggestion to take."""
    cells = grid_cells(importer, row)
    return {"held": row, "cells": cells, "advised": any(cell.suggestion for cell in cells)}


def typed_in_grid(request: HttpRequest, importer: Importer, row: HeldRow) -> dict[str, str]:
    """What the person changed in the row's cells, or the suggestions where they take them; empty if neither."""
    takes = f"{row.pk}-advised" in request.POST
    values: dict[str, str] = {}
    for cell in grid_cells(importer, row):
        text = request.POST.get(cell.name, cell.text)[:32_767]
        if text != cell.text:
            values[cell.key] = text
        elif takes and cell.suggestion:
            values[cell.key] = cell.suggestion
    return values


def tell(request: HttpRequest, done: int, left: int) -> None:
    """Say what became of the rows."""
    if done:
        messages.success(request, _("Rows that are in the ledger now: %(n)s") % {"n": done})
    if left:
        messages.warning(request, _("Rows that are still faulty: %(n)s") % {"n": left})
    if not done and not left:
        messages.info(request, _("Nothing was changed."))


class HeldForm(forms.Form):
    """The columns of the layout as plain texts; what they mean is the import's own check to judge."""

    def __init__(self, importer: Importer, row: HeldRow, data: QueryDict | None = None) -> None:
        super().__init__(data if data is not None else {key: text or "" for key, text in row.raw.items()})
        self.suggestions = {f["key"]: f["suggestion"] for f in row.faults if f["suggestion"] and f["key"]}
        for column in importer.layout.columns:
            self.fields[column.key] = self._field(column)

    def _field(self, column: Column) -> forms.CharField:
        attrs = {"class": "form-control", "maxlength": "32767"}
        widget: forms.Widget = forms.Textarea({**attrs, "rows": "3"}) if column.is_long_text else forms.TextInput(attrs)
        suggestion = self.suggestions.get(column.key)
        choices = "、".join(column.codes.labels) if column.codes else column.rule
        advice = format_html("{}", choices)
        if suggestion:
            advice = format_html('{} <span class="to">{}：{}</span>', choices, _("Suggestion"), suggestion)
        return forms.CharField(
            label=column.title, required=False, strip=False, max_length=32_767, widget=widget, help_text=advice
        )

    def show_faults(self, row: HeldRow) -> None:
        """Mark the fields that the row's errors name; warnings do not hold it."""
        for fault in row.faults:
            if fault["severity"] == "error":
                self.add_error(fault["key"] if fault["key"] in self.fields else None, fault["message"])

    def texts(self, *, advised: bool) -> dict[str, str]:
        """The typed texts by column key, with `advised` the suggestions in place of the faulty ones."""
        return {**self.cleaned_data, **(self.suggestions if advised else {})}


class HeldRowView(GatedView):
    """One held row as a form: saved, it is checked like an upload and goes to the ledger or stays with its faults."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        importer = importer_or_404(kind)
        row = get_object_or_404(own_held(request, importer), pk=pk)
        return self.page(request, importer, row)

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        importer = importer_or_404(kind)
        row = get_object_or_404(own_held(request, importer), pk=pk)
        form = HeldForm(importer, row, request.POST)
        if not form.is_valid():
            return render(request, "imports/held_row.html", self.context(request, importer, row, form), status=400)
        texts = form.texts(advised="advised" in request.POST)
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
        form = HeldForm(importer, row)
        form.show_faults(row)
        return render(request, "imports/held_row.html", self.context(request, importer, row, form), status=status)

    def context(self, request: HttpRequest, importer: Importer, row: HeldRow, form: HeldForm) -> dict[str, object]:
        warnings = [fault for fault in row.faults if fault["severity"] == "warning"]
        may_edit = importer.may_upload(request.user)
        return {"importer": importer, "held": row, "form": form, "warnings": warnings, "may_edit": may_edit}


class HeldDiscardView(GatedView):
    """Drop one held row; nothing of it reaches the ledger."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        row = get_object_or_404(own_held(request, importer_or_404(kind)), pk=pk)
        try:
            discard_held_row(row=row, by=person_of(request), at=clock.now())
        except HeldRowGone:
            messages.warning(request, _("Somebody else has finished this row meanwhile."))
        else:
            messages.success(request, _("The row was discarded."))
        return redirect("imports:held-list", kind=kind)
