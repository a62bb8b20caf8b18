"""How the columns of policies stand on their pages: the list, and the page of one enterprise."""

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from core.listing.columns import FIRM, LINE, NUMBER, ListTable, Look, Looks, lead_to, plain_columns, table_of
from core.rows import Row
from core.templatetags.portal import day, state_tag, wan
from core.views.tables import Columns
from insurers.policies.choices import STANDING_COLOURS
from insurers.policies.models import Policy
from insurers.policies.rules import listed_standing

#: What stands on the page of the enterprise itself.
OWN_COLUMNS: Final[Columns] = (
    (_("Policy number"), "policy_no"),
    (_("Insurer"), "insurer.name"),
    (_("Period"), "start_on"),
    (_("People insured"), "insured_people"),
    (_("Premium paid (10,000 yuan)"), "premium_paid"),
    (_("State"), "standing.label"),
)
#: The list: whose policy it is besides, and every further field to choose.
POLICY_COLUMNS: Final[Columns] = (
    OWN_COLUMNS[0],
    (_("Enterprise"), "enterprise.name"),
    (_("County"), "county.name"),
    *OWN_COLUMNS[1:],
    *plain_columns(Policy, without={"policy_no", "start_on", "insured_people", "premium_paid", "status"}),
)


def period_cell(row: Row) -> SafeString:
    """From the first day to the last on which the policy covers."""
    return format_html("{} — {}", day(row.start_on), day(row.cover_to))


LOOKS: Final[Looks] = MappingProxyType(
    {
        "policy_no": lead_to("policies:policy-detail", "nowrap"),
        "enterprise.name": Look("is-meta p-firm", url=lambda row: vars(row).get("enterprise_url", "")),
        "county.name": LINE,
        "insurer.name": FIRM,
        "start_on": Look("nowrap is-meta", cell=period_cell),
        "insured_people": NUMBER,
        "premium_paid": Look("num is-meta", cell=lambda row: format_html("{}", wan(row.premium_paid))),
        "standing.label": Look(
            "corner", cell=lambda row: state_tag(row.standing.label, STANDING_COLOURS[row.standing])
        ),
    }
)


def with_standing(rows: Iterable[Row], today: date) -> list[Row]:
    """Policies of `with_cover_end` with how each stands on the day; of an earlier day, as they were held then."""
    found = list(rows)
    for row in found:
        row.cover_to = getattr(row, "cover_to", row.end_on)
        row.standing = listed_standing(row, row.cover_to, getattr(row, "ended", ""), today)
    return found


def policy_table(rows: Iterable[Row], today: date) -> ListTable:
    """The table of one enterprise's policies."""
    return table_of(OWN_COLUMNS, LOOKS, with_standing(rows, today), "")
