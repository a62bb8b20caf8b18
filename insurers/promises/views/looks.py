"""How the columns of promises, of services outside plans, and of units stand on their pages."""

from collections.abc import Iterable
from datetime import date
from types import MappingProxyType
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.contributions.panels import link_to
from core.listing.columns import FIRM, LINE, NUMBER, ListTable, Look, Looks, lead_to, table_of
from core.rows import Row
from core.templatetags.portal import day, state_tag
from core.views.addresses import row_address
from core.views.tables import Columns

#: How a promise stands: the word, and the shape of its tag.
DONE: Final = (gettext_lazy("Done"), "done")
LATE: Final = (gettext_lazy("Late"), "over")
AHEAD: Final = (gettext_lazy("Not due yet"), "")
#: Whose row it is.
WHOSE: Final[Columns] = (
    (gettext_lazy("Enterprise"), "enterprise.name"),
    (gettext_lazy("Insurer"), "insurer.name"),
    (gettext_lazy("County"), "county.name"),
)
#: A promise on the page of its own plan.
OWN_COLUMNS: Final[Columns] = (
    (gettext_lazy("Service"), "get_kind_display"),
    (gettext_lazy("Month"), "month_word"),
    (gettext_lazy("Due on"), "due_on"),
    (gettext_lazy("Promised"), "times"),
    (gettext_lazy("Done"), "done"),
    (gettext_lazy("Standing"), "standing_word"),
)
PROMISE_COLUMNS: Final[Columns] = (
    (gettext_lazy("Plan number"), "plan"),
    *WHOSE,
    *OWN_COLUMNS[:-1],
    (gettext_lazy("Times"), "counted"),
    OWN_COLUMNS[-1],
    (gettext_lazy("Campaign assistance"), "campaign_assist"),
)
OUTSIDE_COLUMNS: Final[Columns] = (
    (gettext_lazy("Service number"), "activity.activity_no"),
    *WHOSE,
    (gettext_lazy("Service"), "get_kind_display"),
    (gettext_lazy("From"), "activity.start_on"),
    (gettext_lazy("Plan"), "plan_word"),
    (gettext_lazy("Campaign assistance"), "campaign_assist"),
)
UNIT_COLUMNS: Final[Columns] = (
    (gettext_lazy("Enterprise"), "enterprise.name"),
    (gettext_lazy("Credit code"), "enterprise.uscc"),
    (gettext_lazy("County"), "county.name"),
    (gettext_lazy("Insurer"), "insurer.name"),
    (gettext_lazy("Policy number"), "policy_no"),
    (gettext_lazy("From"), "start_on"),
    (gettext_lazy("Until"), "end_on"),
)
SIGNED: Final = (gettext_lazy("Plan signed"), "signed")


def kind_cell(row: Row) -> SafeString:
    """The service; whether it is assistance of the campaign."""
    kind = row.get_kind_display()
    return (
        format_html("{} {}", kind, state_tag(_("Campaign assistance"), "run"))
        if row.campaign_assist
        else format_html("{}", kind)
    )


def plan_cell(row: Row) -> SafeString:
    if not row.plan_id:
        return format_html("{}", row.plan_word)
    return format_html('<a href="{}">{}</a>', row_address("plans:plan-detail", row.plan_id), row.plan_word)


def standing_cell(row: Row) -> SafeString:
    """How it stands; of a late one what is done about it."""
    way = getattr(row, "way", None) if row.standing is LATE else None
    return format_html("{} {}", state_tag(*row.standing), link_to(way))


SHARED: Final[Looks] = MappingProxyType(
    {
        "enterprise.name": Look("is-meta p-firm", under="county.name"),
        "insurer.name": FIRM,
        "county.name": Look(is_usual=False),
        "get_kind_display": Look(cell=kind_cell),
    }
)
PROMISE_LOOKS: Final[Looks] = MappingProxyType(
    {
        **SHARED,
        "plan": Look(url=lambda row: row_address("plans:plan-detail", row.plan_id)),
        "month_word": LINE,
        "due_on": LINE,
        "times": NUMBER,
        "done": NUMBER,
        "counted": NUMBER,
        "standing_word": Look("nowrap is-meta", cell=standing_cell),
    }
)
OUTSIDE_LOOKS: Final[Looks] = MappingProxyType(
    {
        **SHARED,
        "activity.activity_no": Look(
            "nowrap", url=lambda row: row_address("activities:activity-detail", row.activity_id)
        ),
        "activity.start_on": LINE,
        "plan_word": Look("nowrap is-meta", cell=plan_cell),
    }
)
UNIT_LOOKS: Final[Looks] = MappingProxyType(
    {
        **SHARED,
        "enterprise.uscc": Look(is_usual=False),
        "policy_no": lead_to("policies:policy-detail", "nowrap is-meta"),
        "start_on": Look("nowrap is-meta", cell=lambda row: format_html("{}", day(row.start_on))),
        "end_on": LINE,
        "signed": LINE,
    }
)


def with_standing(rows: Iterable[Row], today: date) -> list[Row]:
    """Promises with how each stands on the day."""
    found = list(rows)
    for row in found:
        row.standing = DONE if row.done >= row.times else LATE if row.due_on < today else AHEAD
        row.standing_word, row.month_word = row.standing[0], f"{row.month:%Y-%m}"
    return found


def promise_table(rows: Iterable[Row], today: date) -> ListTable:
    """The promises of one plan."""
    return table_of(OWN_COLUMNS, PROMISE_LOOKS, with_standing(rows, today), "")
