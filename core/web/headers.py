"""Headers of every answer that Django has no setting for, and the names of cookies that no other host can set."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest, HttpResponse

#: What a page of the portal never asks of a browser.
FEATURES: Final = (
    "accelerometer", "autoplay", "bluetooth", "camera", "display-capture", "geolocation", "gyroscope", "hid",
    "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "usb",
)  # fmt: skip
#: A key for sign-in is a feature, too: the portal's own pages may ask for it.
OWN: Final = frozenset({"publickey-credentials-get"})
PERMISSIONS: Final = ", ".join(f"{name}=({'self' if name in OWN else ''})" for name in FEATURES)


class HeadersMiddleware:
    """Features of the browser switched off, and no page or file for the use of other sites."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class MessageCookie(CookieStorage):
    cookie_name = settings.MESSAGE_COOKIE_NAME


class MessageStorage(FallbackStorage):
    """Django's own two places for messages; the cookie bears the portal's name."""

    storage_classes = (MessageCookie, SessionStorage)
