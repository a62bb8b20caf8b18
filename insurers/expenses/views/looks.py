"""How the columns of vouchers stand on their page."""

from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.listing.columns import FIRM, LINE, Look
from core.rows import Row
from core.templatetags.portal import state_tag, yuan
from core.views.addresses import row_address


def number_cell(row: Row) -> SafeString:
    """The voucher, and which part of it where it is split over several policies."""
    part = format_html("<small> ({})</small>", row.part) if row.part else ""
    return format_html('<a href="{}">{}</a>{}', row_address("expenses:expense-detail", row.pk), row.voucher_no, part)


def amount_cell(row: Row) -> SafeString:
    return format_html("{} {}", yuan(row.amount), state_tag(_("Reversal"), "warn") if row.reverses else "")


LOOKS: Final = MappingProxyType(
    {
        "voucher_no": Look("nowrap", cell=number_cell),
        "enterprise.name": Look("brief is-meta"),
        "policy.policy_no": Look(
            "nowrap is-meta", url=lambda row: row_address("policies:policy-detail", row.policy_id)
        ),
        "insurer.name": FIRM,
        "get_category_display": LINE,
        "booked_on": LINE,
        "amount": Look("num is-meta", cell=amount_cell),
    }
)
