"""The reports that a city still has to build."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.roles import Role
from campaigns.services import campaign_of, countdown_of
from core.contributions.desk import Desk, Todo, Work
from core.views.addresses import address
from reports.choices import CITY_REPORTS, ReportKind
from reports.models import Snapshot


@dataclass(frozen=True, slots=True)
class ReportState:
    """A report of a city with its newest build, or None before the first."""

    label: str
    snapshot: Snapshot | None


def work(desk: Desk) -> Work:
    """One line for each report that was not built yet, due on the last worked day before the deadline."""
    due = desk.once(countdown_of)
    if due is None:
        return Work(place=50)
    url = address("reports:centre")
    missing = [state.label for state in desk.once(report_states) if state.snapshot is None]
    return Work(
        place=50,
        todos=[
            Todo(_("Report"), label, _("not built yet"), url, _("Build"), due.finish_on, due.finish_days)
            for label in missing
        ],
    )


def report_states(desk: Desk) -> list[ReportState]:
    """The three reports of a city, each with its newest build, in one query; nothing for others."""
    campaign = desk.once(campaign_of)
    if campaign is None or desk.user.role != Role.CITY_EM:
        return []
    newest: dict[str, Snapshot] = {}
    rows = Snapshot.objects.visible_to(desk.user).filter(year=campaign.year, report__in=CITY_REPORTS)
    for snapshot in rows.order_by("report", "-built_at", "-pk").distinct("report"):
        newest[snapshot.report] = snapshot
    return [ReportState(str(ReportKind(kind).label), newest.get(kind)) for kind in CITY_REPORTS]
