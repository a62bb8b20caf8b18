"""What waits in cases for a person: second persons, answers to look at, papers to sign for and to answer."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.roles import Role
from core.contributions.desk import Desk, NoDay, Todo, Work, first_and_all
from core.languages import put
from core.people import User
from core.views.addresses import address, place_on
from dispositions.choices import CaseState, FineStage, StepState, Wait
from dispositions.filters import MINE
from dispositions.models import Case, Step
from dispositions.permissions import DispositionPermission
from dispositions.publication import last_day
from dispositions.querysets import StepQuerySet, for_office, for_subject
from dispositions.states import only_with_first
from hazards.figures.dues import last_publication_day, latest_decision
from inspections.choices import Disposition
from rulebook.workdays import Workdays, workdays

PLACE: Final = 45
#: So many papers have lines of their own.
MOST: Final = 10


def work(desk: Desk) -> Work:
    """The steps that are the person's, those due first."""
    if desk.user.may(DispositionPermission.CASE_WRITE):
        if desk.is_idle(_busy_offices):
            return Work(place=PLACE, todos=list(_referred(desk)))
        days = workdays()
        own = [*_referred(desk), *_late(desk, days), *_of_authority(desk), *_to_publish(desk, days)]
        return Work(place=PLACE, todos=own)
    if desk.user.may(DispositionPermission.CASE_ANSWER):
        return Work(place=PLACE, todos=list(_of_subject(desk)))
    return Work(place=PLACE)


def _busy_offices() -> Iterator[int]:
    """The authorities of open cases, and of papers in them."""
    papers = Step.objects.exclude(case__state=CaseState.CLOSED).order_by()
    yield from Case.objects.open().order_by().values_list("authority", flat=True).distinct()
    yield from papers.values_list("authority", flat=True).distinct()


def _steps(desk: Desk) -> "StepQuerySet[Step]":
    rows = Step.objects.visible_to(desk.user).exclude(case__state=CaseState.CLOSED)
    return rows.select_related("case", "authority").order_by("due_on", "pk")


def _late(desk: Desk, days: Workdays) -> Iterator[Todo]:
    """One line for the own cases in which a day has passed, that of a fine's publication too; the link lists exactly them."""
    own = desk.user.organisation_id
    fined_by = latest_decision(desk.today, days)
    cases = Case.objects.visible_to(desk.user).filter(authority=own).waiting(Wait.OVERDUE, desk.today, fined_by)
    passed = Q(steps__state=StepState.ISSUED, steps__due_on__lt=desk.today)
    fined = Q(steps__in=_to_publish_of(desk).filter(issued_on__lte=fined_by).order_by().values("pk"))
    late = cases.order_by().aggregate(
        n=Count("pk", distinct=True),
        first=Min("steps__due_on", filter=passed),
        fines=Count("pk", filter=fined, distinct=True),
        decided=Min("steps__issued_on", filter=fined),
    )
    if not late["n"]:
        return
    published_by = last_publication_day(late["decided"], days) if late["decided"] else None
    first = min((day for day in (late["first"], published_by) if day is not None), default=NoDay.LATE)
    title = ngettext("%(n)s case is past a deadline", "%(n)s cases are past a deadline", late["n"]) % {
        "n": f"{late['n']:,}"
    }
    detail = _("not answered or corrected in time, or a fine not made public in time")
    if late["fines"]:
        detail = _("a fine not made public in time in %(n)s of them") % {"n": f"{late['fines']:,}"}
    url = address("dispositions:case-list", wait=Wait.OVERDUE.value, authority=str(own))
    yield desk.line(_("Dispositions"), title, detail, url, _("Open"), first, count=late["n"])


def _of_authority(desk: Desk) -> Iterator[Todo]:
    """Proposals of colleagues, answers and requests for more time to look at, interviews to record, in one query."""
    rows, person = _steps(desk).filter(for_office(desk.user, desk.today)), desk.user.pk
    yield from _first_of(desk, rows, lambda step: _todo(step, desk, *_waiting_of(step, person)))


def _first_of(desk: Desk, rows: "StepQuerySet[Step]", line_of: Callable[[Step], Todo]) -> list[Todo]:
    """A line for each paper; of many the first ones, and the line for all cases in which the person is to act."""
    first = list(rows[: MOST + 1])

    def all_of() -> Todo:
        cases = Case.objects.visible_to(desk.user).for_person(desk.user, desk.today).order_by().count()
        title = ngettext("Papers wait for you in %(n)s case", "Papers wait for you in %(n)s cases", cases) % {
            "n": f"{cases:,}"
        }
        url, where = address("dispositions:case-list", wait=MINE), _("all of them, those above included")
        return desk.line(_("Dispositions"), title, where, url, _("Open"), first[0].due_on or NoDay.UNSET, count=cases)

    return first_and_all([line_of(step) for step in first], all_of, MOST)


def _waiting_of(step: Step, person: int) -> tuple[str, date | NoDay]:
    """What the authority is to do of a step that waits for it, and by when: more time is given before the day runs out,
    minutes are made of an interview on its day. An answer to look at was given, and what is proposed runs for nobody yet."""
    if step.state == StepState.ANSWERED:
        return _("Look at the answer"), NoDay.ANSWER
    if step.state == StepState.PROPOSED or step.withdrawal_by_id not in {None, person}:
        return _("Decide"), NoDay.SECOND_PERSON
    if step.kind == Disposition.INTERVIEW:
        return _("Record the minutes"), step.met_on or NoDay.UNSET
    return _("Answer the request for more time"), step.due_on or NoDay.UNSET


def _to_publish_of(desk: Desk) -> "StepQuerySet[Step]":
    """Own fines that are not public yet."""
    fines = _steps(desk).filter(kind=Disposition.PENALTY, state=StepState.ISSUED, authority=desk.user.organisation_id)
    return fines.exclude(stages__stage=FineStage.PUBLISHED)


def _to_publish(desk: Desk, days: Workdays) -> Iterator[Todo]:
    """Own fines that are to be made public and are still in time, each by its last day (work-safety law, article 78)."""
    rows = _to_publish_of(desk).filter(issued_on__gt=latest_decision(desk.today, days)).order_by("issued_on", "pk")
    for step in rows:
        yield _todo(step, desk, _("Make the penalty public"), last_day(step, days) or NoDay.LATE)


def _referred(desk: Desk) -> Iterator[Todo]:
    """Cases that a sub-office handed up; no other office gets any."""
    if desk.user.role != Role.REG_PROV:
        return
    rows = Case.objects.visible_to(desk.user).filter(
        authority=desk.user.organisation_id, referral__received_by__isnull=True, referral__isnull=False
    )
    for case in rows.select_related("referral__sender").order_by("pk"):
        title, url = f"{case.subject_name} {case.title}", address("dispositions:case-detail", case.pk)
        detail = put("{}：{}", case.referral.sender, case.referral.reason)
        yield desk.line(_("Dispositions"), title, detail, url, _("Take over the case"), NoDay.ANSWER)


def _of_subject(desk: Desk) -> Iterator[Todo]:
    """Papers to answer, and those that nobody of the side has signed for, or a colleague alone, who is of the same
    organisation; each once."""
    user = desk.user
    rows = _steps(desk).filter(for_subject(user)).select_related("signed_by__organisation")
    rows = rows.prefetch_related("signed_by__postings")
    ordered = rows.order_by(Coalesce("due_on", "met_on"), "pk")
    yield from _first_of(
        desk, ordered, lambda step: _todo(step, desk, _asked_of(step, user), _day_of(step, desk.today))
    )


def _asked_of(step: Step, user: User) -> str:
    """What the subject is to do of a paper: to sign for it, then to answer."""
    first = step.signed_by
    is_second = first is not None and first != user and only_with_first(step, user) is None
    to_sign = first is None or (is_second and step.receipt_by_id is None)
    if step.state != StepState.ISSUED or step.due_on is None:
        return _("Sign for the paper")
    return _("Sign for and answer") if to_sign else _("Answer")


def _day_of(step: Step, today: date) -> date | NoDay:
    """By when the subject is to act: that of the answer, or on which it is asked to an interview still to come."""
    if step.state != StepState.ISSUED:
        return NoDay.UNSET
    return step.due_on or (step.met_on if step.met_on and step.met_on >= today else None) or NoDay.UNSET


def _todo(step: Step, desk: Desk, action: str, due: date | NoDay) -> Todo:
    """A line that leads to the case."""
    number = step.doc_no or step.case.number
    return desk.line(
        _("Dispositions"),
        f"{step.case.subject_name} {step.get_kind_display()}",
        number if step.authority_id == desk.user.organisation_id else f"{step.authority} {number}",
        place_on(address("dispositions:case-detail", step.case_id), "step", step.pk),
        action,
        due,
    )


AWAITED: Final = (StepState.PROPOSED, StepState.ISSUED, StepState.ANSWERED)
RESTING: Final = (
    (CaseState.OPENED, "the authority's own case: its board tells which are old"),
    (CaseState.RUNNING, "its steps are what waits"),
    (StepState.FILED, "the stages of a penalty come from the authority's own system"),
)
