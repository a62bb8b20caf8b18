"""The first password is replaced before anything else, where that is configured (等保 8.1.4.1)."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

Handler = Callable[[HttpRequest], HttpResponse]
#: Addresses that stay open: changing the password, leaving, and what these pages are made of.
OPEN: Final = frozenset({"account_change_password", "account_logout", "set_language", "account_login"})


class OwnPasswordMiddleware:
    """Lead a person whose password somebody else has set to the page that changes it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        if not settings.FORCE_PASSWORD_CHANGE or not request.user.is_authenticated:
            return None
        match = request.resolver_match
        name = match.url_name if match else ""
        if not request.user.must_change_password or name in OPEN or request.path.startswith(settings.STATIC_URL):
            return None
        return redirect("account_change_password")
