"""What stands between a signed-in person and every page: the time-outs, the second factor, the age of the password."""

from collections.abc import Callable
from typing import Final

import structlog
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.door import rules
from accounts.door.receivers import BEGAN, CHOSEN, SEEN, tell
from accounts.models import User
from accounts.roles import permissions_of
from core import clock
from core.web.clients import client_address

#: Whether the person has a factor, remembered in the session; forgotten with every change.
HAS_FACTOR: Final = "door.has_factor"
#: Seconds between two marks of use, so that not every page writes the session.
MARK: Final = 60
#: Pages that ask by themselves again and again: they are no use of the portal.
BY_ITSELF: Final = frozenset({"job-fragment", "session-left"})
#: What stays open while a factor or a new password is asked for.
OPEN: Final = frozenset(
    {"account_logout", "account_change_password", "account_reauthenticate", "set_language", "healthz"}
)
FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class DoorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with structlog.contextvars.bound_contextvars(address=client_address(request)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponseBase | None:
        person = request.user
        if not isinstance(person, User):
            return None
        name = request.resolver_match.url_name if request.resolver_match else ""
        now = int(clock.true_now().timestamp())
        seen = request.session.setdefault(SEEN, now)
        why = rules.session_end(
            began=request.session.setdefault(BEGAN, now),
            seen=seen,
            now=now,
            idle=settings.SESSION_IDLE_SECONDS,
            absolute=settings.SESSION_COOKIE_AGE,
        )
        if why is not None:
            return self.end(request, person, why)
        if now - seen >= MARK and name not in BY_ITSELF:
            request.session[SEEN] = now
        if name in OPEN or (name or "").startswith("mfa_"):
            return None
        if settings.FACTORS_REQUIRED and self.lacks_factor(request, person):
            return redirect("mfa_index")
        if rules.is_due(chosen=request.session.get(CHOSEN, now), now=now, days=settings.PASSWORD_DAYS):
            return redirect("account_change_password")
        return None

    def end(self, request: HttpRequest, person: User, why: rules.End) -> HttpResponseBase:
        """Sign out, keep the event, and lead back to the same page after the next sign-in."""
        tell("session.expired", request, by=person, subject=person.username, reason=why)
        request.door_expired = True  # type: ignore[attr-defined]
        logout(request)
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        door = f"{reverse('account_login')}?{urlencode({'ended': why, 'next': back})}"
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401, headers={"HX-Redirect": door})
        return redirect(door)

    def lacks_factor(self, request: HttpRequest, person: User) -> bool:
        if not rules.needs_factor(person.role, permissions_of(person.role), is_lead=person.is_lead):
            return False
        if request.session.get(HAS_FACTOR):
            return False
        has: bool = is_mfa_enabled(person, FACTORS)
        if has:
            request.session[HAS_FACTOR] = True
        return not has
