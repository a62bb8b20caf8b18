"""Enterprises to pick, by credit code, name or the pinyin initials of the name."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.contributions.pickers import MOST, Pick, Source
from core.languages import put
from core.people import User
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission


def find_enterprises(user: User, text: str, _day: date) -> Iterator[Pick]:
    rows = Enterprise.objects.visible_to(user).search(text).select_related("county").order_by("pk")
    for row in rows[:MOST]:
        yield Pick(row.uscc, put("{}，{}", row.name, row.county.name))


SOURCES: Final = {"enterprise": Source(EnterprisePermission.ENTERPRISE_VIEW, find_enterprises)}
