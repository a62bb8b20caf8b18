"""Agencies to pick, by code, name or the pinyin initials of the name; one that the insurer stopped is not offered."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from core.contributions.pickers import Pick, Source
from core.people import User
from enterprises.initials import initials_of
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.services import offered_agencies


def find_agencies(user: User, text: str, day: date) -> Iterator[Pick]:
    word = text.lower()
    for row in offered_agencies(user, day):
        if word in row.name.lower() or word in row.code.lower() or word in initials_of(row.name):
            yield Pick(row.name, row.code)


SOURCES: Final = {"agency": Source(AgencyPermission.AGENCY_VIEW, find_agencies)}
