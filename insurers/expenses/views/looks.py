"""How the columns of vouchers, and of fees by policy, stand on their pages."""

from decimal import Decimal
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.contributions.panels import link_to
from core.listing.columns import FIRM, LINE, NUMBER, Look
from core.rows import Row
from core.templatetags.portal import percent, state_tag, yuan
from core.views.addresses import address, row_address
from core.workbooks.formats import DASH


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


def rate_cell(value: Decimal | None) -> SafeString:
    return format_html("<span>{}</span>", percent(value))


def booked_url(fees: Row) -> str:
    """The vouchers of the policy up to the day of the page."""
    return address("expenses:expense-list", q=fees["policy"].policy_no, booked_to=fees["cutoff"].isoformat())


def questions_cell(fees: Row) -> SafeString:
    """A paragraph for each question, with the way to what is done about it."""
    asked = zip(fees["questions"], fees["ways"], strict=True)
    told = format_html_join("", '<p class="mb-0 fs-sm">{} {}</p>', ((one, link_to(way)) for one, way in asked))
    return told or format_html("{}", DASH)


FEE_LOOKS: Final = MappingProxyType(
    {
        "policy.policy_no": Look("nowrap", url=lambda fees: row_address("policies:policy-detail", fees["policy"].pk)),
        "policy.enterprise.name": Look("brief is-meta", under="policy.insurer.name"),
        "policy.premium": NUMBER,
        "policy.fee_rate": Look("num is-meta", cell=lambda fees: rate_cell(fees["policy"].fee_rate)),
        "policy.budget": NUMBER,
        "policy.booked": Look("num is-meta", url=booked_url),
        "share": Look("num is-meta", cell=lambda fees: rate_cell(fees["share"])),
        "questions": Look("is-meta p-why", cell=questions_cell),
    }
)
