"""What waits of the reports: to build, to sign, to deliver, to receive."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from accounts.roles import Role
from campaigns.models import Campaign
from campaigns.services import campaign_of
from core.contributions.desk import Desk, Meter, Todo, Work
from core.languages import shown
from core.rows import Row, Rows
from core.transitions import allowed
from core.views.addresses import address, place_on
from reports.choices import SUBMISSION_COLOURS, ContributionState, ReportKind, SubmissionState
from reports.figures import FIGURES, Basis
from reports.figures.sight import own_by_city
from reports.models import Contribution, ReportDuty, Submission
from reports.permissions import ReportPermission
from reports.querysets import DutyQuerySet
from reports.states import SUBMISSION_MOVES

PLACE: Final = 50
#: The state in which a step is awaited, and the step.
STEPS: Final = {
    SubmissionState.REVIEW: "sign",
    SubmissionState.SIGNED: "submit",
    SubmissionState.SUBMITTED: "receive",
}
#: Those in which the office goes on writing.
WRITTEN: Final = (SubmissionState.DRAFT, SubmissionState.EDITING)
AWAITED: Final = (*WRITTEN, *STEPS)


class Built(NamedTuple):
    """The version that is furthest on its way, else the newest draft, and how far its delivery is.

    `version` is None where the recipient registered the report from outside.
    """

    version: int | None
    submission: int
    state: str

    @property
    def label(self) -> str:
        return str(SubmissionState(self.state).label)

    @property
    def tag(self) -> str:
        return SUBMISSION_COLOURS[self.state]


@dataclass(frozen=True, slots=True)
class ReportState:
    """A report that the organisation owes, with the version that stands for it, or None before the first."""

    label: str
    snapshot: Built | None
    duty: ReportDuty


def work(desk: Desk) -> Work:
    """One line for each report that is not built or still written, then one for each step that waits for this person."""
    texts = _texts(desk) if desk.user.may(ReportPermission.CONTRIBUTION_VIEW) else []
    if not desk.user.may(ReportPermission.REPORT_VIEW):
        return Work(place=PLACE, todos=texts)
    todos = [*_written(desk), *_steps(desk), *texts]
    return Work(
        place=PLACE, todos=todos, meters=_meters(desk) if desk.user.role == Role.CITY_EM and desk.has_figures else []
    )


def _meters(desk: Desk) -> list[Meter]:
    """How far assistance and hazards of the city are, as its reports count them (design 02)."""
    campaign = desk.once(campaign_of)
    if campaign is None:
        return []
    return [
        _meter(desk, campaign, _("Units assisted"), _("firms"), "campaign.assisted_units", ("coverage.insured_units",)),
        _meter(
            desk,
            campaign,
            _("Hazards closed off"),
            _("hazards"),
            "hazards.closed",
            ("hazards.found.GENERAL", "hazards.found.MAJOR"),
        ),
    ]


def _meter(desk: Desk, campaign: Campaign, label: str, unit: str, part: str, whole: Sequence[str]) -> Meter:
    basis, city = Basis.of(campaign, desk.today), str(desk.user.organisation.division_id)

    def number(name: str) -> int:
        counted = [own_by_city(one, basis, desk.user, desk.memory) for one in FIGURES[name].parts]
        return sum(int(column.get(city, 0)) for column in counted)

    url = address("reports:figure-rows", part, cutoff=desk.today.isoformat(), city=city, campaign=campaign.code)
    return Meter(label, number(part), sum(map(number, whole)), unit, url)


def _texts(desk: Desk) -> list[Todo]:
    """Texts that are asked of the organisation and not given, those given and not taken over."""
    if desk.is_idle(_writing_offices):
        return []
    own = desk.user.organisation_id
    mine = Q(state=ContributionState.ASKED, organisation=own) | Q(state=ContributionState.DELIVERED, asker=own)
    rows = Contribution.objects.visible_to(desk.user).filter(mine).select_related("organisation", "asker")
    return [
        desk.line(
            _("Text from below"),
            f"{row.organisation} {row.get_report_display()} {row.get_section_display()}",
            row.wanted,
            address("reports:contribution-detail", row.pk),
            _("Give the text") if row.organisation_id == own else _("Take the text over"),
            row.due_on,
        )
        for row in rows
    ]


def _writing_offices() -> Iterator[int]:
    """Those that are asked for a text, and that have one to take over."""
    waiting = Contribution.objects.filter(state__in=(ContributionState.ASKED, ContributionState.DELIVERED)).order_by()
    for office, asker in waiting.values_list("organisation", "asker").distinct():
        yield from (office, asker)


def _written(desk: Desk) -> list[Todo]:
    """Reports that are to be built, or to be written on: of the person's campaign, and of the others that stay open."""
    lines = []
    for state in [*desk.once(report_states), *_of_others(desk)]:
        if state.snapshot is None:
            lines.append(_todo(desk, state.label, _("not built yet"), _row(state.duty), _("Build"), state.duty))
        elif state.snapshot.state in {*WRITTEN, SubmissionState.RETURNED}:
            url = address("reports:submission-detail", state.snapshot.submission)
            lines.append(_todo(desk, state.label, state.snapshot.label, url, _("Go on"), state.duty))
    return lines


def _of_others(desk: Desk) -> list[ReportState]:
    """Reports of the other campaigns that run or are followed up, and that were not delivered; each names its campaign."""
    owed = ReportDuty.objects.visible_to(desk.user).filter(organisation=desk.user.organisation_id).undelivered()
    still = owed.filter(campaign__in=Campaign.objects.workable(desk.today))
    others = _with_newest(still.exclude(campaign=desk.once(campaign_of)).order_by("due_on", "pk"))
    return [ReportState(f"{duty.get_report_display()} {duty.campaign}", _built(duty), duty) for duty in others]


def _steps(desk: Desk) -> list[Todo]:
    """Versions to sign, to deliver or to receive, those due first."""
    own = desk.user.organisation_id
    answering = Q(duty__recipient=own) | Q(duty__recipient=None, duty__organisation=own)
    ours = Q(state__in=(SubmissionState.REVIEW, SubmissionState.SIGNED), duty__organisation=own)
    mine = Submission.objects.visible_to(desk.user).filter(ours | Q(answering, state=SubmissionState.SUBMITTED))
    outside = Submission.objects.from_outside().values("duty")
    mine = mine.exclude(duty__in=outside).order_by("duty__due_on", "pk")
    found = []
    for row in mine.select_related("duty__organisation", "duty__campaign", "snapshot"):
        move = SUBMISSION_MOVES[STEPS[SubmissionState(row.state)]]
        if allowed([move], row, desk.user):
            url = address("reports:submission-detail", row.pk)
            found.append(_todo(desk, str(row), row.get_state_display(), url, shown(str(move.label), "step"), row.duty))
    return found


def _row(duty: ReportDuty) -> str:
    """Where the report stands among those that the office owes."""
    return place_on(address("reports:centre", campaign=duty.campaign.code), "duty", duty.pk)


def _todo(desk: Desk, title: str, detail: str, url: str, action: str, duty: ReportDuty) -> Todo:
    return desk.line(_("Report"), title, detail, url, action, duty.due_on)


def report_states(desk: Desk) -> list[ReportState]:
    """The reports that the organisation owes, each with how far it is, in one query; nothing for others."""
    campaign = desk.once(campaign_of)
    if campaign is None or not desk.user.may(ReportPermission.REPORT_VIEW):
        return []
    owed = ReportDuty.objects.visible_to(desk.user).filter(campaign=campaign, organisation=desk.user.organisation_id)
    rows = {row.report: row for row in _with_newest(owed)}
    return [ReportState(str(kind.label), _built(rows[kind]), rows[kind]) for kind in ReportKind if kind in rows]


def _with_newest(duties: DutyQuerySet[ReportDuty]) -> Rows:
    """Duties with the version that stands for each."""
    built = Submission.objects.filter(duty=OuterRef("pk")).standing().by_way()
    read = {"version": "snapshot__version", "submission": "pk", "state": "state"}
    newest = {f"newest_{name}": Subquery(built.values(path)[:1]) for name, path in read.items()}
    found: Rows = duties.select_related("campaign").annotate(**newest)
    return found


def _built(duty: Row) -> Built | None:
    """The annotated version of a duty."""
    if duty.newest_submission is None:
        return None
    return Built(duty.newest_version, duty.newest_submission, duty.newest_state)


RESTING: Final = ((SubmissionState.RECEIVED, "received; it is filed when the campaign is over"),)
