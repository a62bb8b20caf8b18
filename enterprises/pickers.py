"""Enterprises to pick, by credit code, name or the pinyin initials of the name; so do ledgers of their rows."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Q

from core.contributions.pickers import MOST, Pick, Source
from core.people import User
from enterprises.models import Enterprise, NameInitials
from enterprises.permissions import EnterprisePermission


def named(text: str, prefix: str = "") -> Q:
    """Enterprises that the text may mean; `prefix` leads to them from another ledger, such as `enterprise__`."""
    found = Q(**{f"{prefix}name__icontains": text}) | Q(**{f"{prefix}uscc__startswith": text.upper()})
    if text.isascii() and text.isalnum():
        known = NameInitials.objects.filter(initials__contains=text.lower()).values("enterprise")
        found |= Q(**{f"{prefix}pk__in": known})
    return found


def find_enterprises(user: User, text: str, _day: date) -> Iterator[Pick]:
    rows = Enterprise.objects.visible_to(user).filter(named(text)).select_related("county").order_by("pk")
    for row in rows[:MOST]:
        yield Pick(row.uscc, f"{row.name}，{row.county.name}")


SOURCES: Final = {"enterprise": Source(EnterprisePermission.ENTERPRISE_VIEW, find_enterprises)}
