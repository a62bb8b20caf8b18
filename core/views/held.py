"""Rows that wait to be put right: all of a ledger's, and one of them as a form (ui.md 2.4)."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView
from core.imports.held import HeldRowGone, correct_held_row, discard_held_row
from core.imports.importer import Importer
from core.models import HeldRow
from core.views.lists import page_size
from core.views.uploads import importer_or_404
from core.workbooks import Column


def own_held(request: HttpRequest, importer: Importer) -> QuerySet[HeldRow]:
    """The open rows of one's own organisation: they hold contact data as it was typed."""
    user: Any = request.user
    rows = HeldRow.objects.visible_to(user).filter(organisation_id=user.organisation_id, kind=importer.kind)
    return rows.select_related("upload__file")


class HeldListView(GatedView):
    """All open rows of a ledger, those of the last upload first."""

    permission = "upload.view"
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        importer = importer_or_404(kind)
        rows = own_held(request, importer).order_by("-upload_id", "row", "pk")
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "importer": importer,
            "page": page,
            "rows": [{"held": row, "values": shown_values(importer, row)} for row in page.object_list],
            "may_edit": importer.may_upload(request.user),
        }
        return render(request, "core/held_list.html", context)


def shown_values(importer: Importer, row: HeldRow) -> list[tuple[str, str]]:
    """Title and text of the columns that name the row, then of those that carry a fault."""
    keys = dict.fromkeys([*importer.layout.identity, *(fault["key"] for fault in row.faults)])
    titles = {column.key: column.title for column in importer.layout.columns}
    return [(titles[key], row.raw.get(key) or "") for key in keys if key in titles]


class HeldForm(forms.Form):
    """The columns of the layout as plain texts; what they mean is the import's own check to judge."""

    def __init__(self, importer: Importer, row: HeldRow, data: Any = None) -> None:
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

    permission = "upload.view"
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
            return render(request, "core/held_row.html", self.context(request, importer, row, form), status=400)
        texts = form.texts(advised="advised" in request.POST)
        try:
            left = correct_held_row(row=row, values=texts, by=request.user, at=clock.now())
        except HeldRowGone:
            messages.warning(request, _("Somebody else has finished this row meanwhile."))
            return redirect("core:held-list", kind=kind)
        if left is None:
            messages.success(request, _("The row is in the ledger now."))
            return redirect("core:held-list", kind=kind)
        return self.page(request, importer, left, status=400)

    def page(self, request: HttpRequest, importer: Importer, row: HeldRow, status: int = 200) -> HttpResponse:
        form = HeldForm(importer, row)
        form.show_faults(row)
        return render(request, "core/held_row.html", self.context(request, importer, row, form), status=status)

    def context(self, request: HttpRequest, importer: Importer, row: HeldRow, form: HeldForm) -> dict[str, Any]:
        warnings = [fault for fault in row.faults if fault["severity"] == "warning"]
        may_edit = importer.may_upload(request.user)
        return {"importer": importer, "held": row, "form": form, "warnings": warnings, "may_edit": may_edit}


class HeldDiscardView(GatedView):
    """Drop one held row; nothing of it reaches the ledger."""

    permission = "upload.view"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, kind: str, pk: int) -> HttpResponse:
        row = get_object_or_404(own_held(request, importer_or_404(kind)), pk=pk)
        try:
            discard_held_row(row=row, by=request.user, at=clock.now())
        except HeldRowGone:
            messages.warning(request, _("Somebody else has finished this row meanwhile."))
        else:
            messages.success(request, _("The row was discarded."))
        return redirect("core:held-list", kind=kind)
