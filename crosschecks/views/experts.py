"""The list of experts who were in two places on one day."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from core import clock
from core.views.days import month_in
from core.views.lists import TableExport, page_size
from core.views.tables import Sheet
from crosschecks.matters import experts
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission


def month_of(text: str, today: date) -> date:
    """`?month=2023-09`: its first day; the present month for none or nonsense."""
    return month_in(text) or today.replace(day=1)


class ExpertQuestionsView(TableExport):
    """One expert at two places on a day, month by month."""

    permission = ActivityPermission.ACTIVITY_VIEW
    http_method_names = ["get", "head", "options"]
    sheet = Sheet("专家同日在多地服务核对表", "项")
    columns = (
        (gettext_lazy("Expert"), "name"),
        (gettext_lazy("Service number"), "first.activity_no"),
        (gettext_lazy("County"), "first.county.name"),
        (gettext_lazy("From"), "first.start_on"),
        (gettext_lazy("Insurer"), "first.insurer.name"),
        (gettext_lazy("Other service"), "second.activity_no"),
        (gettext_lazy("Other county"), "second.county.name"),
        (gettext_lazy("Other day"), "second.start_on"),
        (gettext_lazy("Other insurer"), "second.insurer.name"),
    )

    def get(self, request: HttpRequest) -> HttpResponseBase:
        first = month_of(request.GET.get("month", ""), clock.today())
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        services = Activity.objects.visible_to(request.user)
        found = experts.pair_keys(services, first, last)
        if self.wants_export():
            return self.export(experts.with_rows(services, found))
        page = Paginator(found, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": experts.with_rows(services, list(page.object_list)),
            "month": first,
            "export_query": self.export_query(),
            "is_cut": len(found) == experts.MOST,
            "most": experts.MOST,
        }
        return render(request, "crosschecks/expert_questions.html", context)
