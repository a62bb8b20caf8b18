"""Promised against done: the sums of one group."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.choices import OrganisationKind
from accounts.models import Division, Organisation
from core import clock
from core.gate import GatedView
from core.people import person_of
from core.permissions import CorePermission
from core.touches import Memory
from core.views.lists import chips, leave_out, listed_page
from core.views.tables import Sheet, Shown, TooManyRows, page_workbook
from insurers.plans.permissions import PlanPermission
from insurers.promises import figures as promised
from insurers.promises.filters import PromiseFilter
from insurers.promises.models import PromisedCell
from insurers.promises.services import start_count
from insurers.promises.views.frames import LABELS, frame_of, with_month

if TYPE_CHECKING:
    #: A page of plans or policies, each with its key and name.
    Keys: TypeAlias = Page[dict[str, object]]

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

#: What stays in the address from the sums to the rows behind them.
CARRIED = ("month", "insurer", "place", "sector", "kind", "assist")

#: What adds up over the groups; a rate does not.
SUMMED = frozenset({"month", "due", "late", "so_far", "done", "outside"})
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


class PromisedView(GatedView):
    """The sums of one group, each number with the address of its rows."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        frame, by = frame_of(request.GET), self._group(request)
        cells = self._counted(request, by)
        rows: QuerySet[Model] = cells if cells is not None else promised.promised_of(person_of(request))
        chosen = self._filters(request, rows, frame)
        form = chosen.form
        if leave_out(request, form):
            return self.get(request)
        fitting = chosen.qs if form.is_valid() else rows.none()
        outside = self._outside(request, frame, cells, form)
        if request.GET.get("export"):
            return self._workbook(request, by, promised.numbers_by(by, fitting, outside, frame))
        if by in PAGED:
            keys = self._keys(fitting, by, frame)
            page = listed_page(request, lambda size: Paginator(keys, size))
            numbers = self._of_page(page, by, fitting, outside, frame)
        else:
            page = None
            kept = Memory().kept(
                fitting,
                f"{by} {frame}",
                lambda: [asdict(row) for row in promised.numbers_by(by, fitting, outside, frame)],
                (Organisation, Division, outside.model),
            )
            numbers = [promised.Numbers(**row) for row in kept]
        return self._page(request, frame, by, form, numbers, page, counted=cells is not None)

    def _group(self, request: HttpRequest) -> str:
        by = request.GET.get("by", "")
        return (
            by
            if by in promised.GROUPS
            else ("plan" if person_of(request).organisation.kind == OrganisationKind.INSURER else "insurer")
        )

    def _counted(self, request: HttpRequest, by: str) -> "QuerySet[PromisedCell] | None":
        """The count of the province, where it serves and there is one."""
        place = request.GET.get("place", "")
        if by not in promised.CELL_GROUPS or (place and not place.endswith("00")):
            return None
        return promised.counted_cells(person_of(request))

    def _filters(self, request: HttpRequest, rows: QuerySet[Model], frame: promised.Frame) -> PromiseFilter:
        said = with_month(request.GET, frame)
        filters = PromiseFilter(said, queryset=rows, request=request, frame=frame)
        for name in ("q", "standing"):
            del filters.filters[name]
        return filters

    def _outside(
        self, request: HttpRequest, frame: promised.Frame, cells: "QuerySet[PromisedCell] | None", form: forms.Form
    ) -> QuerySet[Model]:
        """Services outside plans under the same choice of rows."""
        if cells is not None:
            rows: QuerySet[Model] = cells.filter(month__lte=frame.month)
        else:
            rows = promised.outside_of(person_of(request), frame)
        if not form.is_valid():
            return rows.none()
        said = form.cleaned_data
        exact = {name: said[name] for name in ("insurer", "sector", "kind") if said.get(name)}
        if said.get("assist"):
            exact["campaign_assist"] = said["assist"] == "true"
        if place := said.get("place"):
            exact["city" if place.endswith("00") else "county"] = place
        return rows.filter(**exact)

    def _keys(self, rows: QuerySet[Model], by: str, frame: promised.Frame) -> QuerySet[Model, dict[str, object]]:
        """The plans or policies by how much of theirs is late."""
        key, name = promised.GROUPS[by]
        kept: QuerySet[Model, dict[str, object]] = (
            rows.order_by().values(key, name).annotate(**promised.measures(frame))
        )
        return kept.order_by("-n_late", key)

    def _of_page(
        self, page: "Keys", by: str, rows: QuerySet[Model], outside: QuerySet[Model], frame: promised.Frame
    ) -> list[promised.Numbers]:
        key, _name = promised.GROUPS[by]
        keys = [row[key] for row in page.object_list]
        within = {f"{key}__in": keys}
        found = promised.numbers_by(by, rows.filter(**within), outside.filter(**within), frame)
        return sorted(found, key=lambda numbers: keys.index(numbers.key))

    def _workbook(self, request: HttpRequest, by: str, numbers: list[promised.Numbers]) -> HttpResponseBase:
        rows = [
            {
                "name": str(LABELS.get(by, {}).get(str(row.key), row.name)),
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
                sheet=Sheet("服务方案履约情况统计表", "次", SUMMED),
                columns=SUM_COLUMNS,
                rows=rows,
                count=len(rows),
                by=person_of(request),
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
        form: forms.Form,
        numbers: list[promised.Numbers],
        page: "Keys | None",
        *,
        counted: bool,
    ) -> HttpResponse:
        user = person_of(request)
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

    def _groups(self, request: HttpRequest, by: str) -> list[dict[str, object]]:
        query = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
        return [
            {"label": label, "current": name == by, "url": f"?{urlencode({**query, 'by': name})}"}
            for name, label in GROUP_WORDS.items()
        ]

    def _lines(self, request: HttpRequest, by: str, numbers: list[promised.Numbers]) -> Iterator[dict[str, object]]:
        carried = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
        for row in numbers:
            own = {} if row.key is None else {PARAMETERS.get(by, by): row.key}
            query = {**carried, **own}
            rows, outside = reverse("promises:promise-list"), reverse("promises:outside-list")
            yield {
                "name": LABELS.get(by, {}).get(str(row.key), row.name),
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
                "outside": f"{outside}?{urlencode(query)}",
            }


class PromisedCountView(GatedView):
    """Count the province anew."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if not promised.sums_are_counted(person_of(request)):
            messages.info(request, _("Your numbers are counted at once; there is nothing to wait for."))
            return redirect("promises:promised")
        job = start_count(by=person_of(request), at=clock.now())
        return redirect("core:job-detail", pk=job.pk)
