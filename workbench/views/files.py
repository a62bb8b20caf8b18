"""The file of an insured unit, the page of an insurer, its yearly evaluation."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation
from accounts.roles import REGULATORS
from core import audit, clock
from core.contributions.tallies import CASES_OF_INSURERS, tally_of
from core.gate import GatedView, may_open
from core.people import User, person_of
from core.permissions import CorePermission
from core.views.downloads import attachment
from core.views.lists import TableExport
from core.views.tables import Sheet, value_at
from core.views.writes import Attempt
from core.writing import version_in, version_of
from dispositions.permissions import DispositionPermission
from enterprises.forms import text_field
from enterprises.models import Enterprise
from insurers.expenses.permissions import ExpensePermission
from insurers.policies.permissions import PolicyPermission
from workbench import unit_file as archive
from workbench import year_report as evaluating
from workbench.models import YearReport
from workbench.permissions import WorkbenchPermission
from workbench.year_report import Words, insurers_of


def in_cell(value: object) -> object:
    """Days and amounts as the other pages write them."""
    if isinstance(value, datetime):
        return f"{localtime(value):%Y-%m-%d %H:%M}"
    return f"{value:,.2f}" if isinstance(value, Decimal) else str(value) if isinstance(value, date) else value


def enterprise_or_404(request: HttpRequest, pk: int) -> Enterprise:
    return get_object_or_404(Enterprise.objects.visible_to(person_of(request)).select_related("city", "county"), pk=pk)


class EnterpriseFileView(GatedView):
    """All that AQ 9010, 7.4 asks to be kept of one insured unit."""

    permission = PolicyPermission.POLICY_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        enterprise = enterprise_or_404(request, pk)
        user = person_of(request)
        parts = archive.sections(enterprise, user)
        shown = [
            {
                "part": part,
                "is_open": bool(part.detail) and may_open(user, reverse(part.detail, args=[1])),
                "heads": [title for title, _path in part.columns],
                "lines": [
                    (row, [(title, in_cell(value_at(row, path))) for title, path in part.columns]) for row in part.rows
                ],
            }
            for part in parts
        ]
        context = {"enterprise": enterprise, "parts": shown, "may_export": user.may(CorePermission.LEDGER_EXPORT)}
        return render(request, "workbench/enterprise_file.html", context)


class EnterpriseArchiveView(GatedView):
    """The same as one ZIP, streamed."""

    permission = CorePermission.LEDGER_EXPORT
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        enterprise = enterprise_or_404(request, pk)
        parts, today = archive.sections(enterprise, user), clock.today()
        files = sum(len(part.files) for part in parts)
        audit.record("file.archived", by=user, at=clock.now(), subject=f"{enterprise.uscc} {enterprise}", files=files)
        answer = StreamingHttpResponse(archive.archive(enterprise, parts, user, today), content_type="application/zip")
        name = quote(f"{enterprise.name}-一户一档-{today:%Y%m%d}.zip")
        answer["Content-Disposition"] = f"attachment; filename*=utf-8''{name}"
        answer["X-Content-Type-Options"] = "nosniff"
        return answer  # type: ignore[return-value]


class InsurerListView(TableExport):
    permission = ExpensePermission.FEE_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("保险机构名单", "家、件、户、元", frozenset({"policies", "premium"}))
    columns = (
        (gettext_lazy("Insurer"), "name"),
        (gettext_lazy("Code"), "code"),
        (gettext_lazy("Number of policies"), "policies"),
        (gettext_lazy("Insured units"), "units"),
        (gettext_lazy("Premium paid (yuan)"), "premium"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = evaluating.business_of(person_of(request))
        if self.wants_export():
            return self.export(rows)
        compares = self.person.may(WorkbenchPermission.INSURER_COMPARE)
        context = {"rows": rows, "export_query": self.export_query(), "compares": compares}
        return render(request, "workbench/insurer_list.html", context)


class ReportForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    work = text_field(gettext_lazy("What was done"), 4000)
    problems = text_field(gettext_lazy("Existing problems"), 4000)
    measures = text_field(gettext_lazy("Improvements"), 4000)

    def words(self) -> Words:
        return Words(**{name: self.cleaned_data[name] for name in ("work", "problems", "measures")})


def year_of(text: str) -> int:
    """`?year=`; the present one for none or nonsense."""
    today = clock.today()
    return (
        int(text)
        if text.isascii() and text.isdecimal() and 2000 <= int(text[:4]) <= today.year and len(text) == 4
        else today.year
    )


class InsurerPageView(GatedView):
    """An insurer's year: every figure opens its rows, and the report in words beside it."""

    permission = ExpensePermission.FEE_VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        insurer = get_object_or_404(insurers_of(person_of(request)), pk=pk)
        year = year_of(request.GET.get("year", ""))
        if request.GET.get("export") == "docx":
            return self.document(request, insurer, year)
        return self.page(request, insurer, year)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person_of(request)
        insurer = get_object_or_404(insurers_of(user), pk=pk)
        year, form = year_of(request.GET.get("year", "")), ReportForm(request.POST)
        status = 400
        if form.is_valid():
            with Attempt(request, form, refused_status=400) as attempt:
                evaluating.write_report(
                    insurer=insurer,
                    year=year,
                    words=form.words(),
                    seen=version_in(request.POST),
                    by=user,
                    today=clock.today(),
                    at=clock.now(),
                )
                messages.success(request, _("The evaluation is stored."))
                return redirect(f"{reverse('workbench:insurer-page', args=[pk])}?year={year}")
            status = attempt.status
        return self.page(request, insurer, year, form, status)

    def document(self, request: HttpRequest, insurer: Organisation, year: int) -> HttpResponse:
        today = clock.today()
        lines = evaluating.year_figures(insurer, year, person_of(request), today)
        report = YearReport.objects.visible_to(person_of(request)).filter(insurer=insurer, year=year).first()
        body = evaluating.report_document(insurer, year, lines, report, today)
        audit.record("ledger.exported", by=person_of(request), at=clock.now(), subject=f"{insurer} {year}", kind="docx")
        return attachment(BytesIO(body), f"{insurer.name}-{year}年度评估报告.docx")  # type: ignore[return-value]

    def page(
        self, request: HttpRequest, insurer: Organisation, year: int, form: ReportForm | None = None, status: int = 200
    ) -> HttpResponse:
        user = person_of(request)
        report = YearReport.objects.visible_to(user).filter(insurer=insurer, year=year).first()
        held = {name: getattr(report, name) for name in ("work", "problems", "measures")} if report else {}
        if report:
            held["seen"] = version_of(report)
        lines = evaluating.year_figures(insurer, year, user, clock.today())
        context = {
            "insurer": insurer,
            "year": year,
            "years": range(clock.today().year, clock.today().year - 5, -1),
            "lines": [(line, address(line.query), line.text) for line in lines],
            "report": report,
            "form": form,
            "report_form": form or ReportForm(initial=held),
            "cases": cases_about(insurer, user),
            "compares": user.may(WorkbenchPermission.INSURER_COMPARE),
            "writes": user.organisation_id == insurer.pk and user.may(PolicyPermission.POLICY_WRITE),
        }
        return render(request, "workbench/insurer_page.html", context, status=status)


def cases_about(insurer: Organisation, user: User) -> dict[str, object]:
    """The open cases about the insurer, and where a regulator opens one; nothing for who has no part in cases."""
    tally = tally_of(CASES_OF_INSURERS)
    counts = tally.counts(user) if tally is not None else None
    if tally is None or counts is None or not user.may(DispositionPermission.BOARD_VIEW) or user.role not in REGULATORS:
        return {}
    opens = user.may(DispositionPermission.CASE_WRITE)
    return {
        "number": counts.get(insurer.pk, 0),
        "list_url": tally.url(insurer.pk),
        "open_url": f"{reverse('dispositions:outside-open')}?insurer={insurer.pk}" if opens else "",
    }


def address(query: str) -> str:
    """`name?filters` as an address; empty stays empty."""
    name, _mark, filters = query.partition("?")
    return f"{reverse(name)}?{filters}" if name else ""
