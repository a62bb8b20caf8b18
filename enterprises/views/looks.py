"""How the columns of the lists of enterprises' rooms stand on their pages: outsourcing, looks at contact data."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing.columns import DEED, LINE, NUMBER, Look, Looks
from core.rows import Row
from core.templatetags.portal import day
from core.views.addresses import row_address
from core.views.tables import Columns

#: The column of what may be done to a row.
ACTION: Final = (gettext_lazy("Action"), "correct")
OUTSOURCING_COLUMNS: Final[Columns] = (
    (gettext_lazy("Enterprise"), "enterprise.name"),
    (gettext_lazy("Outsourced or leased"), "get_kind_display"),
    (gettext_lazy("Contractor or tenant"), "counterparty"),
    (gettext_lazy("Project or place"), "project"),
    (gettext_lazy("Qualification in order"), "qualified"),
    (gettext_lazy("Safety agreement signed"), "agreement"),
    (gettext_lazy("In the firm's own safety management"), "managed"),
    (gettext_lazy("Last check"), "checked_on"),
    (gettext_lazy("Note"), "note"),
    ACTION,
)


def yes_or_no(name: str) -> Callable[[Row], SafeString]:
    """A cell for a truth by its name, in the language of the page."""
    return lambda row: format_html("{}", _("Yes") if getattr(row, name) else _("No"))


def correct_cell(row: Row) -> SafeString:
    word = _("Correct")
    return format_html(
        '<a class="btn btn-text btn-sm" href="{}" aria-label="{} {}">{}</a>',
        row_address("enterprises:outsourcing-edit", row.pk),
        word,
        row.counterparty,
        word,
    )


LOOKS: Final[Looks] = MappingProxyType(
    {
        "enterprise.name": Look(
            under="where", url=lambda row: row_address("workbench:enterprise-detail", row.enterprise_id)
        ),
        "get_kind_display": Look(),
        "counterparty": Look(under="counterparty_uscc"),
        "project": Look(),
        "qualified": Look(cell=yes_or_no("qualified")),
        "agreement": Look(cell=yes_or_no("agreement")),
        "managed": Look(cell=yes_or_no("managed")),
        "checked_on": Look("nowrap is-meta", cell=lambda row: format_html("{}", day(row.checked_on))),
        "correct": Look(DEED, cell=correct_cell),
    }
)


#: Who looked at contact data or took them along: one look at both tables of the page.
CONTACT_COLUMNS: Final[Columns] = (
    (gettext_lazy("Enterprise"), "subject"),
    (gettext_lazy("Person and organisation"), "person"),
    (gettext_lazy("Reason"), "detail.reason"),
    (gettext_lazy("At"), "at"),
)
EXPORT_COLUMNS: Final[Columns] = (
    (gettext_lazy("Ledger"), "subject"),
    *CONTACT_COLUMNS[1:3],
    (gettext_lazy("Rows of this place"), "here"),
    CONTACT_COLUMNS[3],
)
EXPORT_LOOKS: Final[Looks] = MappingProxyType(
    {
        "subject": Look(),
        "person": Look(under="organisation"),
        "detail.reason": Look(),
        "here": NUMBER,
        "at": LINE,
    }
)
CONTACT_LOOKS: Final[Looks] = MappingProxyType(
    {**EXPORT_LOOKS, "subject": Look(url=lambda row: row_address("workbench:enterprise-detail", row.firm))}
)
