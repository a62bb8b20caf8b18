"""The board of key enterprises: list, measures, cover, services and hazards side by side."""

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Final

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.services import current_campaign
from core import clock
from core.listing.columns import LINE, NUMBER, Look, Looks
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import address, row_address
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from core.workbooks.formats import DASH, Form, printed
from enterprises.models import Enterprise
from hazards.choices import HazardLevel
from workbench.filters import KeyFilter
from workbench.key_enterprises import key_enterprises, knows_gap
from workbench.permissions import WorkbenchPermission

COVER: Final = {True: gettext_lazy("Insured"), False: gettext_lazy("No policy")}


def measures_cell(row: Row) -> SafeString:
    """What the plan in force says; a key enterprise without it is to be seen at once."""
    return format_html("{}", Truncator(row.measures).chars(60)) if row.measures else state_tag(_("Missing"), "warn")


def cover_cell(row: Row) -> SafeString:
    return state_tag(row.cover_word, "warn") if row.has_gap else format_html("{}", row.cover_word or DASH)


def hazards_cell(column: str, css: str = "", **query: str) -> Callable[[Row], SafeString]:
    """A number of the firm's hazards, which opens exactly these in their ledger."""

    def cell(row: Row) -> SafeString:
        count: int = getattr(row, column)
        number = printed(Form.COUNT, count)
        url = address("hazards:hazard-list", q=row.uscc, **query)
        return format_html('<a class="{}" href="{}">{}</a>', css, url, number) if count else format_html("{}", number)

    return cell


LOOKS: Final[Looks] = MappingProxyType(
    {
        "name": Look(under="uscc", url=lambda row: row_address("workbench:enterprise-detail", row.pk)),
        "county.name": LINE,
        "get_main_sector_display": LINE,
        "cover_word": Look("nowrap is-meta", cell=cover_cell),
        "measures": Look(cell=measures_cell),
        "assists": NUMBER,
        "last_service_on": LINE,
        "open_hazards": Look(NUMBER.css, cell=hazards_cell("open_hazards", due="open")),
        "major_hazards": Look(
            NUMBER.css, cell=hazards_cell("major_hazards", due="open", level=HazardLevel.MAJOR.value)
        ),
        "overdue_hazards": Look(NUMBER.css, cell=hazards_cell("overdue_hazards", "warm", due="over")),
    }
)


class KeyEnterpriseView(LedgerPage):
    permission = WorkbenchPermission.KEY_BOARD_VIEW
    template_name = "workbench/key_enterprises.html"
    looks = LOOKS
    filters = KeyFilter
    sheet = Sheet("重点企业帮扶情况表", "户、次、项")
    columns = (
        (gettext_lazy("Enterprise"), "name"),
        (gettext_lazy("Credit code"), "uscc"),
        (gettext_lazy("City"), "city.name"),
        (gettext_lazy("County"), "county.name"),
        (gettext_lazy("Sector"), "get_main_sector_display"),
        (gettext_lazy("Cover"), "cover_word"),
        (gettext_lazy("Refined measures"), "measures"),
        (gettext_lazy("Campaign assistance"), "assists"),
        (gettext_lazy("Last service"), "last_service_on"),
        (gettext_lazy("Open hazards"), "open_hazards"),
        (gettext_lazy("Open major hazards"), "major_hazards"),
        (gettext_lazy("Overdue hazards"), "overdue_hazards"),
    )

    def rows(self) -> QuerySet[Enterprise]:
        campaign = current_campaign(clock.today(), self.person)
        window = (campaign.starts_on, campaign.ends_on) if campaign else None
        found = key_enterprises(self.person, clock.today(), window, campaign)
        return found.select_related("city", "county")

    def shown(self, rows: Iterable[Row]) -> list[Row]:
        """Each with whether it is insured, where the person may know it."""
        found, may_know = list(rows), knows_gap(self.person)
        for row in found:
            row.has_gap = may_know and not row.is_insured
            row.cover_word = COVER[row.is_insured] if may_know else ""
        return found
