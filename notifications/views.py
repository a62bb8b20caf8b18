"""One's own messages: one digest a day, and what came back."""

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
from notifications.services import lines_of, mark_read, save_preference


class MessageListView(GatedView):
    """The messages, newest first; they stay new until the person says so, since a look changes nothing."""

    permission = NotificationPermission.MESSAGE_VIEW
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Message.objects.visible_to(request.user)
        page = Paginator(rows, page_size(request)).get_page(request.GET.get("page"))
        shown = list(zip(page.object_list, lines_of(page.object_list, person_of(request)), strict=True))
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
