"""What waits for the system administrator, requests of leads and locked accounts; and the administrators' figures."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import AccountState, RequestState
from accounts.door.events import SIGN_INS
from accounts.filters import UNCONFIRMED, in_state
from accounts.models import PeopleRequest, User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS
from accounts.services.access import locks
from core.contributions.desk import Desk, NoDay, Tile, Todo, Work
from core.models import AuditEvent
from core.permissions import CorePermission
from core.views.addresses import address


def work(desk: Desk) -> Work:
    """A line for each kind of thing that waits; figures for administrators."""
    return Work(place=5, tiles=list(_tiles(desk)), todos=list(_todos(desk)))


def _tiles(desk: Desk) -> Iterator[Tile]:
    """Accounts for who keeps them, the events of the day for who reads them."""
    if desk.user.may(AccountPermission.USERS_VIEW):
        people = User.objects.visible_to(desk.user)
        for state, note in (
            (AccountState.ACTIVE, _("accounts that can be used")),
            (AccountState.WAITING, _("never signed in")),
            (AccountState.LOCKED, _("too many failed sign-ins")),
            (AccountState.IDLE, _("to be asked about, or disabled")),
        ):
            number, url = in_state(people, state).count(), address("accounts:user-list", state=state)
            yield Tile(
                str(state.label),
                number,
                url,
                note,
                unit=_("accounts"),
                warm=state == AccountState.LOCKED and number > 0,
            )
    if desk.user.may(AccountPermission.ADMINISTRATORS_CONFIRM):
        rows, page = administrators(desk), "accounts:administrator-list"
        in_force, url = in_state(rows, AccountState.ACTIVE).count(), address(page, state=AccountState.ACTIVE)
        yield Tile(_("Administrators in force"), in_force, url, _("of the three kinds"), unit=_("accounts"))
        waiting, url = in_state(rows, UNCONFIRMED).count(), address(page, state=UNCONFIRMED)
        note = _("a second person brings them into force")
        yield Tile(_("Awaiting confirmation"), waiting, url, note, unit=_("accounts"), warm=waiting > 0)
    if desk.user.may(CorePermission.AUDIT_VIEW):
        events = AuditEvent.objects.visible_to(desk.user).filter(at__date__gte=desk.today).exclude(SIGN_INS)
        url = address("accounts:audit-list", since=desk.today.isoformat())
        yield Tile(_("Operations today"), events.count(), url, _("in the log of operations"), unit=_("events"))


def administrators(desk: Desk) -> "QuerySet[User]":
    """The accounts on the list of the security administrator."""
    return User.objects.visible_to(desk.user).filter(role__in=ADMINISTRATORS)


def _todos(desk: Desk) -> Iterator[Todo]:
    if desk.user.may(AccountPermission.ADMINISTRATORS_CONFIRM):
        for row in in_state(administrators(desk), UNCONFIRMED).order_by("username"):
            url = address("accounts:administrator-confirm", row.pk)
            action = _("Bring the account into force")
            yield desk.line(_("People"), str(row), row.get_role_display(), url, action, NoDay.SECOND_PERSON)
    if not desk.user.may(AccountPermission.USERS_WRITE):
        return
    asked = PeopleRequest.objects.visible_to(desk.user).waiting().count()
    if asked:
        title = ngettext("%(n)s request about people", "%(n)s requests about people", asked) % {"n": asked}
        url = address("accounts:request-list", state=RequestState.OPEN)
        yield desk.line(_("People"), title, _("asked for by leads"), url, _("Answer"), NoDay.ANSWER, count=asked)
    locked = User.objects.filter(is_active=True, username__in=locks().values("username")).count()
    if locked:
        title = ngettext("%(n)s locked account", "%(n)s locked accounts", locked) % {"n": locked}
        url = address("accounts:user-list", state=AccountState.LOCKED)
        yield desk.line(_("People"), title, _("too many failed sign-ins"), url, _("View"), NoDay.OWN_WORK, count=locked)
