"""Agencies and professionals to pick, by name or the pinyin initials of the name.

An agency that the insurer stopped is not offered, nor a professional whose certificate is not valid on the day.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from core.contributions.pickers import Pick, Source
from core.languages import listed
from core.people import User
from enterprises.initials import initials_of
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.services import offered_agencies, offered_professionals
from insurers.base.choices import OWN_STAFF


def find_agencies(user: User, text: str, day: date) -> Iterator[Pick]:
    for row in offered_agencies(user, day):
        if fits(text, row.name) or text.lower() in row.code.lower():
            yield Pick(row.name, row.code)


def find_servers(user: User, text: str, day: date) -> Iterator[Pick]:
    """Who gives a service: the insurer's own staff, or an agency."""
    if fits(text, OWN_STAFF):
        yield Pick(OWN_STAFF, _("Your own staff give the service"))
    yield from find_agencies(user, text, day)


def find_professionals(user: User, text: str, day: date, *, agency: str = "", start_on: str = "") -> Iterator[Pick]:
    """Whoever may serve on the day that the form holds; only people of the agency that it names, and one's own."""
    named = "" if agency == OWN_STAFF else agency
    for row in offered_professionals(user, day_of(start_on) or day, named):
        if agency == OWN_STAFF and row.organisation_id != user.organisation_id:
            continue
        if fits(text, row.name):
            until = _("valid to %(day)s") % {"day": row.valid_to} if row.valid_to else _("valid without end")
            words = (row.get_kind_display(), row.organisation.name, row.get_certificate_display(), until)
            yield Pick(row.name, listed(words, "，"))


def fits(text: str, name: str) -> bool:
    word = text.lower()
    return word in name.lower() or word in initials_of(name)


def day_of(text: str) -> date | None:
    """A day as the browser's calendar sends it, None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


SOURCES: Final = {
    "agency": Source(AgencyPermission.AGENCY_VIEW, find_agencies),
    "server": Source(AgencyPermission.AGENCY_VIEW, find_servers),
    "staff": Source(
        AgencyPermission.PROFESSIONAL_VIEW, find_professionals, beside=("agency", "start_on"), least=1, is_list=True
    ),
}
