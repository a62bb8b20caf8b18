"""Events of the log as their readers see them: of which log they are, and what was before and after, in words."""

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.door.steps import state_in_words, step_in_words
from accounts.door.vocabulary import code_in_words, fact_in_words, key_in_words, masked, own_step_in_words
from core.audit import LEAVING
from core.languages import listed, put
from core.models import AuditEvent

#: What belongs to the log of sign-ins: sessions, factors, passwords.
DOOR: Final = ("session.", "factor.", "password.")
SIGN_INS: Final = reduce(or_, (Q(action__startswith=name) for name in DOOR))
#: What left the portal, and what was read without a mask.
LEFT: Final = reduce(or_, (Q(action__endswith=ending) for ending in LEAVING))
EXPORTS: Final = LEFT | Q(action__contains="unmask") | Q(action__contains="reveal")
VALUES: Final[dict[object, str | Promise]] = {
    "password": _("Password"),
    "code": _("Code"),
    "unknown-name": _("No account of this name"),
    "not-allowed": _("Not permitted"),
    "idle": _("Not used for too long"),
    "absolute": _("The longest time was reached"),
    "totp": _("Authenticator app"),
    "webauthn": _("Security key"),
    "recovery_codes": _("Recovery codes"),
    "disabled": _("Account disabled"),
    "oidc": _("Identity service"),
    "oidc-away": _("Identity service does not answer"),
    "oidc-denied": _("Refused by the identity service"),
    "oidc-state": _("Not the attempt that this browser began"),
    "oidc-token": _("Answer of the identity service not valid"),
    True: _("Yes"),
    False: _("No"),
}
#: Told in columns of their own.
APART: Final = frozenset({"address", "before", "after"})
#: Its value is the name of a step.
STEP: Final = "step"
#: Their values are names of fields.
NAMES_OF_FIELDS: Final = frozenset({"fields", "field"})


def address_of(event: AuditEvent) -> str:
    """Where the request came from; empty for what the portal did by itself."""
    return str(event.detail.get("address", ""))


def changes_of(event: AuditEvent) -> list[tuple[str, str, str]]:
    """(what, before, after) of an event that tells of both."""
    before, after, action = event.detail.get("before"), event.detail.get("after"), event.action
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return [
            (key_in_words(name, action), in_words(old.get(name), action, name), in_words(new.get(name), action, name))
            for name in names
        ]
    if before is None and after is None:
        return []
    return [("", _state(before, action), _state(after, action))]


def _state(value: object, action: str) -> str:
    """What a move made of a state, by the table of the move."""
    return (state_in_words(value, action) if isinstance(value, str) else None) or in_words(value, action)


def facts_of(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """What else the event holds, in words where there are any."""
    for name, value in event.detail.items():
        if name not in APART and value not in (None, "", [], {}):
            yield fact_in_words(name, event.action), in_words(value, event.action, name)


def in_words(value: object, action: str = "", name: str = "") -> str:
    """A value as people read it: codes by their words, names of fields by theirs, telephones masked."""
    if value in (None, ""):
        return "—"
    if isinstance(value, str | bool) and value in VALUES:
        return str(VALUES[value])
    if isinstance(value, list):
        return listed(in_words(one, action, name) for one in value)
    if isinstance(value, dict):
        return listed(
            (put("{}：{}", key_in_words(key, action), in_words(one, action, key)) for key, one in value.items()), "；"
        )
    if isinstance(value, str):
        if name in NAMES_OF_FIELDS:
            return listed(key_in_words(one.strip(), action) for one in value.split(","))
        if name == STEP and (step := own_step_in_words(value, action) or step_in_words(value)):
            return step
        return code_in_words(value, action) or masked(name, value)
    return str(value)
