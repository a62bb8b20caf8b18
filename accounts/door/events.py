"""Events of the log as their readers see them: of which log they are, and what was before and after, in words."""

import json
from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import AuditEvent

#: What belongs to the log of sign-ins: sessions, factors, passwords.
DOOR: Final = ("session.", "factor.", "password.")
SIGN_INS: Final = reduce(or_, (Q(action__startswith=name) for name in DOOR))
#: What left the portal, and what was read without a mask.
EXPORTS: Final = Q(action__endswith=".exported") | Q(action__contains="unmask") | Q(action__contains="reveal")
LABELS: Final[dict[str, str | Promise]] = {
    "reason": _("Reason"),
    "means": _("Means"),
    "factor": _("Second factor"),
    "count": _("Count"),
    "rows": _("Rows"),
    "kind": _("Kind"),
    "step": _("Step"),
    "days": _("Days"),
    "masked": _("Contact data masked"),
}
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
    True: _("Yes"),
    False: _("No"),
}
#: Told in columns of their own.
APART: Final = frozenset({"address", "before", "after"})


def address_of(event: AuditEvent) -> str:
    """Where the request came from; empty for what the portal did by itself."""
    return str(event.detail.get("address", ""))


def changes_of(event: AuditEvent) -> list[tuple[str, str, str]]:
    """(what, before, after) of an event that tells of both."""
    before, after = event.detail.get("before"), event.detail.get("after")
    if isinstance(before, dict) or isinstance(after, dict):
        old, new = before or {}, after or {}
        names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        return [(label_of(name), in_words(old.get(name)), in_words(new.get(name))) for name in names]
    if before is None and after is None:
        return []
    return [("", in_words(before), in_words(after))]


def facts_of(event: AuditEvent) -> Iterator[tuple[str, str]]:
    """What else the event holds, in words where there are any."""
    for name, value in event.detail.items():
        if name not in APART and value not in (None, "", [], {}):
            yield label_of(name), in_words(value)


def label_of(name: str) -> str:
    return str(LABELS.get(name, name))


def in_words(value: object) -> str:
    if value in (None, ""):
        return "—"
    if isinstance(value, str | bool) and value in VALUES:
        return str(VALUES[value])
    if isinstance(value, list):
        return "、".join(in_words(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)
