"""Guidance and announcements: list, page, form, sending, receipt."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.choices import OrganisationKind
from campaigns.choices import GuidanceKind, GuidanceState
from campaigns.files import GUIDANCE_SLOTS, guard_guidance
from campaigns.forms import AnswerForm, GuidanceForm, IssueForm
from campaigns.models import GuidanceNote, GuidanceReceipt
from campaigns.permissions import CampaignPermission
from campaigns.services import guidance as services
from campaigns.states import ISSUE
from core import clock
from core.attachments import attachments_of
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.people import User, person_of
from core.transitions import allowed
from core.views.lists import TableExport, listed_page
from core.views.tables import Sheet
from core.views.writes import Attempt, turned_back, words_in
from core.writing import version_in

VIEW, WRITE = CampaignPermission.GUIDANCE_VIEW, CampaignPermission.GUIDANCE_WRITE


class GuidanceListView(TableExport):
    """What the office sent and is about to send, and what came to it."""

    permission = VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("业务指导和通知公告清单", "件")
    columns = (
        (gettext_lazy("Title"), "title"),
        (gettext_lazy("Kind"), "get_kind_display"),
        (gettext_lazy("Document number"), "number"),
        (gettext_lazy("Sending office"), "organisation.name"),
        (gettext_lazy("Issued at"), "issued_at"),
        (gettext_lazy("Receipt by"), "receipt_by"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Receiving offices"), "sent"),
        (gettext_lazy("Received"), "received"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user = person_of(request)
        visible = Q(receipts__in=GuidanceReceipt.objects.visible_to(user))
        rows = GuidanceNote.objects.visible_to(user).select_related("organisation")
        rows = rows.annotate(
            sent=Count("receipts", filter=visible),
            received=Count("receipts", filter=visible & Q(receipts__received_at__isnull=False)),
        ).order_by("-written_at", "-pk")
        if self.wants_export():
            return self.export(rows, rows.count())
        page = listed_page(request, lambda size: Paginator(rows, size))
        context = {
            "page": page,
            "rows": page.object_list,
            "may_write": user.may(WRITE),
            "export_query": self.export_query(),
        }
        return render(request, "campaigns/guidance_list.html", context)


def note_or_404(request: HttpRequest, pk: int) -> GuidanceNote:
    rows = GuidanceNote.objects.visible_to(person_of(request))
    return get_object_or_404(rows.select_related("organisation", "issued_by", "written_by"), pk=pk)


def receipts_of(note: GuidanceNote, user: User) -> list[GuidanceReceipt]:
    """The receipts that the person sees: those that are open by kinds of offices, as the form has them, then the newest."""
    rows = GuidanceReceipt.objects.visible_to(user).filter(note=note).select_related("organisation", "received_by")
    kinds = OrganisationKind.values
    by_code = rows.order_by(F("received_at").desc(nulls_first=True), "organisation__code")
    return sorted(
        by_code, key=lambda row: (0, kinds.index(row.organisation.kind)) if row.received_at is None else (1, 0)
    )


class GuidanceDetailView(GatedView):
    permission = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, note_or_404(request, pk))

    def page(
        self, request: HttpRequest, note: GuidanceNote, bound: forms.Form | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        receipts = receipts_of(note, user)
        own = [row for row in receipts if row.organisation_id == user.organisation_id and row.received_at is None]
        may_issue = bool(allowed([ISSUE], note, user))
        issue_form = bound if isinstance(bound, IssueForm) else IssueForm(user=user, kind=note.kind)
        context = {
            "note": note,
            "is_sent": note.state == GuidanceState.ISSUED,
            "files": attachments_of(note),
            "receipts": receipts,
            "may_urge": user.may(WRITE)
            and note.organisation_id == user.organisation_id
            and bool(services.late_receipts(note, clock.today())),
            "received": sum(row.received_at is not None for row in receipts),
            "may_change": user.may(WRITE) and guard_guidance(note, user) is None,
            "issue_form": issue_form if may_issue else None,
            "is_to_all": note.kind == GuidanceKind.ANNOUNCEMENT,
            "receipt": own[0] if own and user.may(CampaignPermission.GUIDANCE_RECEIVE) else None,
            "answer_form": AnswerForm(),
            "form": bound,
            "today": clock.today(),
        }
        return render(request, "campaigns/guidance_detail.html", context, status=status)


class GuidanceFormView(GatedView):
    permission = WRITE

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if pk is None:
            return self.page(request, GuidanceForm(), None)
        note = note_or_404(request, pk)
        complaint = services.complain_change(note, person_of(request))
        back = turned_back(request, complaint, "campaigns:guidance-detail", pk)
        return back or self.page(request, GuidanceForm.of(note), note)

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        note, form, status = note_or_404(request, pk) if pk else None, GuidanceForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                made = services.write_guidance(
                    text=form.value(),
                    note=note,
                    seen=version_in(request.POST) if note else None,
                    by=person_of(request),
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The draft is stored; choose who receives it and send it."))
                return redirect("campaigns:guidance-detail", pk=made.pk)
            status = attempt.status
        return self.page(request, form, note, status)

    def page(
        self, request: HttpRequest, form: forms.Form, note: GuidanceNote | None, status: int = 200
    ) -> HttpResponse:
        return render(request, "campaigns/guidance_form.html", {"form": form, "note": note}, status=status)


class GuidanceFilesView(GatedView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        attach_sent(request, note_or_404(request, pk), next(iter(GUIDANCE_SLOTS)), clock.now())
        return redirect("campaigns:guidance-detail", pk=pk)


class GuidanceIssueView(GuidanceDetailView):
    permission = WRITE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        note, user = note_or_404(request, pk), person_of(request)
        if "urge" in request.POST:
            return self.urge(request, note)
        form = IssueForm(request.POST, user=user, kind=note.kind)
        if form.is_valid():
            with Attempt(request, form):
                chosen = form.chosen()
                services.issue_guidance(note=note, to=chosen, by=user, at=clock.now())
                messages.success(
                    request,
                    ngettext(
                        "The document is sent to %(n)s office.", "The document is sent to %(n)s offices.", len(chosen)
                    )
                    % {"n": len(chosen)},
                )
                return redirect("campaigns:guidance-detail", pk=pk)
        return self.page(request, note, form, status=400)

    def urge(self, request: HttpRequest, note: GuidanceNote) -> HttpResponse:
        """Ask once more those who should have confirmed the receipt."""
        with Attempt(request):
            asked = services.urge_guidance(note=note, by=person_of(request), today=clock.today(), at=clock.now())
            messages.success(
                request,
                ngettext(
                    "%(n)s office is asked to confirm the receipt.",
                    "%(n)s offices are asked to confirm the receipt.",
                    asked,
                )
                % {"n": asked},
            )
        return redirect("campaigns:guidance-detail", pk=note.pk)


class GuidanceReceiveView(GatedView):
    """Confirm the receipt; the address is the receipt's."""

    permission = CampaignPermission.GUIDANCE_RECEIVE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        rows = GuidanceReceipt.objects.visible_to(person_of(request)).select_related("organisation", "note")
        receipt = get_object_or_404(rows, pk=pk)
        with Attempt(request):
            answer = words_in(request, "answer")
            services.receive_guidance(receipt=receipt, answer=answer, by=person_of(request), at=clock.now())
            messages.success(request, _("The receipt is confirmed."))
        return redirect("campaigns:guidance-detail", pk=receipt.note_id)
