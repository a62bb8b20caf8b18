"""How the columns of services stand on their pages: the list, and the pages of an enterprise, a policy, a professional."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.listing.columns import LINE, ListTable, Look, Looks, plain_columns, table_of
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import row_address
from core.views.tables import Columns
from insurers.activities.models import Activity

NUMBER: Final = (gettext_lazy("Service number"), "activity_no")
#: Whose service it is, where the page does not say it.
WHOSE: Final[Columns] = ((gettext_lazy("Enterprise"), "enterprise.name"), (gettext_lazy("County"), "county.name"))
FACTS: Final[Columns] = (
    (gettext_lazy("Service"), "get_kind_display"),
    (gettext_lazy("Day"), "start_on"),
    (gettext_lazy("Campaign assistance"), "campaign_assist"),
    (gettext_lazy("Hazards found"), "general_hazards"),
    (gettext_lazy("Insurer"), "insurer.name"),
)
SHOWN: Final = {"activity_no", "kind", *(path for _title, path, *_kind in FACTS)}
ACTIVITY_COLUMNS: Final[Columns] = (NUMBER, *WHOSE, *FACTS, *plain_columns(Activity, without=SHOWN))


def number_cell(row: Row) -> SafeString:
    """The number, and whether another record stands before or after it."""
    link = format_html('<a href="{}">{}</a>', row_address("activities:activity-detail", row.pk), row.activity_no)
    noted = format_html("{}{}", corrected(row), corrects(row))
    return format_html("{} {}", link, noted) if noted else link


def corrected(row: Row) -> SafeString | str:
    number = vars(row).get("corrected_by_no")
    return format_html('<small class="warm" title="{}">{}</small>', number, _("Was corrected")) if number else ""


def corrects(row: Row) -> SafeString | str:
    number = vars(row).get("corrects_no")
    return format_html('<small title="{}">{}</small>', number, _("Is a correction")) if number else ""


def campaign_cell(row: Row) -> SafeString:
    return state_tag(_("Yes"), "done") if row.campaign_assist else state_tag(_("No"))


def hazards_cell(row: Row) -> SafeString:
    """General hazards, and the major ones beside them."""
    if not row.major_hazards:
        return format_html("{}", row.general_hazards)
    return format_html('{} + <span class="warm">{} {}</span>', row.general_hazards, row.major_hazards, _("major"))


LOOKS: Final[Looks] = MappingProxyType(
    {
        "activity_no": Look("nowrap", cell=number_cell),
        "enterprise.name": Look("is-meta p-firm", url=lambda row: vars(row).get("enterprise_url", "")),
        "county.name": LINE,
        "get_kind_display": LINE,
        "start_on": LINE,
        "campaign_assist": Look("corner", cell=campaign_cell),
        "general_hazards": Look("num is-meta", cell=hazards_cell),
        "insurer.name": Look("is-meta p-firm", under="branch.name"),
    }
)


def activity_table(rows: Iterable[Row], *, names_unit: bool = False) -> ListTable:
    """The table of some services on another page; with whose they are where `names_unit`."""
    return table_of((NUMBER, *(WHOSE if names_unit else ()), *FACTS), LOOKS, rows, "")
