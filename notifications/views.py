"""One's own messages: at most one a day."""

from itertools import islice

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.gate import GatedView
from core.people import person_of
from core.views.lists import page_size
from core.views.writes import Attempt
from notifications.forms import PreferenceForm
from notifications.models import MailPreference, Message
from notifications.permissions import NotificationPermission
from notifications.services import mark_read, save_preference
from notifications.sources import parts_of


class MessageListView(GatedView):
    """The messages, newest first; they stay new until the person says so, since a look changes nothing."""

    permission = NotificationPermission.MESSAGE_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Message.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        lines = [(row, row.text.splitlines()) for row in page.object_list]
        parts = iter(parts_of((line for _row, those in lines for line in those), person_of(request)))
        shown = [(row, list(islice(parts, len(those)))) for row, those in lines]
        return render(request, "notifications/message_list.html", {"page": page, "rows": shown})

    def post(self, request: HttpRequest) -> HttpResponse:
        """All of one's own messages are read."""
        mark_read(by=person_of(request), at=clock.now())
        return redirect("notifications:message-list")


class PreferenceView(GatedView):
    """What a person wants by mail."""

    permission = NotificationPermission.MESSAGE_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        wish = MailPreference.objects.visible_to(request.user).first()
        return self.page(request, PreferenceForm(initial={"mode": wish.mode, "address": wish.address} if wish else {}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form, status = PreferenceForm(request.POST), 400
        if form.is_valid():
            with Attempt(request, form) as attempt:
                save_preference(by=person_of(request), at=clock.now(), **form.cleaned_data)
                messages.success(request, _("The choice is stored."))
                return redirect("notifications:message-list")
            status = attempt.status
        return self.page(request, form, status)

    def page(self, request: HttpRequest, form: PreferenceForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "is_configured": bool(settings.EMAIL_HOST)}
        return render(request, "notifications/preferences.html", context, status=status)
