"""Hazards to pick, by their number, words or the enterprise."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.contributions.pickers import MOST, Pick, Source
from core.languages import put
from core.people import User
from hazards.choices import HazardStatus
from hazards.models import Hazard
from hazards.permissions import HazardPermission


def find_hazards(user: User, text: str, _day: date) -> Iterator[Pick]:
    rows = Hazard.objects.visible_to(user).exclude(state__in=(HazardStatus.DRAFT, HazardStatus.VOID)).search(text)
    for row in rows.select_related("enterprise").order_by("-found_on", "-pk")[:MOST]:
        yield Pick(row.hazard_no, put("{}，{}：{}", row.enterprise.name, row.place, row.description[:30]))


SOURCES: Final = {"hazard": Source(HazardPermission.HAZARD_VIEW, find_hazards)}
