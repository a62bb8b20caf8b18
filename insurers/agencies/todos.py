"""Certificates of one's own people that end soon or have ended, on the workbench."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address
from insurers.agencies.choices import Standing
from insurers.agencies.filters import condition_of
from insurers.agencies.models import Professional
from insurers.agencies.permissions import AgencyPermission

LIST: Final = "agencies:professional-list"


def work(desk: Desk) -> Work:
    """A line for each of the two lists that is not empty."""
    return Work(place=150, todos=list(_todos(desk)))


def _todos(desk: Desk) -> Iterator[Todo]:
    if not desk.user.may(AgencyPermission.PROFESSIONAL_EDIT):
        return
    keeper = desk.user.organisation_id
    own = Professional.objects.visible_to(desk.user).filter(organisation=keeper)
    for standing, title in (
        (Standing.EXPIRED, _("%(n)s certificates of service staff have expired")),
        (Standing.SOON, _("%(n)s certificates of service staff end within 30 days")),
    ):
        found = own.filter(condition_of(standing, desk.today)).count()
        if found:
            url = address(LIST, standing=standing, own="true")
            yield Todo(_("Service staff"), title % {"n": found}, "", url, _("Open"), count=found)
