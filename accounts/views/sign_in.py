"""Sign-in, sign-out, password change: allauth's views behind our gate, and the page of a locked account."""

from typing import Any

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from axes.helpers import get_cool_off
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.services import set_large_type
from core.gate import Access, GatedView


class SignInView(LoginView):  # type: ignore[misc]
    permission = Access.PUBLIC

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "limit": settings.AXES_FAILURE_LIMIT, "minutes": lock_minutes()}


class SignOutView(LogoutView):  # type: ignore[misc]
    permission = Access.SIGNED_IN


class ChangePasswordView(GatedView, PasswordChangeView):  # type: ignore[misc]
    permission = Access.SIGNED_IN
    success_url = reverse_lazy("home")


class PreferencesView(GatedView):
    """The large type, kept with the person."""

    permission = Access.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        set_large_type(by=request.user, on=request.POST.get("large_type") == "1")
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()})
        return redirect(target if safe else "home")


def lock_minutes() -> int:
    """For how many minutes a lock stands."""
    span = get_cool_off()
    return round(span.total_seconds() / 60) if span else 0


def lockout(request: HttpRequest, credentials: Any = None, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG001
    """The page of a locked pair of user name and address: how long, and who can open it (axes calls this)."""
    return render(request, "account/locked.html", {"minutes": lock_minutes()}, status=429)
