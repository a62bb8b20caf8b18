"""How the columns of the history of uploads stand on its page."""

from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.imports import registry
from core.languages import shown
from core.listing.columns import LINE, NUMBER, STATE, Look, Looks, lead_to
from core.rows import Row
from core.templatetags.portal import thousands
from core.views.tables import Columns

UPLOAD_COLUMNS: Final[Columns] = (
    (pgettext_lazy("upload", "File"), "name"),
    (_("Ledger"), "kind"),
    (_("Organisation"), "office.name"),
    (_("Uploaded"), "created_at"),
    (_("Rows"), "rows"),
    (_("Accepted"), "accepted"),
    (_("Held"), "held"),
    (_("State"), "get_state_display"),
    (_("Person"), "owner"),
)


def kind_cell(row: Row) -> SafeString:
    """The ledger by the title of its workbook, in the language of the page."""
    return format_html("{}", shown(registry.importer(row.kind).title, "ledger"))


def held_cell(row: Row) -> SafeString:
    """Rows that wait for somebody stand out."""
    return format_html('<span class="warm">{}</span>' if row.held else "{}", thousands(row.held))


LOOKS: Final[Looks] = MappingProxyType(
    {
        "name": lead_to("imports:upload-detail"),
        "kind": Look("nowrap is-meta", cell=kind_cell),
        "office.name": Look(),
        "created_at": LINE,
        "rows": NUMBER,
        "accepted": NUMBER,
        "held": Look("num is-meta", cell=held_cell),
        "get_state_display": STATE,
    }
)
