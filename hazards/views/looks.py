"""How the columns of the hazard ledger stand on its page."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from core.listing.columns import Look
from core.rows import Row
from core.templatetags.portal import day
from core.views.addresses import row_address
from hazards.choices import HazardLevel


def number_cell(row: Row) -> SafeString:
    """Number, or state where there is none yet, over the level."""
    level = row.get_level_display()
    marked = format_html('<span class="p-level">{}</span>', level) if row.level == HazardLevel.MAJOR else level
    url = row_address("hazards:hazard-detail", row.pk)
    return format_html(
        '<b><a href="{}">{}</a></b><small>{}</small>', url, row.hazard_no or row.get_state_display(), marked
    )


def text_cell(row: Row) -> SafeString:
    text = row.description
    return format_html('<span class="cut" title="{}">{}</span><small>{}</small>', text, text, row.place)


def deadline_cell(row: Row) -> SafeString:
    """The day over how far it is away."""
    if row.over:
        told = format_html(
            '<small class="warm">{}</small>',
            ngettext("%(n)s day overdue", "%(n)s days overdue", row.over) % {"n": row.over},
        )
    elif row.left is not None:
        told = format_html(
            "<small>{}</small>", ngettext("%(n)s day left", "%(n)s days left", row.left) % {"n": row.left}
        )
    else:
        told = format_html("{}", "")
    return format_html("<span>{}</span>{}", day(row.deadline), told)


LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "hazard_no": Look(cell=number_cell),
        "enterprise.name": Look("brief is-meta", under="county.name"),
        "description": Look("two slim brief is-meta", cell=text_cell),
        "found_on": Look("nowrap is-meta", under="origin"),
        "deadline": Look("two slim nowrap is-meta", cell=deadline_cell),
        "get_state_display": Look("corner", cell=lambda row: row.tag),
    }
)
