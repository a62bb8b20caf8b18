"""Light or dark pages, as the person chose on this device, else as its system says."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from core.choices import Theme

COOKIE: Final = "portal_theme"
SECONDS: Final = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    asked = request.COOKIES.get(COOKIE, "")
    return asked if asked in Theme.values else Theme.AUTO.value


def keep_theme(response: HttpResponse, theme: str) -> None:
    """Remember the choice on the device; nonsense is none."""
    if theme in Theme.values:
        response.set_cookie(
            COOKIE, theme, max_age=SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
