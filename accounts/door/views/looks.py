"""How the columns of the logs stand on their pages."""

from types import MappingProxyType
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.words import action_words
from core.languages import put
from core.listing.columns import LINE, Look, Looks
from core.rows import Row
from core.views.addresses import address
from core.views.tables import Columns

#: Characters of a fact that a row shows; the page of the event has all of them.
LONGEST: Final = 60
LOG_COLUMNS: Final[Columns] = (
    (_("At"), "at"),
    (_("Person and organisation"), "person"),
    (_("What was done"), "action"),
    (_("Subject"), "event.subject"),
    (_("Before → after"), "changes"),
    (_("Came from"), "address"),
    (_("User name"), "event.actor"),
    (_("Request number"), "event.request_id"),
)


def at_cell(row: Row) -> SafeString:
    """The instant, to the second, which leads to the event."""
    at = localtime(row.event.at)
    return format_html(
        '<a href="{}"><time datetime="{}">{}</time></a>',
        address("door:event", no=str(row.event.pk)),
        at.isoformat(),
        f"{at:%Y-%m-%d %H:%M:%S}",
    )


def person_cell(row: Row) -> SafeString:
    """Who it was, and of which organisation by which account."""
    event = row.event
    return format_html(
        '{} <small class="muted">{} <span class="mono">{}</span></small>',
        event.actor_name or event.actor,
        event.organisation,
        event.actor,
    )


def changes_cell(row: Row) -> SafeString:
    """What changed, from what to what, and what else is known, a line for each."""
    changes = ((put("{}：", what) if what else "", before, after) for what, before, after in row.changes)
    facts = ((label, Truncator(value).chars(LONGEST)) for label, value in row.facts)
    return format_html(
        "{}{}",
        format_html_join("", '<span class="d-block">{}{} → {}</span>', changes),
        format_html_join(
            "", '<span class="d-block">{}</span>', ((put("{}：{}", label, value),) for label, value in facts)
        ),
    )


LOOKS: Final[Looks] = MappingProxyType(
    {
        "at": Look("nowrap", cell=at_cell),
        "person": Look(cell=person_cell),
        "action": Look("corner", cell=lambda row: format_html("{}", action_words(row.event.action))),
        "event.subject": Look(),
        "changes": Look(cell=changes_cell),
        "address": LINE,
    }
)
