"""Lists: cases, their measures, refused hazards with what departments did of them, and those that the other side deals with."""

from typing import ClassVar

from django.core.paginator import Page
from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.rows import Row, Rows
from core.views.addresses import address
from core.views.lists import LedgerPage, listed_page
from core.views.paging import LedgerPaginator
from core.views.tables import Columns, Sheet
from dispositions import publication
from dispositions.choices import SHOWN, CaseSource, Wait
from dispositions.elsewhere import pages_of
from dispositions.filters import CaseFilter, RefusedFilter, StepFilter
from dispositions.models import Case, Stage, Step
from dispositions.permissions import DispositionPermission
from dispositions.publication import last_day, published_on
from dispositions.querysets import with_marks
from dispositions.refused import ALIKE, measured, refused_for, with_measures
from dispositions.rules import INWARD
from dispositions.views.looks import (
    CASE_COLUMNS,
    CASE_LOOKS,
    INWARD_COLUMNS,
    REFUSAL_COLUMNS,
    REFUSAL_LOOKS,
    STEP_COLUMNS,
    STEP_LOOKS,
    table_of_others,
)
from dispositions.views.offers import is_late
from hazards.figures.dues import latest_decision
from hazards.models import Refusal
from hazards.permissions import HazardPermission
from inspections.choices import Disposition
from rulebook.workdays import workdays


class RememberedPage(LedgerPage):
    """A list that lends what it remembers to its filters, so that the marks of the ledgers are asked for once."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        vars(request)["ledger_memory"] = self.memory
        return super().get(request, *args, **kwargs)

    def page_of(self, rows: Rows) -> "Page[object]":
        """What a case waits for is told by its steps: a filter that goes through them all is not asked again for the
        rows of a page."""
        return listed_page(self.request, lambda size: LedgerPaginator(rows, size, self.memory, self.rows()))


class CaseListView(RememberedPage):
    """The cases that a person sees, with what each waits for."""

    permission: ClassVar[str] = DispositionPermission.CASE_VIEW
    template_name = "dispositions/case_list.html"
    filters = CaseFilter
    sheet = Sheet("处置案件台账", "件")
    columns = CASE_COLUMNS
    looks = CASE_LOOKS

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Refused hazards have a list of their own, with the same filters."""
        asked = request.GET
        if asked.get("source") != CaseSource.REFUSAL or not self.person.may(HazardPermission.HAZARD_CASE_VIEW):
            return super().get(request, *args, **kwargs)
        query = asked.copy()
        for name in ("source", "insurer", "page", *(["wait"] if asked.get("wait") != Wait.OVERDUE else [])):
            query.pop(name, None)
        if query.get("kind"):
            query["kind"] = ALIKE.get(query["kind"], query["kind"])  # type: ignore[call-overload]
        return redirect(f"{address('dispositions:refusal-list')}?{query.urlencode()}")

    @property
    def is_authority(self) -> bool:
        return self.person.may(DispositionPermission.BOARD_VIEW)

    def offered(self) -> Columns:
        """The subject is not told whence the case came."""
        if self.is_authority:
            return super().offered()
        return [column for column in self.columns if column[1] not in INWARD_COLUMNS]

    def rows(self) -> QuerySet[Case]:
        return Case.objects.visible_to(self.person).select_related("authority", "city").order_by("-opened_on", "-pk")

    def shown(self, rows: Rows) -> list[Row]:
        """Each with what it waits for, in a fixed number of queries."""
        listed = with_marks(rows, clock.today(), self.filter_set.fined_by)
        if (
            not self.is_authority
        ):  # the subject is told what was sent to it: not whence it came, what is planned, to whom it went
            for row in listed:
                row.source, row.source_name, row.waits_second = "", "", False
                row.outcome = "" if row.outcome in INWARD else row.outcome
        return listed

    def extra(self) -> dict[str, object]:
        return {
            "may_open": self.person.may(DispositionPermission.CASE_WRITE),
            "is_authority": self.is_authority,
            "reads_refusals": self.person.may(HazardPermission.HAZARD_CASE_VIEW),
        }


class StepListView(RememberedPage):
    """The measures that were issued in cases: their papers, days, and whether they were kept; fines one by one.

    Papers that were withdrawn are among them: the numbers of a series stand without gaps.
    """

    permission: ClassVar[str] = DispositionPermission.BOARD_VIEW
    template_name = "dispositions/step_list.html"
    filters = StepFilter
    sheet = Sheet("处置措施台账", "项、元", frozenset({"amount"}))
    columns = STEP_COLUMNS
    looks = STEP_LOOKS

    def rows(self) -> "QuerySet[Step]":
        rows = Step.objects.visible_to(self.person).filter(state__in=SHOWN)
        rows = rows.exclude(kind=Disposition.UNFOUNDED)  # no measure of anybody
        return rows.select_related("authority", "case__city", "reply").order_by("-issued_on", "-pk")

    def shown(self, rows: Rows) -> list[Row]:
        """Each with the day on which it was answered, or done, and whether that was late; a fine with its publication."""
        listed, today = list(rows), clock.today()
        fines = [row for row in listed if row.kind == Disposition.PENALTY]
        prefetch_related_objects(fines, Prefetch("stages", Stage.objects.visible_to(self.person)))
        days = workdays() if fines else None
        for row in listed:
            if days and (last := last_day(row, days)):
                late, ended = publication.is_late(row, days, today), published_on(row)
                vars(row).update(due_on=last, ended_on=ended, is_late=late)
            else:
                row.is_late = is_late(row, today)
        return listed


class ElsewhereView(GatedView):
    """Cases of the place that the other side deals with: whether they are, and how they ended; never their file."""

    permission = DispositionPermission.BOARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = listed_page(request, lambda size: pages_of(person_of(request), size))
        rows = list(page.object_list)
        context = {"page": page, "rows": rows, "table": table_of_others(rows) if rows else None}
        return render(request, "dispositions/elsewhere_list.html", context)


class RefusalListView(RememberedPage):
    """Refused hazards with the measures of departments: their own table of moves stays in the hazards."""

    permission: ClassVar[str] = HazardPermission.HAZARD_CASE_VIEW
    template_name = "dispositions/refusal_list.html"
    filters = RefusedFilter
    sheet = Sheet("拒不整改隐患处置台账", "件、元")
    columns = REFUSAL_COLUMNS
    looks = REFUSAL_LOOKS

    def rows(self) -> QuerySet[Refusal]:
        rows = refused_for(self.person).select_related("hazard__enterprise", "hazard__city")
        return with_measures(rows, self.person).order_by("-reported_at", "-pk")

    def shown(self, rows: Rows) -> list[Row]:
        """Each with what was done of it."""
        listed, fined_by = list(rows), latest_decision(clock.today(), workdays())
        for row in listed:
            row.measured = measured(row.enforcements.all(), fined_by)
        return listed
