"""How the columns of service plans stand on their page."""

from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.listing.columns import FIRM, LINE, NUMBER, STATE, Look
from core.rows import Row
from core.templatetags.portal import day
from core.views.addresses import row_address


def number_cell(row: Row) -> SafeString:
    """The number with its version."""
    return format_html('<a href="{}">{}</a>', row_address("plans:plan-detail", row.pk), row)


def unit_cell(row: Row) -> SafeString:
    """The enterprise over its policy."""
    url = row_address("policies:policy-detail", row.policy_id)
    return format_html(
        '<b><span class="cut" title="{}">{}</span></b><small><a href="{}">{}</a></small>',
        row.enterprise.name,
        row.enterprise.name,
        url,
        row.policy.policy_no,
    )


def period_cell(row: Row) -> SafeString:
    return format_html(
        '<span class="nowrap">{} —</span> <span class="nowrap">{}</span>', day(row.start_on), day(row.end_on)
    )


LOOKS: Final = MappingProxyType(
    {
        "plan_no": Look(cell=number_cell),
        "enterprise.name": Look("two is-meta", cell=unit_cell),
        "insurer.name": FIRM,
        "county.name": LINE,
        "get_risk_grade_display": LINE,
        "start_on": Look(cell=period_cell),
        "fee_estimate": NUMBER,
        "get_state_display": STATE,
    }
)
