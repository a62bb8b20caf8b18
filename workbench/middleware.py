"""Tells the menu that somebody of an office has written, so that no page shows what waited before."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse

from accounts.models import User
from workbench.menu import note_write

READING: Final = frozenset(("GET", "HEAD", "OPTIONS"))


class WritesMiddleware:
    """After each form that was taken, the counts in the menus of the person's office are old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in READING and response.status_code < HTTPStatus.BAD_REQUEST:
            user = getattr(request, "user", None)
            if isinstance(user, User):
                note_write(user, getattr(request, "request_id", ""))
        return response
