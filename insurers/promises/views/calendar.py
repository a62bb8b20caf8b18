"""The calendar of a year of promises."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core import clock
from core.gate import GatedView
from core.people import person_of
from insurers.plans.permissions import PlanPermission
from insurers.promises import figures as promised
from insurers.promises.views.frames import EARLIEST, LABELS, LATEST, whole


class PromisedCalendarView(GatedView):
    """A year of promises: for each month the services promised and done, with the way to their rows."""

    permission = PlanPermission.PLAN_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        today = clock.today()
        year = whole(request.GET.get("year", "")) or today.year
        year = year if EARLIEST.year <= year <= LATEST.year else today.year
        insurer = whole(request.GET.get("insurer", ""))
        rows = promised.promised_of(person_of(request))
        rows = rows if insurer is None else rows.filter(insurer_id=insurer)
        found = promised.by_month(rows, date(year, 1, 1), date(year, 12, 1))
        narrowed = {} if insurer is None else {"insurer": insurer}
        months = [
            self._month(date(year, nr, 1), found.get(date(year, nr, 1), []), today, narrowed) for nr in range(1, 13)
        ]
        context = {"year": year, "months": months, "today": today, "before": year - 1, "after": year + 1}
        return render(request, "promises/promised_calendar.html", context)

    def _month(
        self, month: date, kinds: list[promised.OfKind], today: date, narrowed: dict[str, int]
    ) -> dict[str, object]:
        address = reverse("promises:promise-list")
        lines = [
            {
                "label": LABELS["kind"][row["kind"]],
                "times": row["n_times"],
                "done": row["n_done"],
                "late": month < today.replace(day=1) and row["n_done"] < row["n_times"],
                "url": f"{address}?"
                + urlencode({**narrowed, "month": f"{month:%Y-%m}", "kind": row["kind"], "standing": "month"}),
            }
            for row in kinds
        ]
        return {"first": month, "lines": lines, "current": month == today.replace(day=1)}
