"""Papers of a step: as Word, and as a page to print."""

from io import BytesIO
from typing import ClassVar

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.documents import DRAFT
from core.gate import GatedView
from core.languages import official
from core.views.downloads import attachment
from dispositions.documents.letters import Letter, letter_document, letter_of, minutes_of
from dispositions.models import Step
from dispositions.permissions import DispositionPermission
from inspections.choices import Disposition


class PaperView(GatedView):
    """The paper as it is printed; `is_minutes`: those of an interview."""

    permission: ClassVar[str] = DispositionPermission.CASE_VIEW
    http_method_names = ["get", "head", "options"]
    is_minutes = False

    def letter(self, request: HttpRequest, pk: int) -> tuple[Step, Letter]:
        """The paper; 404 where the step has none."""
        rows = Step.objects.visible_to(request.user).select_related("case", "authority")
        step = get_object_or_404(rows, pk=pk)
        with official():
            found = minutes_of(step) if self.is_minutes else letter_of(step)
        if found is None or (self.is_minutes and step.kind != Disposition.INTERVIEW):
            raise Http404
        return step, found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse | FileResponse:
        step, letter = self.letter(request, pk)
        context = {"step": step, "case": step.case, "letter": letter, "is_minutes": self.is_minutes}
        return render(request, "dispositions/paper.html", context)


class PaperDocumentView(PaperView):
    """The paper as Word."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        step, letter = self.letter(request, pk)
        number = step.case.number if self.is_minutes else letter.number or DRAFT
        return attachment(BytesIO(letter_document(letter)), f"{letter.title}-{number}.docx")
