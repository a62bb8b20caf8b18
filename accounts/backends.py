"""Sign-in by allauth; the person comes with organisation and unread messages, which every page needs, in one query."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.db.models import Case, Model, QuerySet, When
from django.http import HttpRequest
from guardian.backends import ObjectPermissionBackend
from typing_extensions import override

from accounts import grants, sight
from accounts.models import User
from accounts.seeding import DEMO_PASSWORD
from core import walls
from core.contributions import bell


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but for how a signed-in person is loaded, and that the demo's password opens no production."""

    @override
    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        person: User | None = super().authenticate(request, **credentials)
        is_public = settings.IS_PRODUCTION and credentials.get("password") == DEMO_PASSWORD
        return None if is_public else person

    def get_user(self, user_id: int | str) -> User | None:
        # Nothing is in sight before the person is known, not even whether somebody gave him sight of anything.
        with walls.unattended():
            user = next(iter(_people().filter(pk=user_id)), None)
        return user if user is not None and self.user_can_authenticate(user) else None


@cache
def _people() -> "QuerySet[User]":
    """People as every request needs them. Made once, as no part of it changes while the process runs."""
    return User.objects.select_related("organisation").annotate(
        **{bell.UNREAD: bell.expression(), grants.KNOWN: Case(When(grants.any_open(), then=True), default=False)}
    )


class GrantBackend(ObjectPermissionBackend):
    """guardian's own answer to `has_perm`, but that a grant which has ended, or whose last day passed, gives nothing."""

    @override
    def has_perm(self, user_obj: User, perm: str, obj: Model | None = None) -> bool:
        if obj is None or not super().has_perm(user_obj, perm, obj):
            return False
        kinds = [kind for kind in grants.grant_models() if grants.target_of(kind) is type(obj)]
        return all(
            kind.objects.in_force(sight.today()).filter(user=user_obj, content_object=obj).exists() for kind in kinds
        )
