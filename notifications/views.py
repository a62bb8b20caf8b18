"""One's own messages: at most one a day."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.lists import page_size
from notifications.models import Message
from notifications.permissions import NotificationPermission
from notifications.services import mark_read
from notifications.sources import parts_of


class MessageListView(GatedView):
    """The messages, newest first; they stay new until the person says so, since a look changes nothing."""

    permission = NotificationPermission.MESSAGE_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Message.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown = [(row, [parts_of(line) for line in row.text.splitlines()]) for row in page.object_list]
        return render(request, "notifications/message_list.html", {"page": page, "rows": shown})

    def post(self, request: HttpRequest) -> HttpResponse:
        """All of one's own messages are read."""
        mark_read(by=person_of(request), at=clock.now())
        return redirect("notifications:message-list")
