"""What a recipient does beside its answers: the list of whom to remind, reports received outside, verification."""

import hashlib
from typing import NamedTuple

from django.contrib import messages
from django.core.files import File
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from campaigns.services import countdown_on, current_campaign
from core import clock
from core.gate import GatedView
from core.views.addresses import address
from core.views.writes import Attempt
from reports.delivery import chase_list, owed_to
from reports.figures import FIGURES, PARTS
from reports.forms import RegisterForm, VerifyForm
from reports.models import ReportDuty, Snapshot
from reports.permissions import ReportPermission
from reports.services import Arrival, register_outside
from reports.verification import Verdict, judged
from reports.views.readers import reader_of


class ChaseView(GatedView):
    """催报清单, to print: who has not delivered what, with the office telephones."""

    permission = ReportPermission.REPORT_RECEIVE
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        user, today = reader_of(request), clock.today()
        campaign = current_campaign(today, user)
        if campaign is None:
            raise Http404
        matrix = owed_to(user, campaign)
        context = {
            "campaign": campaign,
            "countdown": countdown_on(campaign, today),
            "lines": chase_list(matrix),
            "tally": matrix.tally,
            "today": today,
        }
        return render(request, "reports/chase_list.html", context)


class RegisterView(GatedView):
    """补录 of a report that came outside of the portal."""

    permission = ReportPermission.REPORT_RECEIVE
    http_method_names = ["get", "head", "post", "options"]

    def duty(self, request: HttpRequest, pk: int) -> ReportDuty:
        """What is owed to the own organisation."""
        user = reader_of(request)
        rows = ReportDuty.objects.visible_to(user).filter(recipient=user.organisation_id)
        return get_object_or_404(rows.select_related("organisation", "campaign"), pk=pk)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.duty(request, pk), RegisterForm(initial={"received_on": clock.today()}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        duty, form = self.duty(request, pk), RegisterForm(request.POST)
        if not form.is_valid():
            return self.page(request, duty, form, status=400)
        with Attempt(request, form) as attempt:
            arrival = Arrival(**{name: form.cleaned_data[name] for name in ("document_no", "received_on", "note")})
            found = register_outside(
                duty=duty, arrival=arrival, by=reader_of(request), today=clock.today(), at=clock.now()
            )
            messages.success(request, _("The report from outside is registered. Attach its scan now."))
            return redirect("reports:submission-detail", pk=found.pk)
        return self.page(request, duty, form, status=attempt.status)

    def page(self, request: HttpRequest, duty: ReportDuty, form: RegisterForm, status: int = 200) -> HttpResponse:
        return render(request, "reports/register_form.html", {"duty": duty, "form": form}, status=status)


class Asked(NamedTuple):
    """What was asked about, and the answer."""

    digest: str
    verdict: Verdict


class VerifyView(GatedView):
    """Whether a file, its digest or a check code is that of a genuine version; `?digest=&version=` is what the QR code
    carries.

    For all business roles: a paper is copied to offices that read no reports.
    """

    permission = ReportPermission.REPORT_VERIFY
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if "digest" not in request.GET:
            return self.page(request, VerifyForm())
        if "figure" in request.GET:
            return self.rows(request, request.GET["digest"], request.GET["figure"])
        return self.answer(request, VerifyForm({"digest": request.GET["digest"]}))

    def rows(self, request: HttpRequest, code: str, figure: str) -> HttpResponse:
        """From a line of the sheet 溯源 to the rows behind it, of the version that the line names.

        Versions of one code froze the same rows, but not what these showed.
        """
        if figure not in FIGURES and figure not in PARTS:
            raise Http404
        alike = Snapshot.objects.visible_to(request.user).filter(code=code).order_by("-pk")
        version = request.GET.get("version")
        found = next((one for one in alike if version in {None, str(one.version)}), None)
        if found is None:
            return self.answer(request, VerifyForm({"digest": code}))
        asked = {"city": request.GET["city"]} if "city" in request.GET else {}
        return redirect(address("reports:snapshot-rows", found.pk, figure, **asked))

    def post(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request, VerifyForm(request.POST, request.FILES))

    def answer(self, request: HttpRequest, form: VerifyForm) -> HttpResponse:
        if not form.is_valid():
            return self.page(request, form, status=400)
        sent = form.cleaned_data["sent"]
        digest = digest_of_file(sent) if sent else form.cleaned_data["digest"]
        version = "" if sent else form.cleaned_data["version"] or request.GET.get("version", "")
        return self.page(request, form, Asked(digest, judged(digest, reader_of(request), version)))

    def page(
        self, request: HttpRequest, form: VerifyForm, asked: Asked | None = None, status: int = 200
    ) -> HttpResponse:
        may_read = reader_of(request).may(ReportPermission.REPORT_VIEW)
        context = {"form": form, "asked": asked, "may_read": may_read}
        return render(request, "reports/verify.html", context, status=status)


def digest_of_file(sent: "File[bytes]") -> str:
    """SHA-256 of what was sent; it is kept nowhere."""
    digest = hashlib.sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    return digest.hexdigest()
