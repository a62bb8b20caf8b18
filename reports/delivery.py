"""Who owes what and how far it is: the matrix of deliveries, its rates, and whom to remind (design 17, domain.md 5.4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Max, Min, Q
from django.db.models.fields.json import KT

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.querysets import place_order
from accounts.roles import ADMINISTRATORS
from campaigns.models import Campaign, OfficeContact
from campaigns.rules import Countdown, countdown
from core import walls
from core.choices import JobState
from core.models import Job
from reports.choices import (
    BUILD_JOB,
    DELIVERED_STATES,
    OWN_CITY,
    SENT_STATES,
    SUBMISSION_COLOURS,
    ReportKind,
    SubmissionState,
)
from reports.models import ReportDuty, Submission
from reports.permissions import ReportPermission
from reports.querysets import DutyQuerySet
from reports.rules import Number, rate
from rulebook.workdays import workdays


class Cell(NamedTuple):
    """How far a report is: `newest` is None before the first draft, `draft` the one after a return, to its owner alone.

    `has_failed` says that its last build came to no version.
    """

    duty: ReportDuty
    newest: Submission | None
    is_open_to_reader: bool
    draft: Submission | None = None
    has_failed: bool = False

    @property
    def label(self) -> str:
        return self.newest.get_state_display() if self.newest else ""

    @property
    def tag(self) -> str:
        return SUBMISSION_COLOURS[self.newest.state] if self.newest else ""

    @property
    def is_delivered(self) -> bool:
        return self.newest is not None and self.newest.state in DELIVERED_STATES

    @property
    def at(self) -> datetime | None:
        """When it was received or returned, else when it was delivered."""
        if self.newest is None or self.newest.state not in SENT_STATES:
            return None
        return self.newest.answered_at or self.newest.submitted_at

    @property
    def is_returned(self) -> bool:
        return self.newest is not None and self.newest.state == SubmissionState.RETURNED

    @property
    def waits(self) -> bool:
        """For the recipient's answer."""
        return self.newest is not None and self.newest.state == SubmissionState.SUBMITTED


@dataclass(frozen=True, slots=True)
class Line:
    """What one organisation owes; `beside` is the report of the regulator's office of its city, for who sees states.

    `slots` are the cells under the reports of the matrix, None where it does not owe that one.
    """

    organisation: Organisation
    cells: Sequence[Cell]
    beside: Cell | None = None
    slots: Sequence[Cell | None] = ()

    @property
    def recipients(self) -> list[tuple[str, date]]:
        """To whom its reports go and by when, each once."""
        return list(dict.fromkeys((cell.duty.recipient_name, cell.duty.due_on) for cell in self.cells))

    @property
    def delivered(self) -> int:
        return sum(cell.is_delivered for cell in self.cells)

    @property
    def missing(self) -> list[Cell]:
        return [cell for cell in self.cells if not cell.is_delivered]

    @property
    def due_on(self) -> date | None:
        """The nearest last day of what is missing; None where nothing is."""
        return min((cell.duty.due_on for cell in self.missing), default=None)


class Tally(NamedTuple):
    """Of how many reports so many are delivered, in time, waiting for the answer; rates as fractions."""

    owed: int
    delivered: int
    in_time: int
    late: int
    waiting: int
    returned: int

    @property
    def missing(self) -> int:
        return self.owed - self.delivered

    @property
    def rate(self) -> Number:
        return rate(self.delivered, self.owed)

    @property
    def rate_in_time(self) -> Number:
        return rate(self.in_time, self.owed)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The reports that are owed to a reader's organisation, or by it."""

    kinds: Sequence[ReportKind]
    lines: Sequence[Line]

    @property
    def cells(self) -> list[Cell]:
        return [cell for line in self.lines for cell in line.cells]

    @property
    def tally(self) -> Tally:
        newest = [cell.newest for cell in self.cells if cell.newest]
        delivered = [one for one in newest if one.state in DELIVERED_STATES]
        states = [one.state for one in newest]
        late = sum(one.is_late for one in delivered)
        return Tally(
            owed=len(self.cells),
            delivered=len(delivered),
            in_time=len(delivered) - late,
            late=late,
            waiting=states.count(SubmissionState.SUBMITTED),
            returned=states.count(SubmissionState.RETURNED),
        )

    def overdue(self, day: date) -> int:
        """How many are not delivered though their last day is over."""
        return sum(cell.duty.due_on < day for cell in self.cells if not cell.is_delivered)

    @property
    def sums(self) -> list[str]:
        """Of each report, in the order of the columns, how many are delivered of those owed."""
        by_kind = [[cell for cell in self.cells if cell.duty.report == kind] for kind in self.kinds]
        return [f"{sum(cell.is_delivered for cell in cells)} / {len(cells)}" for cells in by_kind]

    @property
    def beside(self) -> Sequence[Cell]:
        """The reports of the regulator's offices that stand beside; they are owed to another recipient."""
        return [line.beside for line in self.lines if line.beside]

    @property
    def beside_sum(self) -> str:
        return f"{sum(cell.is_delivered for cell in self.beside)} / {len(self.beside)}"

    @property
    def complete(self) -> int:
        """How many organisations have delivered all that they owe."""
        return sum(not line.missing for line in self.lines)

    @property
    def laggards(self) -> list[Line]:
        return [line for line in self.lines if line.missing]

    @property
    def waiting(self) -> list[Cell]:
        """Delivered and not answered, the longest waiting first."""
        return sorted((cell for cell in self.cells if cell.waits), key=lambda cell: str(cell.newest.submitted_at))  # type: ignore[union-attr]


def counted_of(reader: User, campaign: Campaign) -> DutyQuerySet[ReportDuty]:
    """What centre and workbench count: what is owed to the reader's organisation, where nothing is, what it owes."""
    duties = ReportDuty.objects.visible_to(reader).filter(campaign=campaign)
    own = reader.organisation_id
    to_us = duties.filter(recipient=own)
    if reader.may(ReportPermission.REPORT_RECEIVE) and to_us.exists():
        return to_us
    return duties.filter(organisation=own)


def countdown_for(reader: User, campaign: Campaign, today: date) -> Countdown | None:
    """What is left until the nearest day of what is not delivered, else the last day of all, else the campaign's.

    None once that day is over and nothing is missing: there is nothing left to be sent.
    """
    duties = counted_of(reader, campaign)
    missing_on = duties.undelivered().aggregate(day=Min("due_on"))["day"]
    due_on = missing_on or duties.aggregate(day=Max("due_on"))["day"] or campaign.deadline_on
    days = workdays()
    found = countdown(due_on, today, days.overrides, days.is_provisional)
    return None if found.is_over and missing_on is None else found


def owed_to(reader: User, campaign: Campaign) -> Matrix:
    """What is owed to the reader's organisation."""
    return _matrix(
        ReportDuty.objects.visible_to(reader).filter(campaign=campaign, recipient=reader.organisation_id), reader
    )


def with_regulators(matrix: Matrix, campaign: Campaign) -> Matrix:
    """With how far the sub-offices of the regulator are, city by city: their states alone (design 17).

    Of Hangzhou, which has none, it is the regulator's own part; Ningbo's own office reports to the national
    administration (domain.md 5.5).
    """
    with walls.aside("how far the regulator's sub-offices are, beside the cities: a state"):
        duties = list(
            ReportDuty.objects.filter(
                Q(organisation__kind=OrganisationKind.REGULATOR_SUBOFFICE, report=ReportKind.REGULATOR)
                | Q(report=ReportKind.REGULATOR_CITY),
                campaign=campaign,
            ).select_related("organisation")
        )
        newest = _newest(list(Submission.objects.filter(duty__in=duties).order_by("pk")))
    cells = {_city_of(duty): Cell(duty, newest.get(duty.pk), False) for duty in duties}
    lines = [replace(line, beside=cells.get(line.organisation.division_id)) for line in matrix.lines]
    return replace(matrix, lines=lines)


def _city_of(duty: ReportDuty) -> str:
    return OWN_CITY if duty.report == ReportKind.REGULATOR_CITY else duty.organisation.division_id


def owed_by(reader: User, campaign: Campaign) -> Matrix:
    """What the reader's organisation owes."""
    return _matrix(
        ReportDuty.objects.visible_to(reader).filter(campaign=campaign, organisation=reader.organisation_id), reader
    )


def _matrix(duties: DutyQuerySet[ReportDuty], reader: User) -> Matrix:
    """In the order of annex 2. Before its delivery the recipient learns how far a report is, and nothing of it."""
    read = duties.select_related("organisation__division", "campaign")
    rows = list(read.order_by(*place_order("organisation__division__")))
    with walls.aside("how far each report is that is owed to the reader's organisation: a state"):
        versions = list(Submission.objects.filter(duty__in=rows).select_related("snapshot").order_by("pk"))
        failed = _failed_builds(rows)
    newest = _newest(versions)
    drafts = {one.duty_id: one for one in versions if one.state == SubmissionState.DRAFT}
    own = reader.organisation_id
    by_body: dict[int, list[Cell]] = {}
    bodies: dict[int, Organisation] = {}
    for duty in rows:
        found = newest.get(duty.pk)
        is_open = found is not None and (duty.organisation_id == own or found.state in SENT_STATES)
        bodies[duty.organisation_id] = duty.organisation
        draft = drafts.get(duty.pk) if duty.organisation_id == own and found != drafts.get(duty.pk) else None
        by_body.setdefault(duty.organisation_id, []).append(Cell(duty, found, is_open, draft, duty.pk in failed))
    kinds = [kind for kind in ReportKind if any(duty.report == kind for duty in rows)]
    order = {kind: place for place, kind in enumerate(kinds)}
    lines = [
        _line(bodies[pk], sorted(cells, key=lambda cell: order[ReportKind(cell.duty.report)]), kinds)
        for pk, cells in by_body.items()
    ]
    return Matrix(kinds, lines)


def _line(body: Organisation, cells: Sequence[Cell], kinds: Sequence[ReportKind]) -> Line:
    under = {cell.duty.report: cell for cell in cells}
    return Line(body, cells, slots=[under.get(kind.value) for kind in kinds])


def _failed_builds(duties: Sequence[ReportDuty]) -> set[int]:
    """The duties whose last build failed, and is not ordered again."""
    jobs = Job.objects.filter(kind=BUILD_JOB, organisation_id__in={duty.organisation_id for duty in duties})
    told = jobs.annotate(report=KT("payload__report"), campaign=KT("payload__campaign"))
    key = ("organisation_id", "report", "campaign")
    last = told.order_by(*key, "-pk").distinct(*key).values_list(*key, "state")
    failed = {(body, report, campaign) for body, report, campaign, state in last if state == JobState.FAILED}
    return {duty.pk for duty in duties if (duty.organisation_id, duty.report, duty.campaign.code) in failed}


def _newest(versions: Sequence[Submission]) -> dict[int, Submission]:
    """{duty: the version that is furthest on its way, else the newest draft}."""
    found: dict[int, Submission] = {}
    for row in versions:
        if row.duty_id not in found or _rank(row) >= _rank(found[row.duty_id]):
            found[row.duty_id] = row
    return found


def _rank(submission: Submission) -> int:
    """A version under way counts before one that was returned, and that before a draft."""
    return {SubmissionState.DRAFT: 0, SubmissionState.RETURNED: 1}.get(SubmissionState(submission.state), 2)


class Chase(NamedTuple):
    """An organisation to be reminded: what is missing and how far it is, whom to call."""

    organisation: Organisation
    missing: Sequence[Cell]
    phones: Sequence[str]


def chase_list(matrix: Matrix) -> list[Chase]:
    """催报清单: who has not delivered what, with the office telephones of its people."""
    laggards = matrix.laggards
    phones = phones_of([line.organisation.pk for line in laggards])
    return [Chase(line.organisation, line.missing, phones.get(line.organisation.pk, [])) for line in laggards]


def phones_of(organisations: Collection[int]) -> dict[int, list[str]]:
    """{organisation: the telephones of its offices, then of its people}"""
    offices = OfficeContact.objects.filter(organisation__in=organisations).order_by("pk")
    people = User.objects.filter(organisation__in=organisations, is_active=True).exclude(phone="").order_by("pk")
    people = people.exclude(role__in=ADMINISTRATORS)
    known = [row for rows in (offices, people) for row in rows.values_list("organisation", "phone")]
    phones: dict[int, list[str]] = {}
    for organisation, phone in known:
        if phone not in phones.setdefault(organisation, []):
            phones[organisation].append(phone)
    return phones
