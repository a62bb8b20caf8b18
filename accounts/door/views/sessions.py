"""The person's own sessions: where they were opened, and ending them; and how much time the present one has left."""

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.door.receivers import BEGAN, SEEN, tell
from core import clock
from core.gate import Access, GatedView
from core.people import person_of


class SessionListView(GatedView):
    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        found = UserSession.objects.purge_and_list(person_of(request))
        rows = sorted(found, key=lambda one: one.created_at, reverse=True)
        context = {
            "rows": rows,
            "others": sum(not one.is_current() for one in rows),
            "idle": settings.SESSION_IDLE_SECONDS // 60,
            "hours": settings.SESSION_COOKIE_AGE // 3600,
        }
        return render(request, "door/sessions.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """End one session by its key, or with `others` all but the present one; only the person's own."""
        person = person_of(request)
        rows = UserSession.objects.filter(user=person)
        if "others" not in request.POST:
            asked = request.POST.get("session", "")
            rows = rows.filter(pk=int(asked)) if asked.isdecimal() and len(asked) < 19 else rows.none()
        ended = 0
        for row in rows.exclude(session_key=request.session.session_key):
            row.end()
            ended += 1
        if ended:
            tell("session.closed", request, by=person, subject=person.get_username(), count=ended)
            messages.success(
                request,
                ngettext("%(count)s session is ended.", "%(count)s sessions are ended.", ended) % {"count": ended},
            )
        else:
            messages.warning(request, _("This session has ended already."))
        return redirect("door:session-list")


class SessionLeftView(GatedView):
    """Seconds until the session ends; a POST is a use of the portal and begins the idle time anew."""

    permission = Access.SIGNED_IN
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        now = int(clock.true_now().timestamp())
        whole = request.session[BEGAN] + settings.SESSION_COOKIE_AGE - now
        idle = request.session[SEEN] + settings.SESSION_IDLE_SECONDS - now if settings.SESSION_IDLE_SECONDS else whole
        return JsonResponse({"left": max(min(idle, whole), 0), "may_stay": whole > idle})

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session[SEEN] = int(clock.true_now().timestamp())
        return self.get(request)
