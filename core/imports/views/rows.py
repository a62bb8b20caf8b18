"""The rows behind the figures of an upload: new, changed field by field, unchanged (ui.md 2.4)."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.contributions.scoping import is_own
from core.gate import GatedView
from core.imports import registry
from core.imports.models import Upload
from core.imports.permissions import ImportPermission
from core.imports.previewing import EffectRow, effect_rows, parts_of
from core.imports.views.results import phase_of, upload_or_404
from core.views.lists import page_size

TITLES = {"new": gettext_lazy("New"), "changed": gettext_lazy("Changed"), "unchanged": gettext_lazy("Unchanged")}


class _Places:
    """As many places as the upload says; a page of them is asked of the database."""

    def __init__(self, upload: Upload, part: str, *, masked: bool) -> None:
        self.upload, self.part, self.masked = upload, part, masked

    def __len__(self) -> int:
        return int(getattr(self.upload, self.part))

    def __getitem__(self, places: slice) -> list[EffectRow]:
        importer = registry.importer(self.upload.kind)
        count = places.stop - places.start
        return effect_rows(self.upload, importer, self.part, start=places.start, count=count, masked=self.masked)


class UploadRowsView(GatedView):
    """One part of an upload's good rows."""

    permission = ImportPermission.UPLOAD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int, part: str) -> HttpResponse:
        upload = upload_or_404(request, pk)
        if phase_of(upload) != "result" or part not in parts_of(upload):
            raise Http404(_("This part of the upload cannot be listed."))
        rows: Any = _Places(upload, part, masked=not is_own(request, upload))
        page: Page[EffectRow] = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "upload": upload,
            "importer": registry.importer(upload.kind),
            "part": part,
            "title": TITLES[part],
            "page": page,
        }
        return render(request, "imports/upload_rows.html", context)
