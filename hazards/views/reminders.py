"""One's own reminders: at most one a day."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Permission
from core import clock
from core.gate import GatedView
from core.views.lists import page_size
from hazards.models import Reminder


class ReminderListView(GatedView):
    """The messages, newest first; opening the page marks them as read."""

    permission = Permission.HAZARD_VIEW
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Reminder.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        Reminder.objects.visible_to(request.user).filter(pk__in=[row.pk for row in shown], read_at__isnull=True).update(
            read_at=clock.now()
        )
        return render(request, "hazards/reminder_list.html", {"page": page, "rows": shown})
