"""What waits for the system administrator: requests of leads, and locked accounts."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import RequestState
from accounts.models import PeopleRequest, User
from accounts.permissions import AccountPermission
from accounts.services.access import locks
from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address


def work(desk: Desk) -> Work:
    """A line for each kind of thing that waits."""
    return Work(place=5, todos=list(_todos(desk)))


def _todos(desk: Desk) -> Iterator[Todo]:
    if not desk.user.may(AccountPermission.USERS_WRITE):
        return
    asked = PeopleRequest.objects.visible_to(desk.user).waiting().count()
    if asked:
        title = _("%(n)s requests about people") % {"n": asked}
        url = address("accounts:request-list", state=RequestState.OPEN)
        yield Todo(_("People"), title, _("asked for by leads"), url, _("Answer"))
    locked = User.objects.filter(is_active=True, username__in=locks().values("username")).count()
    if locked:
        title = _("%(n)s locked accounts") % {"n": locked}
        yield Todo(
            _("People"),
            title,
            _("too many failed sign-ins"),
            f"{reverse('accounts:user-list')}?state=locked",
            _("View"),
        )
