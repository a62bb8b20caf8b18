"""How allauth behaves here: a closed house, sign-in by user name."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from typing_extensions import override

from accounts.models import User
from core.web.clients import client_address


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    @override
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by the system administrator only."""
        return False

    @override
    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address as the lock counts by."""
        return client_address(request)

    @override
    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Who knows the password of a disabled account is told so, and whom to ask."""
        return render(request, "account/inactive.html", status=403)
