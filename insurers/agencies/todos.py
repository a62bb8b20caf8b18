"""Certificates of one's own people that end soon or have ended, on the workbench."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Count, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from core.contributions.desk import Desk, NoDay, Todo, Work
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
        (
            Standing.EXPIRED,
            ngettext_lazy(
                "%(n)s certificate of service staff has expired",
                "%(n)s certificates of service staff have expired",
                "n",
            ),
        ),
        (
            Standing.SOON,
            ngettext_lazy(
                "%(n)s certificate of service staff ends within 30 days",
                "%(n)s certificates of service staff end within 30 days",
                "n",
            ),
        ),
    ):
        rows = own.filter(condition_of(standing, desk.today))
        found = rows.order_by().aggregate(n=Count("pk"), first=Min("valid_to"))
        if found["n"]:
            text, url = title % {"n": found["n"]}, address(LIST, standing=standing, own="true")
            detail, due = _("own people on the register of service staff"), found["first"] or NoDay.UNSET
            yield desk.line(_("Service staff"), text, detail, url, _("Open"), due, count=found["n"])
