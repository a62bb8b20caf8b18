"""Sign-in by allauth; the person comes with organisation and unread messages, which every page needs, in one query."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest
from typing_extensions import override

from accounts.models import User
from accounts.seeding import DEMO_PASSWORD
from core.contributions import bell


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but for how a signed-in person is loaded, and that the demo's password opens no production."""

    @override
    def authenticate(self, request: HttpRequest | None, **credentials: object) -> User | None:
        person: User | None = super().authenticate(request, **credentials)
        is_public = settings.IS_PRODUCTION and credentials.get("password") == DEMO_PASSWORD
        return None if is_public else person

    def get_user(self, user_id: int | str) -> User | None:
        rows = User.objects.select_related("organisation").annotate(**{bell.UNREAD: bell.expression()})
        user = rows.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
