"""One's own reminders: at most one a day."""

import re
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from core import clock
from core.bell import UNREAD
from core.gate import GatedView
from core.views.lists import page_size
from hazards.models import Reminder

NUMBER: Final = re.compile(r"YH-\d{6}-\d{4}-\d{6,}")


class ReminderListView(GatedView):
    """The messages, newest first; opening the page marks them as read."""

    permission = Permission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Reminder.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown: list[Any] = list(page.object_list)
        for row in shown:
            row.is_new, row.parts = row.read_at is None, [parts_of(line) for line in row.text.splitlines()]
        Reminder.objects.visible_to(request.user).filter(pk__in=[row.pk for row in shown], read_at__isnull=True).update(
            read_at=clock.now()
        )
        setattr(request.user, UNREAD, Reminder.objects.visible_to(request.user).filter(read_at__isnull=True).count())
        return render(request, "hazards/reminder_list.html", {"page": page, "rows": shown})


def parts_of(line: str) -> tuple[str, str, str]:
    """A line of a message around the number of its hazard, which the page links."""
    found = NUMBER.search(line)
    return (line[: found.start()], found[0], line[found.end() :]) if found else (line, "", "")
