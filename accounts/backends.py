"""Sign-in by allauth; the person comes with organisation and unread messages, which every page needs, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from core.contributions import bell


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, but for how a signed-in person is loaded."""

    def get_user(self, user_id: int | str) -> User | None:
        rows = User.objects.select_related("organisation").annotate(**{bell.UNREAD: bell.expression()})
        user = rows.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
