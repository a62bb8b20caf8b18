"""Services to pick, by their number or by the enterprise; void and corrected ones are not offered."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Q

from core.contributions.pickers import MOST, Pick, Source
from core.languages import listed
from core.people import User
from core.rows import begins
from enterprises.models import Enterprise
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission


def find_services(user: User, text: str, _day: date) -> Iterator[Pick]:
    fits = begins("activity_no", text) | Q(enterprise__in=Enterprise.objects.search(text).values("pk"))
    rows = Activity.objects.visible_to(user).standing().filter(fits).select_related("enterprise")
    for row in rows.order_by("-start_on", "-pk")[:MOST]:
        yield Pick(row.activity_no, listed((row.enterprise.name, row.get_kind_display(), row.start_on), "，"))


SOURCES: Final = {"activity": Source(ActivityPermission.ACTIVITY_VIEW, find_services)}
