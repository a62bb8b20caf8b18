"""The promises behind a number, and the services that no plan has promised."""

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from core.contributions.panels import ways_from
from core.rows import Row
from core.views.tables import Sheet
from insurers.promises import figures as promised
from insurers.promises.figures import Counted
from insurers.promises.filters import OutsideFilter, PromiseFilter
from insurers.promises.models import OutsideService, PromisedRow
from insurers.promises.views.frames import FramedPage
from insurers.promises.views.looks import OUTSIDE_COLUMNS, OUTSIDE_LOOKS, PROMISE_COLUMNS, PROMISE_LOOKS, with_standing

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class PromiseListView(FramedPage):
    """The promises behind a number."""

    template_name = "promises/promise_list.html"
    sheet = Sheet("服务方案履约明细表", "项、次", frozenset({"times", "done"}))
    columns = PROMISE_COLUMNS
    looks = PROMISE_LOOKS

    @cached_property
    def filter_set(self) -> PromiseFilter:
        return PromiseFilter(self.chosen(), queryset=self.rows(), request=self.request, frame=self.frame)

    def counted(self) -> int:
        """How many times the rows behind the filters stand for: the number that was clicked."""
        rows = self.filter_set.qs if self.filter_set.form.is_valid() else self.rows().none()
        return self.memory.kept(rows, "counted", lambda: promised.counted_in(rows))

    def rows(self) -> "QuerySet[WithAnnotations[PromisedRow, Counted]]":
        rows = promised.promised_of(self.person).select_related("insurer", "enterprise", "county", "plan")
        kept = self.narrowed(rows).order_by("due_on", "id")
        return promised.with_counted(kept, self.request.GET.get("standing", ""))

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        listed = with_standing(rows, self.frame.today)
        ways = ways_from("promises", listed, self.person)
        for row in listed:
            row.way = ways.get((row.plan_id, ""))
        return listed

    def extra(self) -> dict[str, object]:
        return {**super().extra(), "counted": self.counted()}


class OutsideListView(FramedPage):
    """The services that no plan has promised, up to the month looked at."""

    template_name = "promises/outside_list.html"
    filters = OutsideFilter
    sheet = Sheet("方案外服务明细表", "次")
    columns = OUTSIDE_COLUMNS
    looks = OUTSIDE_LOOKS

    def rows(self) -> QuerySet[OutsideService]:
        rows = promised.outside_of(self.person, self.frame)
        rows = rows.select_related("insurer", "enterprise", "county", "plan", "activity")
        return self.narrowed(rows).order_by("-month", "-activity_id")

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        found = list(rows)
        for row in found:
            row.plan_word = str(row.plan) if row.plan else gettext_lazy("No plan")
        return found
