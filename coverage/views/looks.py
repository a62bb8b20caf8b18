"""How the columns of the register and of the gap stand on their pages."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.listing.columns import Look
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import address, row_address

#: The shape of the tag of each state of cover.
TAGS: Final = MappingProxyType({"insured": "done", "never": "over", "future": "run"})


def cover_tag(row: Row) -> SafeString:
    """The state of cover; where it lapsed, since how many days."""
    words = (
        ngettext("Lapsed %(n)s day", "Lapsed %(n)s days", row.days_lapsed) % {"n": row.days_lapsed}
        if row.cover_state == "lapsed"
        else row.cover_word
    )
    return state_tag(words, TAGS.get(row.cover_state, "warn"))


def cover_cell(row: Row) -> SafeString:
    """The state of cover, the way to its grounds, and what inspections found there."""
    grounds = _("Grounds and handling")
    link = format_html(
        '{} <a class="nowrap" href="{}{}" aria-label="{} {}">{}</a>',
        cover_tag(row),
        row_address("coverage:candidate-detail", row.pk),
        row.on_query,
        grounds,
        row.name,
        grounds,
    )
    if not getattr(row, "findings_made", None):
        return link
    told = ngettext("%(n)s finding of cross-inspection", "%(n)s findings of cross-inspection", row.findings_made) % {
        "n": row.findings_made
    }
    return format_html(
        '{} <a class="nowrap" href="{}">{}</a>',
        link,
        address("inspections:finding-list", q=row.uscc, state="not-revoked"),
        told,
    )


LOOKS: Final[Mapping[str, Look]] = MappingProxyType(
    {
        "name": Look(under="uscc", url=lambda row: row_address("workbench:enterprise-detail", row.pk)),
        "city.name": Look("nowrap is-meta"),
        "county.name": Look("nowrap is-meta"),
        "sector_words": Look(),
        "employees": Look("num is-meta"),
        "last_insurer": Look(),
        "last_end_on": Look("nowrap is-meta"),
        "cover_word": Look("corner", cell=cover_cell),
        "last_service_on": Look("nowrap is-meta"),
    }
)
#: The register: the state of cover alone.
REGISTER_LOOKS: Final[Mapping[str, Look]] = MappingProxyType({**LOOKS, "cover_word": Look("corner", cell=cover_tag)})
