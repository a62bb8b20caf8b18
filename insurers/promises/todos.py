"""Promises that are late, units without assistance and reminders about them, on the workbenches of those concerned."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import INSURING, REGULATORS, Role
from campaigns.models import Campaign
from campaigns.services import campaign_of, offer
from core.contributions.desk import Desk, Meter, NoDay, Tile, Todo, Work
from core.views.addresses import address, place_on
from insurers.promises.figures import (
    Frame,
    Numbers,
    counted_by_insurer,
    kept_by_insurer,
    promised_of,
    sums_are_counted,
)
from insurers.promises.models import AssistReminder
from insurers.promises.services import units_lacking
from rulebook.permissions import RulebookPermission

PLACE: Final = 60
#: The row of tiles about the insurers of a regulator's place.
INSURERS_ROW: Final = "insurers"
#: So many insurers stand beside a regulator's work.
METERS: Final = 4


def work(desk: Desk) -> Work:
    """For regulators two figures, for insurers a line each and the reminders of this month."""
    if desk.user.role in REGULATORS and desk.has_figures:
        return Work(place=PLACE, tiles=list(_tiles(desk)), row=INSURERS_ROW, meters=_kept_by_insurer(desk))
    if desk.user.role not in INSURING:
        return Work(place=PLACE)
    todos = [*_late(desk), *_lacking(desk)]
    return Work(place=PLACE, todos=[*todos, *_reminders(desk)] if desk.user.role == Role.INSURER else todos)


def late_promises(desk: Desk) -> int:
    """Promises past their day that are not kept, as the list behind counts them."""
    return _of_late(desk)[0]


def _of_late(desk: Desk) -> tuple[int, date | NoDay]:
    """Their number, and the day that passed first."""
    rows = promised_of(desk.user).filter(Frame(desk.today.replace(day=1), desk.today).late)
    counts = {"n": Count("pk"), "first": Min("due_on")}
    found = desk.memory.kept(rows, "late", lambda: rows.order_by().aggregate(**counts))
    return found["n"], found["first"] or NoDay.LATE


def lacking_units(desk: Desk, campaign: Campaign) -> int:
    """Insured units without assistance in the campaign, one policy for each and insurer."""
    return desk.memory.count(units_lacking(desk.user, campaign.starts_on, desk.today))


def _page_of(campaign: Campaign) -> str:
    """The list of these units, whatever campaign its reader has chosen."""
    return address("promises:without-assistance", campaign=campaign.code)


def _kept_by_insurer(desk: Desk) -> list[Meter]:
    """How far the insurers of a city keep what they promised (design 11)."""
    if sums_are_counted(desk.user):
        return []
    return _worst(kept_by_insurer(desk.user, Frame(desk.today.replace(day=1), desk.today), desk.memory))


def kept_of_many(desk: Desk) -> list[Meter]:
    """The same for a regulator of many cities, whose sums a job counts; no part of `work`, since jobs leave no marks.

    Where the ledgers were written to since, the line says so and leads to the page that counts them anew.
    """
    if desk.user.role not in REGULATORS or not sums_are_counted(desk.user):
        return []
    found = counted_by_insurer(desk.user, desk.today.replace(day=1), desk.memory)
    if found is None:
        page = address("promises:promised")
        return [Meter(_("Promises kept: not counted since the ledgers changed"), 0, 0, _("times"), page)]
    return _worst(found)


def _worst(found: Iterable[Numbers]) -> list[Meter]:
    """Those that keep least of what they promised come first."""
    worst = sorted((row for row in found if row.rate is not None), key=lambda row: (row.rate, row.name))[:METERS]
    return [
        Meter(
            _("%(insurer)s: promises kept") % {"insurer": row.name},
            row.done,
            row.so_far,
            _("times"),
            address("promises:promise-list", standing="so-far", insurer=str(row.key)),
        )
        for row in worst
    ]


def _tiles(desk: Desk) -> Iterator[Tile]:
    """What insurers of the place owe."""
    campaign = desk.once(campaign_of)
    if campaign is not None:
        note, lacking = _("insured, no campaign assistance yet"), lacking_units(desk, campaign)
        yield Tile(_("Units without assistance"), lacking, _page_of(campaign), note, unit=_("firms"))
    late, url = late_promises(desk), address("promises:promise-list", standing="late")
    yield Tile(_("Promises overdue"), late, url, _("their day has passed"), unit=_("plan items"), warm=late > 0)


def _late(desk: Desk) -> Iterator[Todo]:
    late, first = _of_late(desk)
    if late:
        title = ngettext("%(n)s promised service is overdue", "%(n)s promised services are overdue", late) % {
            "n": f"{late:,}"
        }
        detail, url = _("promised in service plans"), address("promises:promise-list", standing="late")
        yield desk.line(_("Service plans"), title, detail, url, _("Open"), first, count=late)


def _lacking(desk: Desk) -> Iterator[Todo]:
    """A line for each campaign that runs or is followed up, whichever of them the person has chosen."""
    if not desk.user.may(RulebookPermission.CAMPAIGN_VIEW):
        return
    for campaign in offer(desk.today, desk.user).campaigns:
        if lacking := lacking_units(desk, campaign):
            title = ngettext(
                "%(n)s insured unit without campaign assistance",
                "%(n)s insured units without campaign assistance",
                lacking,
            ) % {"n": f"{lacking:,}"}
            kind, url, day = _("Campaign assistance"), _page_of(campaign), campaign.ends_on
            yield desk.line(kind, title, str(campaign), url, _("Open"), day, count=lacking)


def _reminders(desk: Desk) -> Iterator[Todo]:
    rows = AssistReminder.objects.visible_to(desk.user).filter(month=desk.today.replace(day=1))
    for row in rows.select_related("organisation"):
        yield _todo(desk, row)


def _end_of(desk: Desk) -> date | NoDay:
    """The last day of the campaign: until then each unit is to be assisted once."""
    campaign = desk.once(campaign_of)
    return NoDay.UNSET if campaign is None else campaign.ends_on


def _todo(desk: Desk, row: AssistReminder) -> Todo:
    sent = {"office": row.organisation, "day": f"{timezone.localdate(row.sent_at)}"}
    return desk.line(
        _("Campaign assistance"),
        ngettext("%(n)s unit in %(place)s without assistance", "%(n)s units in %(place)s without assistance", row.units)
        % {"n": f"{row.units:,}", "place": row.place},
        _("Prompted by %(office)s on %(day)s") % sent,
        place_on(address("promises:without-assistance"), "reminder", row.pk),
        _("Open"),
        _end_of(desk),
        count=row.units,
    )
