"""What happens at the door goes into the log: sign-in, refusal, lock, end, factors, passwords (等保 8.1.4.3 a)."""

from collections.abc import Mapping
from typing import Final

from allauth.account import signals as account
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa import signals as factors
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.door import services
from accounts.models import User
from core import audit, clock
from core.web.clients import client_address

#: Keys of the session, in seconds of the true clock: when it began, was used last, when the password was chosen.
BEGAN: Final = "door.began"
SEEN: Final = "door.seen"
CHOSEN: Final = "door.chosen"
#: The means of a sign-in at the identity service (`accounts.door.views.outside`).
OUTSIDE: Final = "oidc"
#: Of a name that is no account only so much is kept: people type passwords into the wrong field.
KEPT_OF_UNKNOWN: Final = 2


def tell(action: str, request: HttpRequest | None, *, by: User | None, subject: str, **detail: object) -> None:
    """One event with the address that the request came from; a sign-in of a program, without an address, has none."""
    if request is not None and request.META.get("REMOTE_ADDR"):
        address = client_address(request)
        audit.record(action, by=by, at=clock.now(), subject=subject, address=address, **detail)


def start_clock(request: HttpRequest, person: User) -> None:
    """The session begins now, and remembers since when the password stands."""
    now = clock.true_now()
    request.session[BEGAN] = request.session[SEEN] = int(now.timestamp())
    request.session[CHOSEN] = int(services.note_password(person=person, at=now).timestamp())


@receiver(user_logged_in, dispatch_uid="door.signed_in")
def signed_in(request: HttpRequest, user: User, **_kwargs: object) -> None:
    start_clock(request, user)
    means = [str(one.get("type") or one.get("method")) for one in get_authentication_records(request, user)]
    if OUTSIDE in means:  # the age of a password that was not used is not asked for
        request.session[CHOSEN] = request.session[BEGAN]
    tell("session.began", request, by=user, subject=user.username, means=means)


@receiver(user_login_failed, dispatch_uid="door.refused")
def refused(credentials: Mapping[str, object], request: HttpRequest | None = None, **kwargs: object) -> None:
    name = str(credentials.get("username", ""))
    person = User.objects.select_related("organisation").filter(username=name).first()
    subject = name if person is not None else f"{name[:KEPT_OF_UNKNOWN]}…"
    why = kwargs.get("why") or ("password" if person is not None else "unknown-name")
    tell("session.refused", request, by=person, subject=subject, reason=why)


@receiver(user_locked_out, dispatch_uid="door.locked")
def locked(request: HttpRequest, username: str, **_kwargs: object) -> None:
    person = User.objects.select_related("organisation").filter(username=username).first()
    subject = username if person is not None else f"{username[:KEPT_OF_UNKNOWN]}…"
    tell("session.locked", request, by=person, subject=subject)


@receiver(user_logged_out, dispatch_uid="door.signed_out")
def signed_out(request: HttpRequest, user: User | None, **_kwargs: object) -> None:
    if user is not None and not getattr(request, "door_expired", False):
        tell("session.ended", request, by=user, subject=user.username)


@receiver([account.password_changed, account.password_set], dispatch_uid="door.password")
def password_changed(request: HttpRequest, user: User, **_kwargs: object) -> None:
    start_clock(request, user)
    tell("password.changed", request, by=user, subject=user.username)


@receiver(factors.authenticator_added, dispatch_uid="door.factor_added")
def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    tell("factor.added", request, by=user, subject=user.username, factor=str(authenticator.type))


@receiver(factors.authenticator_removed, dispatch_uid="door.factor_removed")
def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: object) -> None:
    tell("factor.removed", request, by=user, subject=user.username, factor=str(authenticator.type))


@receiver(factors.authenticator_reset, dispatch_uid="door.recovery")
def recovery_made(request: HttpRequest, user: User, **_kwargs: object) -> None:
    tell("factor.recovery", request, by=user, subject=user.username)
