"""Policies to pick, by their number or by the enterprise."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from core.contributions.pickers import MOST, Pick, Source
from core.languages import listed
from core.people import User
from core.rows import begins
from enterprises.models import Enterprise
from insurers.policies.models import Policy
from insurers.policies.permissions import PolicyPermission


def find_policies(user: User, text: str, _day: date) -> Iterator[Pick]:
    fits = begins("policy_no", text) | Q(enterprise__in=Enterprise.objects.search(text).values("pk"))
    rows = Policy.objects.visible_to(user).filter(fits).select_related("enterprise").order_by("-start_on", "-pk")
    for row in rows[:MOST]:
        period = _("%(first)s to %(last)s") % {"first": row.start_on, "last": row.end_on}
        yield Pick(row.policy_no, listed((row.enterprise.name, period, row.get_status_display()), "，"))


SOURCES: Final = {"policy": Source(PolicyPermission.POLICY_VIEW, find_policies)}
