"""What the shell around every page needs."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import User
from campaigns.services import offer
from core import clock
from core.contributions.bell import bell_for
from core.web.themes import theme_of
from reports.permissions import ReportPermission
from rulebook.permissions import RulebookPermission
from workbench.menu import counts_of, menu_for
from workbench.searching import may_search


def shell(request: HttpRequest) -> dict[str, object]:
    """Menu, business day and the address of the search field; people who are not signed in get the day only."""
    common: dict[str, object] = {
        "now": clock.now(),
        "today": clock.today(),
        "is_demo": not settings.IS_PRODUCTION,
        "theme": theme_of(request),
    }
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return common
    return {
        **common,
        "menu": menu_for(user, request.path, counts_of(user, clock.today())),
        "menu_urls": {"figures"} if user.may(ReportPermission.FIGURES_VIEW) else set(),
        "bell": bell_for(user),
        "campaign_offer": offer(clock.today(), user) if user.may(RulebookPermission.CAMPAIGN_VIEW) else None,
        "find_url": reverse("workbench:search") if may_search(user) else "",
        "session_seconds": min(
            settings.SESSION_IDLE_SECONDS or settings.SESSION_COOKIE_AGE, settings.SESSION_COOKIE_AGE
        ),
    }
