"""The record of a visit on paper: a print page, and the same as Word."""

from io import BytesIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from core import clock
from core.languages import official
from core.views.downloads import attachment
from inspections import context, ledgers
from inspections.documents.record import Record, record_document, record_of
from inspections.models import Item
from inspections.permissions import InspectionPermission
from inspections.views.base import ItemPage, OfInsurer, person


class RecordView(ItemPage):
    """The record as a page, for whoever may read the form."""

    permission = InspectionPermission.INSPECTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self.item(request, pk)
        data = {"record": self.record(request, item), **self.frame(request, item)}
        data["paper_url"] = f"{str(data['record_url']).rstrip('/')}.docx"
        return render(request, "inspections/item_record.html", data)

    def record(self, request: HttpRequest, item: Item) -> Record:
        by = person(request)
        findings = list(item.findings.visible_to(by).select_related("task"))
        with official():
            ledger = ledgers.ledger_of(item, clock.today())
            said = context.parts(item, [], ledger)
        photos, again = len(context.pictures(item, by)["photos"]), context.reopenings_of(item, by)
        return record_of(item, said, ledger, findings, photos, again)


class PaperView(RecordView):
    """The record as Word."""

    permission = InspectionPermission.INSPECTION_VIEW

    def get(self, request: HttpRequest, pk: int) -> FileResponse:  # type: ignore[override]
        record = self.record(request, self.item(request, pk))
        return attachment(BytesIO(record_document(record)), f"{record.title}-{record.number}.docx")


class InsurerRecordView(OfInsurer, RecordView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_VIEW


class InsurerPaperView(OfInsurer, PaperView):  # type: ignore[misc]
    """The same of an insurer."""

    permission = InspectionPermission.INSPECTION_VIEW
