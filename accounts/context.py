"""What the shell around every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.menu import menu_for
from accounts.permissions import Permission
from core import clock
from core.bell import bell_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """Menu, business day and the address of the search field; people who are not signed in get the day only."""
    common = {"now": clock.now(), "today": clock.today(), "is_demo": not settings.IS_PRODUCTION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return common
    find = user.may(Permission.ENTERPRISE_VIEW)
    return {
        **common,
        "menu": menu_for(user, request.path),
        "menu_urls": {"figures"} if user.may(Permission.FIGURES_VIEW) else set(),
        "bell": bell_for(user),
        "find_url": _address("coverage:enterprise-list") if find else "",
    }


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
