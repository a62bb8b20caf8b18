"""The promises behind a number, and the services that no plan has promised."""

from functools import cached_property
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from core.views.tables import Sheet, Shown
from insurers.promises import figures as promised
from insurers.promises.figures import Counted
from insurers.promises.filters import OutsideFilter, PromiseFilter
from insurers.promises.models import OutsideService, PromisedRow
from insurers.promises.views.frames import LABELS, FramedPage

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

ROW_COLUMNS = (
    Shown("方案编号", "plan", width=20),
    Shown("投保单位", "enterprise", width=32),
    Shown("保险机构", "insurer", width=28),
    Shown("所在地", "county"),
    Shown("服务项目", "kind"),
    Shown("帮扶活动", "assist", width=10),
    Shown("计划月份", "month"),
    Shown("到期日", "due_on", "date"),
    Shown("应完成", "times", "int"),
    Shown("已完成", "done", "int"),
    Shown("次数", "counted", "int"),
)

OUTSIDE_COLUMNS = (
    Shown("服务编号", "number", width=20),
    Shown("投保单位", "enterprise", width=32),
    Shown("保险机构", "insurer", width=28),
    Shown("所在地", "county"),
    Shown("服务项目", "kind"),
    Shown("服务日期", "day", "date"),
    Shown("方案编号", "plan", width=20),
)


def promise_values(row: "WithAnnotations[PromisedRow, Counted]") -> dict[str, object]:
    return {
        "plan": str(row.plan),
        "enterprise": row.enterprise.name,
        "insurer": row.insurer.name,
        "county": row.county.name,
        "kind": str(LABELS["kind"][row.kind]),
        "assist": "是" if row.campaign_assist else "否",
        "month": f"{row.month:%Y-%m}",
        "due_on": row.due_on,
        "times": row.times,
        "done": row.done,
        "counted": row.counted,
    }


def outside_values(row: OutsideService) -> dict[str, object]:
    return {
        "number": row.activity.activity_no,
        "enterprise": row.enterprise.name,
        "insurer": row.insurer.name,
        "county": row.county.name,
        "kind": str(LABELS["kind"][row.kind]),
        "day": row.activity.start_on,
        "plan": str(row.plan) if row.plan else "无方案",
    }


class PromiseListView(FramedPage):
    """The promises behind a number."""

    template_name = "promises/promise_list.html"
    sheet = Sheet("服务方案履约明细表", "项、次", frozenset({"times", "done"}))
    workbook = (ROW_COLUMNS, promise_values)

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

    def extra(self) -> dict[str, object]:
        return {**super().extra(), "counted": self.counted()}


class OutsideListView(FramedPage):
    """The services that no plan has promised, up to the month looked at."""

    template_name = "promises/outside_list.html"
    filters = OutsideFilter
    sheet = Sheet("方案外服务明细表", "次")
    workbook = (OUTSIDE_COLUMNS, outside_values)

    def rows(self) -> QuerySet[OutsideService]:
        rows = promised.outside_of(self.person, self.frame)
        rows = rows.select_related("insurer", "enterprise", "county", "plan", "activity")
        return self.narrowed(rows).order_by("-month", "-activity_id")
