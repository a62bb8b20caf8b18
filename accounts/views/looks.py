"""How the columns of the lists of people and organisations stand on their pages."""

from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from core.listing.columns import NUMBER, Look, Looks, lead_to
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.addresses import row_address
from core.views.tables import Columns

PEOPLE_COLUMNS: Final[Columns] = (
    (gettext_lazy("Name shown"), "name_shown"),
    (gettext_lazy("User name"), "username"),
    (gettext_lazy("Organisation"), "organisation.name"),
    (gettext_lazy("Role"), "get_role_display"),
    (pgettext_lazy("person", "Post"), "is_lead"),
    (gettext_lazy("State"), "is_active"),
    (gettext_lazy("Last sign-in"), "last_login"),
)


def post_cell(row: Row) -> SafeString:
    lead, operator = _("Lead,Operator").split(",")
    return format_html("{}", lead if row.is_lead else operator)


def account_cell(row: Row) -> SafeString:
    """Whether the account opens the portal, as `accounts/_state.html` says it elsewhere."""
    if not row.is_active:
        return state_tag(_("Disabled"))
    if row.is_locked:
        return state_tag(_("Locked"), "warn")
    if not row.last_login:
        return state_tag(_("Awaiting first sign-in"))
    return format_html('<span class="soft">{}</span>', _("In use"))


LOOKS: Final[Looks] = MappingProxyType(
    {
        "name_shown": lead_to("accounts:user-detail", "nowrap"),
        "username": Look("is-meta mono"),
        "organisation.name": Look("kicker"),
        "get_role_display": Look(),
        "is_lead": Look("nowrap is-meta", cell=post_cell),
        "is_active": Look("corner", cell=account_cell),
        "last_login": Look("nowrap is-meta soft"),
    }
)


ORGANISATION_COLUMNS: Final[Columns] = (
    (gettext_lazy("Organisation"), "name"),
    (gettext_lazy("Code"), "code"),
    (pgettext_lazy("organisation", "Kind"), "get_kind_display"),
    (pgettext_lazy("organisation", "Place"), "division.name"),
    (gettext_lazy("Code of its documents"), "letter_code"),
    (gettext_lazy("People in use"), "working_people"),
)


def tree_cell(row: Row) -> SafeString:
    """The organisation, as far in as it stands below others; a closed one says so."""
    closed = format_html(' <span class="k">{}</span>', pgettext("organisation", "Closed")) if row.closed_on else ""
    address = row_address("accounts:organisation-detail", row.pk)
    return format_html('<span class="d{}"><a href="{}">{}</a>{}</span>', row.depth, address, row, closed)


def letter_cell(row: Row) -> SafeString:
    return format_html("{}", row.letter_code) if row.letter_code else state_tag(_("to be filled in"), "warn")


ORGANISATION_LOOKS: Final[Looks] = MappingProxyType(
    {
        "name": Look(cell=tree_cell),
        "code": Look("is-meta mono"),
        "get_kind_display": Look(),
        "division.name": Look(),
        "letter_code": Look(cell=letter_cell),
        "working_people": NUMBER,
    }
)
