"""Texts from below: what is asked, what came when, what was taken over (design 16)."""

from datetime import date
from typing import NamedTuple

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core import clock
from core.attachments import attachments_of
from core.attachments.uploading import attach_sent
from core.gate import GatedView
from core.listing.colours import Colour, colour_of
from core.views.writes import Attempt
from core.writing import SEEN, Stale, insist_allowed, version_in
from reports import services
from reports.choices import ContributionState
from reports.delivery import phones_of
from reports.files import CONTRIBUTION_SLOTS, contribution_guard
from reports.forms import AskForm, ContributionForm, ReasonForm
from reports.models import Contribution, ReportDuty
from reports.permissions import ReportPermission
from reports.services import Asking
from reports.services.contributing import asked_below, lacks_files
from reports.views.readers import reader_of

RELATED = ("asker", "organisation", "campaign", "asked_by", "answered_by", "taken_by", "withdrawn_by")


class Line(NamedTuple):
    """A text on the list, and how it stands on a day."""

    row: Contribution
    today: date
    phones: list[str]

    @property
    def tag(self) -> str:
        if self.row.state == ContributionState.ASKED and self.late_by:
            return Colour.OVER
        if self.row.state == ContributionState.DELIVERED and self.row.is_late:
            return Colour.WARN
        return colour_of(self.row)

    @property
    def late_by(self) -> int:
        """Days after the last one; of a text that has not come, until today."""
        if self.row.state == ContributionState.WITHDRAWN:
            return 0
        end = clock.day_of(self.row.answered_at) if self.row.answered_at else self.today
        return max((end - self.row.due_on).days, 0)


class ContributionListView(GatedView):
    """What the own organisation asked for, and what is asked of it."""

    permission = ReportPermission.CONTRIBUTION_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user = reader_of(request)
        rows = list(Contribution.objects.visible_to(user).select_related(*RELATED))
        missing = {row.organisation_id for row in rows if row.state == ContributionState.ASKED}
        phones = phones_of(missing) if user.may(ReportPermission.REPORT_DELIVER) else {}
        lines = [Line(row, clock.today(), phones.get(row.organisation_id, [])) for row in rows]
        duties = ReportDuty.objects.visible_to(user).filter(organisation=user.organisation_id)
        duties = duties.select_related("campaign").order_by("-campaign__starts_on", "pk")
        context = {
            "asked": [one for one in lines if one.row.asker_id == user.organisation_id],
            "owed": [one for one in lines if one.row.organisation_id == user.organisation_id],
            "duties": duties if user.may(ReportPermission.REPORT_DELIVER) else [],
        }
        return render(request, "reports/contribution_list.html", context)


class AskView(GatedView):
    """Ask those below for a text of one section."""

    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["get", "head", "post", "options"]

    def duty(self, request: HttpRequest, pk: int) -> ReportDuty:
        user = reader_of(request)
        rows = ReportDuty.objects.visible_to(user).filter(organisation=user.organisation_id)
        found = get_object_or_404(rows.select_related("organisation", "campaign"), pk=pk)
        if not user.may(ReportPermission.CONTRIBUTION_VIEW):
            raise Http404
        return found

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty = self.duty(request, pk)
        return self.page(
            request, duty, AskForm(report=duty.report, bodies=asked_below(reader_of(request), duty.report))
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty, user = self.duty(request, pk), reader_of(request)
        form = AskForm(request.POST, report=duty.report, bodies=asked_below(user, duty.report))
        if not form.is_valid():
            return self.page(request, duty, form, status=400)
        data = form.cleaned_data
        asking = Asking(data["section"], data["wanted"], data["due_on"], data["numbers"], data["wants_files"])
        with Attempt(request, form) as attempt:
            made = services.ask_below(
                duty=duty, of=data["organisations"], asking=asking, by=user, today=clock.today(), at=clock.now()
            )
            messages.success(
                request,
                ngettext("%(n)s text is asked for.", "%(n)s texts are asked for.", len(made)) % {"n": len(made)},
            )
            return redirect("reports:contribution-list")
        return self.page(request, duty, form, status=attempt.status)

    def page(self, request: HttpRequest, duty: ReportDuty, form: forms.Form, status: int = 200) -> HttpResponse:
        return render(request, "reports/ask_form.html", {"duty": duty, "form": form}, status=status)


class ContributionView(GatedView):
    """One text: who gives it writes it, who asked reads it once it is delivered."""

    permission = ReportPermission.CONTRIBUTION_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def row(self, request: HttpRequest, pk: int) -> Contribution:
        return get_object_or_404(Contribution.objects.visible_to(request.user).select_related(*RELATED), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        return self.page(request, row, ContributionForm(row=row))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, user = self.row(request, pk), reader_of(request)
        asked = ReportPermission.CONTRIBUTION_GIVE
        insist_allowed(Contribution, row, by=user, permission=asked, at=clock.now(), step="deliver", on=row)
        form = ContributionForm(request.POST, row=row)
        if not form.is_valid():
            return self.page(request, row, form, status=400)
        with Attempt(request, form) as attempt:
            given = {"body": form.cleaned_data["body"], "numbers": form.numbers(), "seen": version_in(request.POST)}
            services.deliver_contribution(contribution=row, by=user, at=clock.now(), **given)
            messages.success(request, _("The text is delivered."))
            return redirect("reports:contribution-detail", pk=pk)
        if attempt.stale is not None:
            form.data = {**request.POST.dict(), SEEN: attempt.stale.version}
        return self.page(request, row, form, attempt.stale, attempt.status)

    def page(
        self,
        request: HttpRequest,
        row: Contribution,
        form: forms.Form | None,
        changed: Stale | None = None,
        status: int = 200,
        withdrawal: forms.Form | None = None,
    ) -> HttpResponse:
        user = reader_of(request)
        context = {
            "row": row,
            "line": Line(row, clock.today(), []),
            # What was typed stays on the page, even where the text is taken over by now.
            "form": form if form is not None and (form.is_bound or may_give(row, user)) else None,
            "may_take": may_take(row, user),
            "withdrawal": (withdrawal or ReasonForm()) if may_withdraw(row, user) else None,
            "files": attachments_of(row),
            "lacks_files": lacks_files(row),
            "slots": CONTRIBUTION_SLOTS.items() if may_give(row, user) else (),
            "changed": changed if changed is not None and changed.clashes else None,
        }
        return render(request, "reports/contribution_detail.html", context, status=status)


def may_give(row: Contribution, user: User) -> bool:
    """Whether the person may write the text now."""
    return user.may(ReportPermission.CONTRIBUTION_GIVE) and contribution_guard(row, user) is None


def may_take(row: Contribution, user: User) -> bool:
    """Whether the person may take it over now."""
    is_asker = row.asker_id == user.organisation_id
    return is_asker and user.may(ReportPermission.REPORT_DELIVER) and row.state == ContributionState.DELIVERED


def may_withdraw(row: Contribution, user: User) -> bool:
    """Whether the person may withdraw the request now."""
    is_open = row.state in {ContributionState.ASKED, ContributionState.DELIVERED}
    return is_open and row.asker_id == user.organisation_id and user.may(ReportPermission.REPORT_DELIVER)


class FilesView(ContributionView):
    """Files that go with a text."""

    permission = ReportPermission.CONTRIBUTION_GIVE
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, slot = self.row(request, pk), request.POST.get("slot", "support")
        if slot in CONTRIBUTION_SLOTS:
            attach_sent(request, row, slot, clock.now())
        else:
            messages.warning(request, _("Choose what the file is."))
        return redirect("reports:contribution-detail", pk=pk)


class TakeView(ContributionView):
    """Take a text over into its section."""

    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row(request, pk)
        with Attempt(request):
            seen = version_in(request.POST)
            services.take_over(contribution=row, by=reader_of(request), at=clock.now(), seen=seen)
            messages.success(request, _("The text is taken over into its section."))
        return redirect(reverse("reports:contribution-detail", args=[pk]))


class WithdrawView(ContributionView):
    """Ask for a text no longer, with the reason."""

    permission = ReportPermission.REPORT_DELIVER
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row, form, status = self.row(request, pk), ReasonForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                told = {"reason": form.cleaned_data["reason"], "seen": version_in(request.POST)}
                services.withdraw_request(contribution=row, by=reader_of(request), at=clock.now(), **told)
                messages.success(request, _("The request is withdrawn."))
                return redirect("reports:contribution-detail", pk=pk)
            status = attempt.status
        return self.page(request, row, None, status=status, withdrawal=form)
