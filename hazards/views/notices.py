"""Written notices: choose the hazards, issue, print or take as Word, register the signed receipt."""

from io import BytesIO
from types import MappingProxyType
from typing import Any, Final

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.forms import BaseForm
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import INSURING
from core import attachments, clock, walls
from core.documents import in_words
from core.gate import GatedView
from core.listing.columns import LINE, NUMBER, STATE, Look, lead_to
from core.people import person_of
from core.views.days import day_in
from core.views.downloads import attachment
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.views.writes import Attempt
from core.writing import Refused, insist_allowed, tell_refusal
from hazards import guards
from hazards.choices import HazardStatus, NoticeState
from hazards.documents.letters import CLOSING, notice_document, notice_opening, receipt_lines
from hazards.documents.rows import notice_letter
from hazards.filters import NoticeFilter
from hazards.forms import ReceiptForm
from hazards.models import Hazard, Notice
from hazards.models.gathering import plain_of
from hazards.permissions import HazardPermission
from hazards.services import notices
from hazards.services.notices import MOST, Advice
from hazards.views.ledger import missing


def notice_or_404(request: HttpRequest, pk: int) -> Notice:
    rows = Notice.objects.visible_to(request.user).select_related("issuer", "enterprise", "issued_by")
    row = rows.filter(pk=pk).first()
    return row if row is not None else missing(request, f"notice {pk}")


#: Hazards that a notice may be written on: on record, or told already and a major one since.
WAITING = (HazardStatus.RECORDED, *notices.RETOLD)


LOOKS: Final = MappingProxyType(
    {
        "number": lead_to("hazards:notice-detail", "nowrap"),
        "enterprise.name": Look("brief is-meta"),
        "hazards": NUMBER,
        "issuer.name": Look(),
        "issued_on": LINE,
        "served_on": LINE,
        "get_state_display": STATE,
    }
)


class NoticeListView(LedgerPage):
    permission = HazardPermission.HAZARD_VIEW
    template_name = "hazards/notice_list.html"
    looks = LOOKS
    filters = NoticeFilter
    sheet = Sheet("事故隐患书面告知书台账", "份")
    columns = (
        (gettext_lazy("Notice number"), "number"),
        (gettext_lazy("Enterprise"), "enterprise.name"),
        (gettext_lazy("Hazards"), "hazards"),
        (gettext_lazy("Issuing unit"), "issuer.name"),
        (gettext_lazy("Issued on"), "issued_on"),
        (gettext_lazy("Notified on"), "served_on"),
        (gettext_lazy("Signed by"), "receiver"),
        (gettext_lazy("State"), "get_state_display"),
    )

    def rows(self) -> QuerySet[Notice]:
        rows = Notice.objects.visible_to(self.person).select_related("issuer", "enterprise")
        return rows.annotate(hazards=Count("lines")).order_by("-issued_at", "-pk")

    def extra(self) -> dict[str, object]:
        return {"may_write": self.person.may(HazardPermission.HAZARD_WRITE)}


class NoticeCreateView(GatedView):
    """`?hazard=`: the recorded hazards of the same enterprise and source are offered beside it."""

    permission = HazardPermission.HAZARD_WRITE

    def choices_for(self, request: HttpRequest) -> list[Any]:
        asked = request.GET.get("hazard", "")
        own = Hazard.objects.visible_to(request.user).filter(state__in=WAITING).select_related("enterprise")
        first = own.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
        if first is None:
            return []
        rows = own.filter(enterprise=first.enterprise_id, source_no=first.source_no)
        waiting = [
            row
            for row in rows.filter(Q(state=HazardStatus.RECORDED) | Q(pk=first.pk)).order_by("pk")[:MOST]
            if notices.is_due(row)
        ]
        return [row for row in waiting if guards.only_finder(plain_of(row), person_of(request)) is None]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def page(self, request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
        rows = self.choices_for(request)
        for row in rows:
            row.typed_deadline = request.POST.get(f"deadline_{row.pk}") or (
                row.deadline or notices.suggested_deadline(clock.today())
            )
            row.typed_measures = request.POST.get(f"measures_{row.pk}", row.measures)
        if not rows and not error:
            user = person_of(request)
            with walls.own_alone():
                waiting = Hazard.objects.visible_to(user).filter(state=HazardStatus.RECORDED)
            mine = waiting if user.role in INSURING else waiting.filter(insurer__isnull=True)
            own = mine.select_related("enterprise").order_by("enterprise_id", "source_no", "pk")[:200]
            return render(request, "hazards/notice_pick.html", {"rows": first_of_each(own)})
        return render(request, "hazards/notice_form.html", {"rows": rows, "error": error}, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        user = person_of(request)
        chosen = [row for row in self.choices_for(request) if f"take_{row.pk}" in request.POST]
        advice = {}
        for row in chosen:
            day = day_in(request.POST.get(f"deadline_{row.pk}"))
            if day is None:
                tell_refusal(Hazard, row, by=user, at=clock.now(), step="notice-issued", reason="form")
                return self.page(request, _("Please write every deadline as a day, for example 2023-12-01."), 400)
            measures = request.POST.get(f"measures_{row.pk}", "").replace("\x00", "")
            advice[row.pk] = Advice(day, measures[:2000])
        try:
            made = notices.issue_notice(hazards=chosen, advice=advice, by=user, today=clock.today(), at=clock.now())
        except Refused as refused:
            return self.page(request, refused.sentence, 409)
        messages.success(request, _("The notice is issued; print it, have it signed, then register the receipt."))
        return redirect("hazards:notice-detail", pk=made.pk)


def first_of_each(rows: Any) -> list[Any]:
    """One hazard of each enterprise and source, with how many wait."""
    found: dict[Any, Any] = {}
    for row in rows:
        held = found.setdefault((row.enterprise_id, row.source_no), row)
        held.waiting = getattr(held, "waiting", 0) + 1
    return list(found.values())


class NoticeDetailView(GatedView):
    """The notice as it is printed, and its receipt."""

    permission = HazardPermission.HAZARD_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, notice_or_404(request, pk))

    def page(
        self, request: HttpRequest, notice: Notice, form: BaseForm | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        letter = notice_letter(notice, person_of(request))
        own = user.may(HazardPermission.HAZARD_WRITE) and notice.issuer_id == user.works_for_id
        context = {
            "notice": notice,
            "letter": letter,
            "opening": notice_opening(letter),
            "day": in_words(letter.notified_on),
            "lines": notice.lines.visible_to(user).select_related("hazard").order_by("pk"),
            "receipts": attachments.attachments_of(notice),
            "form": form,
            "receipt_form": (form or ReceiptForm(initial={"served_on": clock.today()}))
            if own and notice.state == NoticeState.ISSUED
            else None,
            "may_void": own and notice.state == NoticeState.ISSUED,
            "closing": CLOSING,
            "receipt_lines": receipt_lines(letter),
        }
        return render(request, "hazards/notice_detail.html", context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = notice_or_404(request, pk)
        user, asked = person_of(request), HazardPermission.HAZARD_WRITE
        insist_allowed(Notice, notice, by=user, permission=asked, at=clock.now(), step="notify", on=notice)
        form = ReceiptForm(request.POST, request.FILES)
        if not form.is_valid():
            tell_refusal(Notice, notice, by=user, at=clock.now(), step="notify", reason="form")
            return self.page(request, notice, form, 400)
        sent = form.cleaned_data["receipt"]
        with Attempt(request, form) as attempt:
            notices.serve_notice(
                notice=notice,
                receipt=form.value(),
                file=sent,
                name=sent.name,
                by=user,
                today=clock.today(),
                at=clock.now(),
            )
            messages.success(request, _("The receipt is kept; the hazards are told in writing."))
            return redirect("hazards:notice-detail", pk=pk)
        return self.page(request, notice_or_404(request, pk), form, attempt.status)


class NoticeVoidView(GatedView):
    permission = HazardPermission.HAZARD_WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with Attempt(request):
            notices.void_notice(notice=notice_or_404(request, pk), by=person_of(request), at=clock.now())
        return redirect("hazards:notice-detail", pk=pk)


class NoticeDocumentView(GatedView):
    """The notice as Word."""

    permission = HazardPermission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        letter = notice_letter(notice_or_404(request, pk), person_of(request))
        return attachment(BytesIO(notice_document(letter)), f"事故隐患书面告知书-{letter.number}.docx")
