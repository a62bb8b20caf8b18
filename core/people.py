"""The person who acts, as core knows one: whatever model `settings.AUTH_USER_MODEL` names."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

if TYPE_CHECKING:
    # The type checker's Django plugin resolves this to the portal's own model; core imports no app above it.
    from django.contrib.auth.models import _AnyUser as Visitor
    from django.contrib.auth.models import _User as User
else:
    from django.contrib.auth.base_user import AbstractBaseUser as User

    Visitor = User

__all__ = ["User", "Visitor", "holds", "person_of"]


def person_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied for a visitor, whom the gate lets through to public pages alone."""
    if isinstance(request.user, User):
        return request.user
    raise PermissionDenied("nobody is signed in")


def holds(visitor: Visitor, permission: str) -> bool:
    """Whether a visitor is signed in and holds the permission."""
    return isinstance(visitor, User) and visitor.may(permission)
