"""Lists: cases, refused hazards with what departments did of them, and those that the other side deals with."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.rows import Row, Rows
from core.views.addresses import address
from core.views.lists import LedgerPage, listed_page
from core.views.tables import Sheet
from dispositions.choices import CaseSource
from dispositions.elsewhere import pages_of
from dispositions.filters import CaseFilter, RefusedFilter
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
from dispositions.refused import ALIKE, measured, refused_for, with_measures
from hazards.models import Refusal
from hazards.permissions import HazardPermission


class CaseListView(LedgerPage):
    """The cases that a person sees, with what each waits for."""

    permission: ClassVar[str] = DispositionPermission.CASE_VIEW
    template_name = "dispositions/case_list.html"
    filters = CaseFilter
    sheet = Sheet("处置案件台账", "件")
    columns = (
        (gettext_lazy("Case number"), "number"),
        (gettext_lazy("Subject"), "get_subject_display"),
        (gettext_lazy("Name"), "subject_name"),
        (gettext_lazy("City"), "city.name"),
        (gettext_lazy("Origin"), "get_source_display"),
        (gettext_lazy("Number of the origin"), "source_name"),
        (gettext_lazy("Case of"), "title"),
        (gettext_lazy("Authority"), "authority.name"),
        (gettext_lazy("Opened on"), "opened_on"),
        (gettext_lazy("State"), "get_state_display"),
        (gettext_lazy("Next deadline"), "due"),
        (gettext_lazy("Ended by"), "get_outcome_display"),
        (gettext_lazy("Ended on"), "closed_on"),
    )

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refused hazards have a list of their own, with the same filters."""
        asked = request.GET
        if asked.get("source") != CaseSource.REFUSAL or not self.person.may(HazardPermission.HAZARD_CASE_VIEW):
            return super().get(request, *args, **kwargs)
        query = asked.copy()
        for name in ("source", "wait", "insurer", "page"):
            query.pop(name, None)
        if query.get("kind"):
            query["kind"] = ALIKE.get(query["kind"], query["kind"])  # type: ignore[call-overload]
        return redirect(f"{address('dispositions:refusal-list')}?{query.urlencode()}")

    @property
    def is_authority(self) -> bool:
        return self.person.may(DispositionPermission.BOARD_VIEW)

    def rows(self) -> QuerySet[Case]:
        return Case.objects.visible_to(self.person).select_related("authority", "city").order_by("-opened_on", "-pk")

    def shown(self, rows: Rows) -> list[Row]:
        """Each with what it waits for, in a fixed number of queries."""
        listed = list(rows)
        by_id = Case.objects.visible_to(self.person).filter(pk__in=[row.pk for row in listed]).marked(clock.today())
        for row in listed:
            vars(row).update(by_id.get(row.pk, {}))
            if not self.is_authority:  # the subject is told what was sent to it, not whence it came and what is planned
                vars(row).update(source="", source_name="", waits_second=False)
        return listed

    def extra(self) -> dict[str, object]:
        return {
            "may_open": self.person.may(DispositionPermission.CASE_WRITE),
            "is_authority": self.is_authority,
            "reads_refusals": self.person.may(HazardPermission.HAZARD_CASE_VIEW),
        }


class ElsewhereView(GatedView):
    """Cases of the place that the other side deals with: whether they are, and how they ended; never their file."""

    permission = DispositionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = listed_page(request, lambda size: pages_of(person_of(request), size))
        return render(request, "dispositions/elsewhere_list.html", {"page": page, "rows": page.object_list})


class RefusalListView(LedgerPage):
    """Refused hazards with the measures of departments: their own table of moves stays in the hazards."""

    permission: ClassVar[str] = HazardPermission.HAZARD_CASE_VIEW
    template_name = "dispositions/refusal_list.html"
    filters = RefusedFilter
    sheet = Sheet("拒不整改隐患处置台账", "件、元")
    columns = (
        (gettext_lazy("Hazard number"), "hazard.hazard_no"),
        (gettext_lazy("Enterprise"), "hazard.enterprise.name"),
        (gettext_lazy("City"), "hazard.city.name"),
        (gettext_lazy("Report number"), "number"),
        (gettext_lazy("Reported at"), "reported_at"),
        (gettext_lazy("Measure"), "measured.words"),
        (gettext_lazy("Newest measure"), "measured.newest"),
        (gettext_lazy("Fine (yuan)"), "measured.fined", "money"),
        (gettext_lazy("State"), "hazard.get_state_display"),
    )

    def rows(self) -> QuerySet[Refusal]:
        rows = refused_for(self.person).select_related("hazard__enterprise", "hazard__city")
        return with_measures(rows, self.person).order_by("-reported_at", "-pk")

    def shown(self, rows: Rows) -> list[Row]:
        """Each with what was done of it."""
        listed = list(rows)
        for row in listed:
            row.measured = measured(row.enforcements.all())
        return listed
