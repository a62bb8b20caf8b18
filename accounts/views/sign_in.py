"""Sign-in, sign-out, password change: allauth's views behind our gate, and the page of a locked account."""

from collections.abc import Mapping

from allauth.account.views import LoginView, LogoutView, PasswordChangeView
from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy

from accounts.door.passwords import LengthValidator
from accounts.forms import SignInForm
from accounts.services import last_failure, set_large_type
from accounts.services.access import forget_wrong_entries, tell_wrong_entry
from core import clock
from core.gate import Access, GatedView
from core.people import person_of
from core.views.days import way_back
from core.web.clients import client_address
from core.web.themes import keep_theme

MINUTE = 60


class SignInView(LoginView):  # type: ignore[misc]
    """The door. A failure says how many tries are left, the same for known and unknown names."""

    permission = Access.PUBLIC
    form_class = SignInForm

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        limit = settings.AXES_FAILURE_LIMIT
        failures = getattr(self.request, "axes_failures_since_start", None)
        left = None if failures is None else max(limit - failures, 0)
        return {**context, "limit": limit, "left": left, "minutes": lock_minutes(), "outside": outside_label()}


class SignOutView(LogoutView):  # type: ignore[misc]
    permission = Access.SIGNED_IN


class ChangePasswordView(GatedView, PasswordChangeView):  # type: ignore[misc]
    permission = Access.SIGNED_IN
    success_url = reverse_lazy("home")

    def form_valid(self, form: Form) -> HttpResponse:
        forget_wrong_entries(person_of(self.request))
        answer: HttpResponse = super().form_valid(form)
        return answer

    def form_invalid(self, form: Form) -> HttpResponse:
        """Who sits at an open session tries the present password here no more often than before a dangerous step."""
        if form.cleaned_data.get("oldpassword") is None and form.data.get("oldpassword"):
            del form.errors["oldpassword"]
            form.add_error("oldpassword", tell_wrong_entry(by=person_of(self.request), at=clock.now()))
        answer: HttpResponse = super().form_invalid(form)
        return answer

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context_data(**kwargs)
        return {**context, "length": shortest_password(), "own_rules": own_rules()}


class PreferencesView(GatedView):
    """The large type, kept with the person; light or dark pages, kept on the device."""

    permission = Access.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponseRedirect(way_back(request.POST.get("next")) or reverse("home"))
        if "theme" in request.POST:
            keep_theme(response, request.POST["theme"])
        else:
            set_large_type(by=person_of(request), on=request.POST.get("large_type") == "1")
        return response


def outside_label() -> str:
    """What the identity service is called on the page; empty where there is none."""
    return settings.OIDC_LABEL if settings.OIDC_SERVER else ""


def shortest_password() -> int:
    """The least number of characters that the validators in force ask for."""
    rules = [rule for rule in settings.AUTH_PASSWORD_VALIDATORS if isinstance(rule, dict)]
    lengths = (rule.get("OPTIONS", {}).get("min_length", 0) for rule in rules)
    return max(lengths, default=0)


def own_rules() -> list[str]:
    """What the portal's own validators in force ask for, in sentences; the length is said beside them."""
    return [
        rule.get_help_text()
        for rule in get_default_password_validators()
        if type(rule).__module__.startswith("accounts") and not isinstance(rule, LengthValidator)
    ]


def lock_minutes() -> int:
    """For how many minutes a lock stands."""
    span = get_cool_off()
    return round(span.total_seconds() / MINUTE) if span else 0


def minutes_left(request: HttpRequest, credentials: Mapping[str, str] | None) -> int:
    """Minutes until the pair of user name and address opens again, rounded up, at least 1."""
    span = get_cool_off()
    last = last_failure((credentials or {}).get("username", ""), client_address(request))
    if span is None or last is None:
        return lock_minutes()
    seconds = (last + span - clock.true_now()).total_seconds()
    return max(-int(-seconds // MINUTE), 1)


def lockout(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    """The page of a locked pair: how long, and who can open it. axes calls this with or without the response."""
    credentials = next((arg for arg in (*args, kwargs.get("credentials")) if isinstance(arg, dict)), None)
    context = {"minutes": lock_minutes(), "left": minutes_left(request, credentials)}
    return render(request, "account/locked.html", context, status=429)
