"""Lists: cases, those that the other side deals with, refused hazards with what departments did of them."""

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Count, Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.lists import LedgerPage, listed_page
from core.views.tables import Sheet
from dispositions.elsewhere import pages_of
from dispositions.filters import CaseFilter
from dispositions.models import Case
from dispositions.permissions import DispositionPermission
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

    def rows(self) -> QuerySet[Case]:
        return Case.objects.visible_to(self.person).select_related("authority", "city").order_by("-opened_on", "-pk")

    def shown(self, rows: Any) -> Any:
        """Each with what it waits for, in a fixed number of queries."""
        listed = list(rows)
        by_id = Case.objects.visible_to(self.person).filter(pk__in=[row.pk for row in listed]).marked(clock.today())
        for row in listed:
            vars(row).update(by_id.get(row.pk, {}))
        return listed

    def extra(self) -> dict[str, object]:
        return {
            "may_open": self.person.may(DispositionPermission.CASE_WRITE),
            "is_authority": self.person.may(DispositionPermission.BOARD_VIEW),
            "reads_refusals": self.person.may(HazardPermission.REFUSAL_VIEW),
        }


class ElsewhereView(GatedView):
    """Cases of the place that the other side deals with: whether they are, and how they ended; never their file."""

    permission = DispositionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = listed_page(request, lambda size: pages_of(person_of(request), size))
        return render(request, "dispositions/elsewhere_list.html", {"page": page, "rows": page.object_list})


class RefusalListView(GatedView):
    """Refused hazards with the measures of departments: their own table of moves stays in the hazards."""

    permission = HazardPermission.REFUSAL_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Refusal.objects.visible_to(person_of(request)).filter(reported_at__isnull=False)
        counted = rows.select_related("hazard__enterprise", "hazard__city").annotate(
            measures=Count("enforcements"), newest=Max("enforcements__decided_on")
        )
        page = listed_page(request, lambda size: Paginator(counted.order_by("-reported_at", "-pk"), size))
        return render(request, "dispositions/refusal_list.html", {"page": page, "rows": page.object_list})
