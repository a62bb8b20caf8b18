"""Links by which people set a password: shown once, kept as a digest, valid once and for a day."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.choices import AccountDeed
from accounts.guards import not_oneself
from accounts.models import PasswordLink, User
from accounts.permissions import AccountPermission
from accounts.services.access import drop_sessions
from accounts.services.telling import tell
from core.writing import Refused, Seen, insist, lock, open_row, open_unattended

GONE: Final = "此链接已失效：已经用过、已过期或已重新生成。请联系系统管理员重新生成。"


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make_link(*, person: User, seen: Seen, by: User, at: datetime) -> str:
    """A new link for a person; gives its token, which is stored nowhere. Raises NotAllowed, Refused, Stale.

    The password in force ends with it, as do sessions and earlier links.
    """
    with open_row(
        person,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="make-link",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(not_oneself(locked, by))
        return issue_link(locked, by=by, at=at)


def issue_link(person: User, *, by: User | None, at: datetime) -> str:
    """The link itself, inside a write that has the person locked."""
    PasswordLink.objects.filter(person=person, used_at=None, withdrawn_at=None).update(withdrawn_at=at)
    token = secrets.token_urlsafe(32)
    hours = settings.PASSWORD_LINK_HOURS
    PasswordLink.objects.create(
        person=person,
        digest=digest_of_token(token),
        made_by=by,
        made_at=at,
        expires_at=at + timedelta(hours=hours),
    )
    person.set_unusable_password()
    person.version += 1
    person.save(update_fields=["password", "version"])
    drop_sessions(person)
    tell(person, AccountDeed.LINK, f"{hours} 小时内有效，只能使用一次", by=by, at=at)
    return token


def find_link(token: str, at: datetime) -> PasswordLink | None:
    """The link of a token, if it still sets a password."""
    rows = PasswordLink.objects.open_at(at).filter(digest=digest_of_token(token))
    return rows.select_related("person__organisation").first()


def set_password(*, token: str, password: str, at: datetime) -> User:
    """Set the password that a link allows, once. Raises Refused."""
    with open_unattended(at=at, step="set-password"):
        found = find_link(token, at)
        link = lock(found) if found is not None else None
        if link is None or link.used_at is not None or link.withdrawn_at is not None:
            raise Refused(GONE)
        person = lock(link.person, related=["organisation"])
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise Refused(*[("password1", message.rstrip("。")) for message in error.messages]) from error
        link.used_at = at
        link.save(update_fields=["used_at"])
        person.set_password(password)
        person.must_change_password = False
        person.version += 1
        person.save(update_fields=["password", "must_change_password", "version"])
        drop_sessions(person)
        tell(person, AccountDeed.PASSWORD, "", by=person, at=at)
    return person
