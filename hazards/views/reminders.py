"""One's own reminders: at most one a day."""

import re
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.lists import page_size
from hazards.models import Reminder
from hazards.permissions import HazardPermission
from hazards.services.reminders import mark_read

NUMBER: Final = re.compile(r"YH-\d{6}-\d{4}-\d{6,}")


class ReminderListView(GatedView):
    """The messages, newest first; they stay new until the person says so, since a look changes nothing."""

    permission = HazardPermission.HAZARD_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Reminder.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown: list[Any] = list(page.object_list)
        for row in shown:
            row.is_new, row.parts = row.read_at is None, [parts_of(line) for line in row.text.splitlines()]
        return render(request, "hazards/reminder_list.html", {"page": page, "rows": shown})

    def post(self, request: HttpRequest) -> HttpResponse:
        """All of one's own messages are read."""
        mark_read(by=person_of(request), at=clock.now())
        return redirect("hazards:reminder-list")


def parts_of(line: str) -> tuple[str, str, str]:
    """A line of a message around the number of its hazard, which the page links."""
    found = NUMBER.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")
