"""Drafts of long forms: kept while one types, so that an ended session or a closed window loses nothing."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.http import QueryDict

from core.models import Draft
from core.people import User, Visitor

#: A form has at most so many fields, and so many characters in all.
MOST_FIELDS: Final = 500
MOST_TEXT: Final = 100_000
#: A person's drafts: the oldest make room.
MOST_DRAFTS: Final = 50
NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", "draft_next"})


class DraftTooLong(Exception):
    """More than a form can hold."""


def keep(*, key: str, sent: QueryDict, by: User, at: datetime) -> Draft:
    """Keep what was sent under the key, in place of what was kept before. Raises DraftTooLong."""
    values = {name: sent.getlist(name) for name in sent if name not in NOT_KEPT}
    length = sum(len(name) + sum(map(len, found)) for name, found in values.items())
    if len(values) > MOST_FIELDS or length > MOST_TEXT:
        raise DraftTooLong(key)
    with transaction.atomic():
        draft, _is_new = Draft.objects.update_or_create(
            owner=by, key=key, defaults={"values": values, "updated_at": at}
        )
        kept = Draft.objects.visible_to(by).order_by("-updated_at").values("pk")[:MOST_DRAFTS]
        Draft.objects.visible_to(by).exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()
    return draft


def find(key: str, user: Visitor) -> Draft | None:
    return Draft.objects.visible_to(user).filter(key=key).first()


def as_sent(draft: Draft) -> QueryDict:
    """What was typed, as a form reads it."""
    sent = QueryDict(mutable=True)
    for name, found in draft.values.items():
        sent.setlist(name, found)
    return sent


def drop(key: str, user: Visitor) -> None:
    """Once the form has been stored."""
    Draft.objects.visible_to(user).filter(key=key).delete()
