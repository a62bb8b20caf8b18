"""Sessions and locks of an account, and the own password asked again before a dangerous step."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final, cast

from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from redis.exceptions import RedisError

from accounts.choices import AccountDeed
from accounts.guards import not_oneself
from accounts.models import User
from accounts.permissions import AccountPermission
from accounts.services.telling import tell
from core import audit
from core.writing import Refused, insist, open_row

#: So many wrong entries of the own password end the own sessions; the count is kept for the minutes.
WRONG_ENTRIES: Final = 5
COUNTED_SECONDS: Final = 1800


def drop_sessions(person: User) -> None:
    """End all sessions of a person at once; the caller has the row locked."""
    User.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.session_epoch += 1
    known = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(known.values_list("session_key", flat=True))).delete()
    known.delete()


def sessions_of(person: User) -> int:
    """In how many places the person is signed in."""
    return int(UserSession.objects.filter(user=person).count())


def end_sessions(*, person: User, by: User, at: datetime) -> User:
    """End the sessions of a person, whose forms stay as drafts. Raises NotAllowed, Refused."""
    with open_row(
        person, by=by, permission=AccountPermission.USERS_WRITE, at=at, step="end-sessions", related=["organisation"]
    ) as locked:
        insist(not_oneself(locked, by))
        drop_sessions(locked)
        tell(locked, AccountDeed.SIGNED_OUT, "", by=by, at=at)
    return locked


def unlock_person(*, person: User, by: User, at: datetime) -> User:
    """Forget the failed sign-ins of an account; its password stays. Raises NotAllowed, Refused."""
    with open_row(
        person, by=by, permission=AccountPermission.USERS_WRITE, at=at, step="unlock-person", related=["organisation"]
    ) as locked:
        insist(not_oneself(locked, by))
        found, _of = AccessAttempt.objects.filter(username=locked.username).delete()
        insist(None if found else "账号未被锁定")
        tell(locked, AccountDeed.UNLOCKED, "", by=by, at=at)
    return locked


def locks(usernames: Iterable[str] | None = None) -> "QuerySet[AccessAttempt]":
    """The failed sign-ins that lock an account now, by the clock of the database, of these names or of all."""
    span: timedelta = get_cool_off() or timedelta()
    rows = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=Now() - span
    )
    if usernames is not None:
        rows = rows.filter(username__in=list(usernames))
    return cast("QuerySet[AccessAttempt]", rows)


def insist_own_password(*, by: User, password: str, at: datetime) -> None:
    """The person at the screen is the one who signed in. Raises Refused; repeated wrong entries end the sessions."""
    if by.check_password(password):
        forget_wrong_entries(by)
        return
    raise Refused(("own_password", tell_wrong_entry(by=by, at=at)))


def tell_wrong_entry(*, by: User, at: datetime) -> str:
    """Count a wrong entry of the own password and keep its event; the sentence about it. The last one ends the sessions."""
    wrong = _count_wrong_entry(_key_of(by))
    audit.record("person.own_password_wrong", by=by, at=at, subject=by.username, entries=wrong)
    if wrong >= WRONG_ENTRIES:
        forget_wrong_entries(by)
        drop_sessions(by)
        return "本人密码连续输错，已退出登录，请重新登录"
    return f"本人密码不正确，请重新输入；还可输入 {WRONG_ENTRIES - wrong} 次"


def _key_of(by: User) -> str:
    return f"{connection.settings_dict['NAME']}:own-password:{by.pk}"


def _count_wrong_entry(key: str) -> int:
    """How many there were; the most that are allowed while nothing can be counted, so that nobody guesses on."""
    try:
        cache.add(key, 0, COUNTED_SECONDS)
        return cache.incr(key)
    except RedisError:
        return WRONG_ENTRIES


def forget_wrong_entries(by: User) -> None:
    """The person has shown to know it."""
    with suppress(RedisError):
        cache.delete(_key_of(by))
