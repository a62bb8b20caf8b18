"""The person behind a request, by type."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from accounts.models import User


def reader_of(request: HttpRequest) -> User:
    """Who signed in; the gate of the views lets nobody else through. Raises PermissionDenied."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user
