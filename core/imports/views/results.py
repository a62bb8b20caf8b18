"""One upload for good: where it stands, what was found, and what it did (ui.md 2.4)."""

from typing import TypedDict

from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.choices import JobState
from core.contributions.scoping import is_own
from core.gate import GatedView
from core.imports import registry
from core.imports.choices import Severity, UploadState
from core.imports.models import HeldRow, Upload, Verdict
from core.imports.permissions import ImportPermission
from core.imports.previewing import EffectRow, effect_rows, parts_of
from core.jobs.ledger import place_in_queue
from core.people import person_of
from core.views.lists import page_size

UNDECIDED = frozenset({UploadState.RECEIVED, UploadState.CHECKING})

FIRST_CHANGES = 10

PARTS = ("new", "changed", "unchanged", "held")

LOOKS = {"new": "", "changed": "soft", "unchanged": "pale", "held": "hold"}


def upload_or_404(request: HttpRequest, pk: int) -> Upload:
    """The upload if the person may see it, with all that its page names."""
    seen = Upload.objects.visible_to(request.user).prefetch_related("owner__postings")
    rows = seen.select_related("file", "returned", "job", "owner__organisation")
    return get_object_or_404(rows, pk=pk)


def phase_of(upload: Upload) -> str:
    """working, refused, failed or cancelled (nothing was found out), or result."""
    job = upload.job
    if job is not None and not job.is_ended:
        return "working"
    if upload.state == UploadState.REFUSED:
        return "refused"
    if upload.state in UNDECIDED:
        return "cancelled" if job is not None and job.state == JobState.CANCELLED else "failed"
    return "result"


class UploadDetailView(GatedView):
    """The page of an upload, in each of its states."""

    permission = ImportPermission.UPLOAD_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        upload = upload_or_404(request, pk)
        context = standing_of(request, upload)
        if context["phase"] == "result":
            context |= verdicts_of(request, upload) | effects_of(request, upload) | {"offers": offers_of(upload)}
        return render(request, "imports/upload_detail.html", context | earlier_of(request, upload))


class UploadFragmentView(GatedView):
    """The part of the page that asks for itself while work goes on; at its end the page around it reloads."""

    permission = ImportPermission.UPLOAD_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = standing_of(request, upload_or_404(request, pk))
        response = render(request, "imports/_upload_progress.html", context)
        if context["phase"] != "working":
            response["HX-Refresh"] = "true"
        return response


def standing_of(request: HttpRequest, upload: Upload) -> dict[str, object]:
    """Where the upload stands and what the person may do with it."""
    importer = registry.importer(upload.kind)
    phase, own = phase_of(upload), is_own(request, upload)
    may_upload = own and importer.may_upload(request.user)
    may_decide = may_upload and phase == "result" and upload.state == UploadState.CHECKED
    # A failed acceptance is over: its message says that the file must be sent and checked again.
    may_settle = may_decide and upload.job is not None and upload.job.state != JobState.FAILED
    return {
        "upload": upload,
        "importer": importer,
        "phase": phase,
        "own": own,
        "before": place_in_queue(upload.job) if phase == "working" and upload.job else 0,
        "may_upload": may_upload,
        "may_reject": may_decide,
        "may_accept": may_settle and upload.accepted > 0,
        # With no good row there is nothing to accept, but the faulty ones may be kept and put right.
        "may_hold": may_settle and upload.accepted == 0 and upload.held > 0,
        "may_withdraw": may_upload and phase == "result" and upload.state == UploadState.ACCEPTED,
        "bars": bars_of(upload),
        "open_held": open_held(request, upload.kind) if may_upload else 0,
    }


class SheetOffer(TypedDict):
    """A further sheet of the file, and the upload that took it, if one did."""

    name: str
    taken: Upload | None


def offers_of(upload: Upload) -> list[SheetOffer]:
    """The further sheets in the order of the file."""
    gone = (UploadState.REFUSED, UploadState.WITHDRAWN)
    taken = {other.wanted_sheet: other for other in upload.taken.exclude(state__in=gone).order_by("pk")}
    return [SheetOffer(name=name, taken=taken.get(name)) for name in upload.further]


def effects_of(request: HttpRequest, upload: Upload) -> dict[str, object]:
    """Which figures open their rows, and the first changed rows, old and new values beside each other."""
    importer, parts = registry.importer(upload.kind), parts_of(upload)
    shown: list[EffectRow] = []
    if "changed" in parts and upload.changed:
        masked = not is_own(request, upload)
        shown = effect_rows(upload, importer, "changed", start=0, count=FIRST_CHANGES, masked=masked)
    return {"parts": parts, "changes": shown}


def open_held(request: HttpRequest, kind: str) -> int:
    """How many rows of this ledger one's own organisation has still to put right."""
    user = person_of(request)
    return HeldRow.objects.visible_to(user).filter(organisation_id=user.organisation_id, kind=kind).count()


def bars_of(upload: Upload) -> list[dict[str, str]]:
    """The four parts of the data rows as places in a bar: start and width in percent, two decimals, and their look."""
    bars, start = [], 0
    for part in PARTS:
        number = getattr(upload, part)
        if number:
            place = {
                "look": LOOKS[part],
                "x": f"{100 * start / upload.rows:.2f}",
                "width": f"{100 * number / upload.rows:.2f}",
            }
            bars.append(place)
        start += number
    return bars


class CodeCount(TypedDict):
    """How many verdicts of an upload have a code."""

    code: str
    severity: str
    n: int


def verdicts_of(request: HttpRequest, upload: Upload) -> dict[str, object]:
    """The verdicts in workbook order, a page of them, and how many there are of each code."""
    rows = upload.verdicts.all()
    counted = rows.values_list("code", "severity").annotate(n=Count("pk")).order_by("severity", "-n", "code")
    codes = [CodeCount(code=code, severity=severity, n=n) for code, severity, n in counted]
    chosen, listed = choose(request, rows, codes)
    page = Paginator(listed.order_by("row", "pk"), page_size(request)).get_page(request.GET.get("page"))
    return {
        "page": page,
        "codes": codes,
        "chosen": chosen,
        "verdict_count": sum(item["n"] for item in codes),
        "warned": rows.filter(severity=Severity.WARNING).values("row").distinct().count(),
        "faulty": rows.filter(severity=Severity.ERROR).values("row").distinct().count(),
    }


def choose(request: HttpRequest, rows: QuerySet[Verdict], codes: list[CodeCount]) -> tuple[str, QuerySet[Verdict]]:
    """What the address asks for, one code or one severity, if this upload has it; else all."""
    code, severity = request.GET.get("code", ""), request.GET.get("severity", "")
    if code in {item["code"] for item in codes}:
        return code, rows.filter(code=code)
    if severity in Severity.values:
        return severity, rows.filter(severity=severity)
    return "", rows


def earlier_of(request: HttpRequest, upload: Upload) -> dict[str, object]:
    """The first upload of the very same file, if this is not the first."""
    same = Upload.objects.visible_to(request.user).filter(
        organisation_id=upload.organisation_id,
        kind=upload.kind,
        file__sha256=upload.file.sha256,
        pk__lt=upload.pk,
        wanted_sheet=upload.wanted_sheet,
    )
    return {"earlier": same.order_by("pk").first()}
