"""Cases of refusal: each body sees its own, a city those of its districts, the insurer those it reported.

The report as letter and as Word.
"""

from collections.abc import Iterable
from io import BytesIO
from types import MappingProxyType
from typing import Final

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.roles import Role
from core import attachments, clock
from core.documents import in_words
from core.gate import GatedView
from core.languages import put
from core.listing.columns import FIRM, Look
from core.rows import Row
from core.templatetags.portal import state_of
from core.views.addresses import row_address
from core.views.downloads import attachment
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.workbooks.formats import DASH
from hazards.documents.letters import refusal_document, refusal_parts
from hazards.documents.rows import refusal_letter
from hazards.filters import RefusalFilter
from hazards.models import Refusal, RefusalReport
from hazards.permissions import HazardPermission
from hazards.services import refusal as refusals


def number_cell(row: Row) -> SafeString:
    """The hazard over the report of its refusal, or how far that is."""
    own = row_address("hazards:refusal-detail", row.pk)
    under = format_html('<a href="{}">{}</a>', own, row.number) if row.number else row.get_state_display()
    url = row_address("hazards:hazard-detail", row.hazard_id)
    return format_html('<b><a href="{}">{}</a></b><small>{}</small>', url, row.hazard.hazard_no, under)


def clock_cell(row: Row) -> SafeString:
    return format_html('<span class="{}">{}</span>', "warm strong" if row.is_late else "", row.clock_words or DASH)


def signed_cell(row: Row) -> SafeString:
    """A line for each report."""
    return format_html_join("", "<div>{}</div>", ((words,) for words in row.signed_words)) or format_html("{}", DASH)


def state_cell(row: Row) -> SafeString:
    return state_of(row.hazard)


def signed(report: RefusalReport) -> str:
    """Who signed for the report and when, or by when it is to be."""
    if report.received_at:
        return put("{}：{:%m-%d %H:%M}", report.recipient.name, localtime(report.received_at))
    return put("{}：{} {}", report.recipient.name, _("To be signed for by"), report.due_on)


LOOKS: Final = MappingProxyType(
    {
        "hazard.hazard_no": Look("nowrap", cell=number_cell),
        "hazard.enterprise.name": Look("brief is-meta", under="hazard.county.name"),
        "hazard.insurer.name": FIRM,
        "clock_words": Look(cell=clock_cell),
        "signed_words": Look(cell=signed_cell),
        "hazard.get_state_display": Look("corner", cell=state_cell),
    }
)


class RefusalListView(LedgerPage):
    permission = HazardPermission.REFUSAL_VIEW
    template_name = "hazards/refusal_list.html"
    looks = LOOKS
    filters = RefusalFilter
    sheet = Sheet("重大事故隐患拒不整改报告台账", "件")
    columns = (
        (gettext_lazy("Hazard number"), "hazard.hazard_no"),
        (gettext_lazy("Enterprise"), "hazard.enterprise.name"),
        (gettext_lazy("County"), "hazard.county.name"),
        (gettext_lazy("Insurer"), "hazard.insurer.name"),
        (gettext_lazy("Agreed at"), "agreed_at"),
        (gettext_lazy("Reported at"), "reported_at"),
        (gettext_lazy("Report number"), "number"),
        (gettext_lazy("24-hour clock"), "clock_words"),
        (pgettext_lazy("by when", "Signed for"), "signed_words"),
        (gettext_lazy("State"), "hazard.get_state_display"),
    )

    def rows(self) -> QuerySet[Refusal]:
        rows = Refusal.objects.visible_to(self.person)
        related = ("hazard__enterprise", "hazard__county", "hazard__insurer")
        return rows.select_related(*related).prefetch_related("reports__recipient").order_by("-found_at", "-pk")

    def shown(self, rows: Iterable[Row]) -> list[Refusal]:
        """Each with its clock, and who signed for the reports that this person may read."""
        now, found = clock.now(), list(rows)
        for row in found:
            red = refusals.clock_of(row)
            row.clock_words = red.words(now, row.reported_at) if red else ""
            row.is_late = refusals.is_red(row, now)
            row.signed_words = [signed(report) for report in row.reports.all() if self.may_read(row, report)]
        return found

    def may_read(self, row: Refusal, report: RefusalReport) -> bool:
        """The province, the city's bureau and the insurer read all reports of a case, another body its own."""
        user = self.person
        return bool(
            user.role == Role.PROV_EM
            or row.hazard.insurer_id == user.works_for_id
            or report.recipient_id == user.organisation_id
            or (user.role == Role.CITY_EM and row.hazard.city_id == user.organisation.division_id)
        )


def refusal_or_404(request: HttpRequest, pk: int) -> Refusal:
    related = ("hazard__enterprise", "hazard__insurer", "found_by", "agreed_by")
    return get_object_or_404(Refusal.objects.visible_to(request.user).select_related(*related), pk=pk)


class RefusalDetailView(GatedView):
    """The letter as it is printed, its evidence, and who has signed for it."""

    permission = HazardPermission.REFUSAL_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = refusal_or_404(request, pk)
        letter = refusal_letter(refusal)
        red = refusals.clock_of(refusal)
        context = {
            "refusal": refusal,
            "hazard": refusal.hazard,
            "letter": letter,
            "parts": refusal_parts(letter),
            "day": in_words(letter.reported_on),
            "evidence": attachments.attachments_of(refusal),
            "reports": refusal.reports.visible_to(request.user).select_related("recipient", "received_by"),
            "red": red.words(clock.now(), refusal.reported_at) if red else "",
            "is_red": refusals.is_red(refusal, clock.now()),
        }
        return render(request, "hazards/refusal_detail.html", context)


class RefusalDocumentView(GatedView):
    permission = HazardPermission.REFUSAL_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        letter = refusal_letter(refusal_or_404(request, pk))
        return attachment(BytesIO(refusal_document(letter)), f"{letter.title}.docx")
