"""Promised against done: sums, rows, services outside plans, and the calendar of the year."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import OrganisationKind
from core import clock
from core.gate import GatedView
from core.permissions import CorePermission
from core.touches import Memory
from core.views.lists import LedgerPage, chips, page_size
from core.views.tables import Shown, TooManyRows, page_workbook
from enterprises.choices import Sector
from enterprises.views.base import person
from insurers.base.choices import ServiceKind
from insurers.plans.models import ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.policies.models import Policy
from insurers.promises import counting as promised
from insurers.promises.filters import OutsideFilter, PromiseFilter
from insurers.promises.models import OutsideService, PromisedCell, PromisedRow

GROUP_WORDS = {
    "insurer": gettext_lazy("By insurer"),
    "city": gettext_lazy("By city"),
    "county": gettext_lazy("By county"),
    "sector": gettext_lazy("By sector"),
    "kind": gettext_lazy("By service"),
    "plan": gettext_lazy("By plan"),
    "policy": gettext_lazy("By policy"),
}

#: The parameter by which the list behind a number is narrowed to the group.
PARAMETERS = {"city": "place", "county": "place"}

PAGED = frozenset({"plan", "policy"})

LABELS: dict[str, dict[str, Any]] = {"sector": dict(Sector.choices), "kind": dict(ServiceKind.choices)}

#: What stays in the address from the sums to the rows behind them.
CARRIED = ("month", "insurer", "place", "sector", "kind", "assist")

EARLIEST, LATEST = date(2015, 1, 1), date(2049, 12, 1)

SUM_COLUMNS = (
    Shown("分组", "name", width=34),
    Shown("本月应完成", "month", "int"),
    Shown("本月未完成", "due", "int"),
    Shown("逾期未完成", "late", "int"),
    Shown("累计应完成", "so_far", "int"),
    Shown("累计已完成", "done", "int"),
    Shown("履约率", "rate", "percent"),
    Shown("方案外服务", "outside", "int"),
)

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


def frame_of(values: Mapping[str, Any]) -> promised.Frame:
    """The month in the address, this month for none or nonsense."""
    today = clock.today()
    try:
        month = date.fromisoformat(f"{values.get('month', '')}-01")
    except ValueError:
        month = today.replace(day=1)
    return promised.Frame(month if EARLIEST <= month <= LATEST else today.replace(day=1), today)


def with_month(said: QueryDict, frame: promised.Frame) -> QueryDict:
    """What the address says, with the month that the page is judged at."""
    values = said.copy()
    values["month"] = f"{frame.month:%Y-%m}"
    return values


def whole(text: str) -> int | None:
    """A positive id in an address, None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


class FramedPage(LedgerPage):
    """A list judged at a frame, narrowed to one plan or policy where the address names one."""

    permission = PlanPermission.PLAN_VIEW
    fixed = frozenset({"month"})

    def chosen(self) -> Mapping[str, Any]:
        return with_month(self.request.GET, self.frame)

    @cached_property
    def frame(self) -> promised.Frame:
        return frame_of(self.request.GET)

    def narrowed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for name in ("plan", "policy"):
            if (pk := whole(self.request.GET.get(name, ""))) is not None:
                rows = rows.filter(**{f"{name}_id": pk})
        return rows

    def narrowed_to(self) -> str:
        """What the address names, in words."""
        models: dict[str, Any] = {"plan": ServicePlan, "policy": Policy}
        for name, model in models.items():
            if (pk := whole(self.request.GET.get(name, ""))) is not None:
                return str(model.objects.visible_to(self.person).filter(pk=pk).first() or "")
        return ""

    def extra(self) -> dict[str, Any]:
        query = self.request.GET.copy()
        query["export"] = "1"
        return {
            "frame": self.frame,
            "narrowed_to": self.narrowed_to(),
            "export_query": query.urlencode(),
            "may_export": self.person.may(CorePermission.LEDGER_EXPORT),
        }

    #: Title, columns, and the values of one row: for the workbook of the page.
    sheet: tuple[str, tuple[Shown, ...], Callable[[Any], dict[str, Any]]]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.GET.get("export") or not self.filter_set.form.is_valid():
            return super().get(request, *args, **kwargs)
        rows, (title, columns, values) = self.filter_set.qs, self.sheet
        try:
            return page_workbook(
                title=title,
                columns=columns,
                rows=(values(row) for row in rows),
                count=rows.count(),
                by=self.person,
                today=clock.today(),
                at=clock.now(),
            )
        except TooManyRows as refused:
            messages.warning(request, str(refused))
            return super().get(request, *args, **kwargs)


def promise_values(row: PromisedRow) -> dict[str, Any]:
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
    }


def outside_values(row: OutsideService) -> dict[str, Any]:
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
    sheet = ("服务方案履约明细表", ROW_COLUMNS, promise_values)

    @cached_property
    def filter_set(self) -> Any:
        return PromiseFilter(self.chosen(), queryset=self.rows(), request=self.request, frame=self.frame)

    def rows(self) -> QuerySet[PromisedRow]:
        rows = promised.promised_of(self.person).select_related("insurer", "enterprise", "county", "plan")
        return self.narrowed(rows).order_by("due_on", "id")


class OutsideListView(FramedPage):
    """The services that no plan has promised, up to the month looked at."""

    template_name = "promises/outside_list.html"
    filters = OutsideFilter
    sheet = ("方案外服务明细表", OUTSIDE_COLUMNS, outside_values)

    def rows(self) -> QuerySet[OutsideService]:
        rows = promised.outside_of(self.person, self.frame)
        rows = rows.select_related("insurer", "enterprise", "county", "plan", "activity")
        return self.narrowed(rows).order_by("-month", "-activity_id")


class PromisedView(GatedView):
    """The sums of one group, each number with the address of its rows."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        frame, by = frame_of(request.GET), self._group(request)
        cells = self._counted(request, by)
        rows: QuerySet[Any] = cells if cells is not None else promised.promised_of(request.user)
        chosen = self._filters(request, rows, frame)
        form = chosen.form
        fitting = chosen.qs if form.is_valid() else rows.none()
        outside = self._outside(request, frame, cells, form)
        if request.GET.get("export"):
            return self._workbook(request, by, promised.numbers_by(by, fitting, outside, frame))
        if by in PAGED:
            page: Any = Paginator(self._keys(fitting, by, frame), page_size(request)).get_page(request.GET.get("page"))
            numbers = self._of_page(page, by, fitting, outside, frame)
        else:
            page = None
            numbers = Memory().kept(fitting, f"{by} {frame}", lambda: promised.numbers_by(by, fitting, outside, frame))
        return self._page(request, frame, by, form, numbers, page, counted=cells is not None)

    def _group(self, request: HttpRequest) -> str:
        by = request.GET.get("by", "")
        return (
            by
            if by in promised.GROUPS
            else ("plan" if person(request).organisation.kind == OrganisationKind.INSURER else "insurer")
        )

    def _counted(self, request: HttpRequest, by: str) -> "QuerySet[PromisedCell] | None":
        """The count of the province, where it serves and there is one."""
        place = request.GET.get("place", "")
        if by not in promised.CELL_GROUPS or not promised.sums_are_counted(request.user):
            return None
        if (place and not place.endswith("00")) or not promised.is_counted():
            return None
        return PromisedCell.objects.visible_to(request.user)

    def _filters(self, request: HttpRequest, rows: QuerySet[Any], frame: promised.Frame) -> Any:
        said = with_month(request.GET, frame)
        filters = PromiseFilter(said, queryset=rows, request=request, frame=frame)
        for name in ("q", "standing"):
            del filters.filters[name]
        return filters

    def _outside(
        self, request: HttpRequest, frame: promised.Frame, cells: "QuerySet[PromisedCell] | None", form: Any
    ) -> QuerySet[Any]:
        """Services outside plans under the same choice of rows."""
        if cells is not None:
            rows: QuerySet[Any] = cells.filter(month__lte=frame.month)
        else:
            rows = promised.outside_of(request.user, frame)
        if not form.is_valid():
            return rows.none()
        said = form.cleaned_data
        exact = {name: said[name] for name in ("insurer", "sector", "kind") if said.get(name)}
        if said.get("assist"):
            exact["campaign_assist"] = said["assist"] == "true"
        if place := said.get("place"):
            exact["city" if place.endswith("00") else "county"] = place
        return rows.filter(**exact)

    def _keys(self, rows: QuerySet[Any], by: str, frame: promised.Frame) -> Any:
        """The plans or policies by how much of theirs is late."""
        key, name = promised.GROUPS[by]
        return rows.order_by().values(key, name).annotate(**promised.measures(frame)).order_by("-n_late", key)

    def _of_page(
        self, page: Any, by: str, rows: QuerySet[Any], outside: QuerySet[Any], frame: promised.Frame
    ) -> list[promised.Numbers]:
        key, _name = promised.GROUPS[by]
        keys = [row[key] for row in page.object_list]
        within = {f"{key}__in": keys}
        found = promised.numbers_by(by, rows.filter(**within), outside.filter(**within), frame)
        return sorted(found, key=lambda numbers: keys.index(numbers.key))

    def _workbook(self, request: HttpRequest, by: str, numbers: list[promised.Numbers]) -> HttpResponseBase:
        rows = [
            {
                "name": str(LABELS.get(by, {}).get(row.key, row.name)),
                "month": row.month,
                "due": row.due,
                "late": row.late,
                "so_far": row.so_far,
                "done": row.done,
                "rate": row.rate,
                "outside": row.outside,
            }
            for row in numbers
        ]
        try:
            return page_workbook(
                title="服务方案履约情况统计表",
                columns=SUM_COLUMNS,
                rows=rows,
                count=len(rows),
                by=request.user,
                today=clock.today(),
                at=clock.now(),
            )
        except TooManyRows as refused:
            messages.warning(request, str(refused))
            return redirect(f"{request.path}?{urlencode({'by': by})}")

    def _page(
        self,
        request: HttpRequest,
        frame: promised.Frame,
        by: str,
        form: Any,
        numbers: list[promised.Numbers],
        page: Any,
        *,
        counted: bool,
    ) -> HttpResponse:
        user = person(request)
        query = request.GET.copy()
        query["export"] = "1"
        total = promised.total_of(numbers, _("Total"))
        shown = [*numbers, total] if len(numbers) > 1 and page is None else numbers
        context = {
            "frame": frame,
            "by": by,
            "form": form,
            "chips": [c for c in chips(form, request) if c["name"] != "month"],
            "rows": list(self._lines(request, by, shown)),
            "page": page,
            "groups": self._groups(request, by),
            "heads": GROUP_WORDS[by],
            "counted": counted,
            "counted_at": promised.counted_at() if counted else None,
            "may_count": promised.sums_are_counted(user),
            "export_query": query.urlencode(),
            "may_export": user.may(CorePermission.LEDGER_EXPORT),
        }
        return render(request, "promises/promised.html", context)

    def _groups(self, request: HttpRequest, by: str) -> list[dict[str, Any]]:
        query = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
        return [
            {"label": label, "current": name == by, "url": f"?{urlencode({**query, 'by': name})}"}
            for name, label in GROUP_WORDS.items()
        ]

    def _lines(self, request: HttpRequest, by: str, numbers: list[promised.Numbers]) -> Iterator[dict[str, Any]]:
        carried = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
        for row in numbers:
            own = {} if row.key is None else {PARAMETERS.get(by, by): row.key}
            query = {**carried, **own}
            rows, outside = reverse("promises:promise-list"), reverse("promises:outside-list")
            yield {
                "name": LABELS.get(by, {}).get(row.key, row.name),
                "numbers": row,
                "plan": row.key if by == "plan" else None,
                "policy": row.key if by == "policy" else None,
                **{
                    name: f"{rows}?{urlencode({**query, 'standing': standing})}"
                    for name, standing in (
                        ("month", "month"),
                        ("due", "due"),
                        ("late", "late"),
                        ("so_far", "so-far"),
                        ("done", "done"),
                    )
                },
                "outside": f"{outside}?{urlencode({k: v for k, v in query.items() if k != 'assist'})}",
            }


class PromisedCountView(GatedView):
    """Count the province anew."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not promised.sums_are_counted(request.user):
            messages.info(request, _("Your numbers are counted at once; there is nothing to wait for."))
            return redirect("promises:promised")
        job = promised.start_count(by=request.user, at=clock.now())
        return redirect("core:job-detail", pk=job.pk)


class PromisedCalendarView(GatedView):
    """A year of promises: for each month the services promised and done, with the way to their rows."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        year = whole(request.GET.get("year", "")) or today.year
        year = year if EARLIEST.year <= year <= LATEST.year else today.year
        insurer = whole(request.GET.get("insurer", ""))
        rows = promised.promised_of(request.user)
        rows = rows if insurer is None else rows.filter(insurer_id=insurer)
        found = promised.by_month(rows, date(year, 1, 1), date(year, 12, 1))
        months = [self._month(date(year, nr, 1), found.get(date(year, nr, 1), []), today) for nr in range(1, 13)]
        context = {"year": year, "months": months, "today": today, "before": year - 1, "after": year + 1}
        return render(request, "promises/promised_calendar.html", context)

    def _month(self, month: date, kinds: list[dict[str, Any]], today: date) -> dict[str, Any]:
        address = reverse("promises:promise-list")
        lines = [
            {
                "label": LABELS["kind"][row["kind"]],
                "times": row["n_times"],
                "done": row["n_done"],
                "late": month < today.replace(day=1) and row["n_done"] < row["n_times"],
                "url": f"{address}?{urlencode({'month': f'{month:%Y-%m}', 'kind': row['kind'], 'standing': 'month'})}",
            }
            for row in kinds
        ]
        return {"first": month, "lines": lines, "current": month == today.replace(day=1)}
