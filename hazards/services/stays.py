"""Enterprises that stay where they are while departments of the place have one of their hazards in hand."""

from collections.abc import Collection
from typing import Final

from django.db.models import Exists, OuterRef, Q

from hazards.choices import ENDED, EnforcementKind, HazardStatus, Supervision
from hazards.models import Enforcement, Hazard

IN_HAND: Final = (HazardStatus.REPORTED, HazardStatus.ACCEPTED, HazardStatus.ENFORCING)
MOST_ASKED: Final = 5000


def reasons_to_stay(ids: Collection[int] | None) -> dict[int, str]:
    """{enterprise: why it cannot move now}, of those asked for or of all (`enterprises.stays`)."""
    stop = Enforcement.objects.filter(hazard=OuterRef("pk"), kind=EnforcementKind.STOP, reopening__isnull=True)
    open_ones = Hazard.objects.exclude(state__in=ENDED)
    rows = open_ones.filter(Q(state__in=IN_HAND) | ~Q(supervise=Supervision.NONE) | Q(Exists(stop))).order_by("-pk")
    if ids is not None and len(ids) <= MOST_ASKED:
        rows = rows.filter(enterprise__in=ids)
    wanted = None if ids is None else frozenset(ids)
    return {
        enterprise: f"的隐患 {number} 正由所在地部门办理（拒不整改报告、停产停业或者挂牌督办），办结前所在地不能变更。"
        for enterprise, number in rows.values_list("enterprise", "hazard_no").iterator(chunk_size=2000)
        if wanted is None or enterprise in wanted
    }
