"""How the columns of findings stand on their page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.listing.columns import STATE, Look
from core.views.addresses import row_address

LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "no": Look("nowrap", url=lambda row: row_address("inspections:finding-detail", row.pk)),
        "about": Look(under="get_subject_display"),
        "get_kind_display": Look("nowrap is-meta"),
        "task.inspected.name": Look("nowrap is-meta"),
        "found_on": Look("nowrap is-meta"),
        "routing.handover.receiver.name": Look(),
        "next_step": Look(),
        "get_state_display": STATE,
    }
)
