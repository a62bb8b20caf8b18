"""How the columns of findings stand on their page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.safestring import SafeString

from core.listing.columns import Look
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import row_address
from inspections.choices import FindingState

TAGS: Final = MappingProxyType({FindingState.SETTLED: "done", FindingState.REVOKED: "", FindingState.OBJECTED: "warn"})


def state_cell(row: Row) -> SafeString:
    return state_tag(row.get_state_display(), TAGS.get(row.state, "run"))


LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "no": Look("nowrap", url=lambda row: row_address("inspections:finding-detail", row.pk)),
        "about": Look(under="get_subject_display"),
        "get_kind_display": Look("nowrap is-meta"),
        "task.inspected.name": Look("nowrap is-meta"),
        "found_on": Look("nowrap is-meta"),
        "routing.handover.receiver.name": Look(),
        "next_step": Look(),
        "get_state_display": Look("corner", cell=state_cell),
    }
)
