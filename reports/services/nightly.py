"""Drafts that are built by night before the deadline, one job for each organisation and report (domain.md 5.4)."""

from datetime import date, datetime, timedelta
from typing import Final

import structlog
from django.db.models import Q

from accounts.models import User
from accounts.roles import ADMINISTRATORS
from core import jobs
from core.gate import NotAllowed
from core.models import Job
from reports.choices import OPEN_STATES, SubmissionState
from reports.models import ReportDuty
from reports.querysets import DutyQuerySet
from reports.services.building import DRAFT_BY_NIGHT, JOB_KIND, REHEARSAL_BY_NIGHT, OrderError, check_order
from reports.services.rehearsing import REHEARSAL_KIND

log = structlog.get_logger("portal.reports")
#: A version in one of these is past its draft: no newer draft is wanted beside it.
UNDER_WAY = tuple(state for state in OPEN_STATES if state != SubmissionState.EDITING)

#: Nights in which drafts are built, that to the deadline the last of them: from 1 December to the 10th.
DRAFT_NIGHTS: Final = 10
#: Days before and after its last one in which a report that is not delivered is rehearsed: from 1 November on.
REHEARSED_BEFORE: Final = timedelta(days=40)
REHEARSED_AFTER: Final = timedelta(days=31)


def order_drafts(*, today: date, at: datetime) -> list[Job]:
    """Queue a draft of each report that is owed soon and not under way; the same night again adds nothing.

    The key of a job names campaign, organisation, report and day, so that a lost or doubled message of the schedule
    builds each draft once. An organisation without people, or whose order is refused, is named in the log and does not
    stop the others.
    """
    nights = (today, today + timedelta(days=DRAFT_NIGHTS - 1))
    soon = Q(due_on__range=nights) | Q(campaign__deadline_on__range=nights)
    duties = ReportDuty.objects.filter(soon).exclude(submissions__state__in=UNDER_WAY)
    return _ordered(duties, JOB_KIND, DRAFT_BY_NIGHT, today, at)


def order_rehearsals(*, today: date, at: datetime) -> list[Job]:
    """Queue a rehearsal of each report that is not delivered yet, in the same way."""
    days = (today - REHEARSED_AFTER, today + REHEARSED_BEFORE)
    duties = ReportDuty.objects.filter(due_on__range=days).undelivered()
    return _ordered(duties, REHEARSAL_KIND, REHEARSAL_BY_NIGHT, today, at)


def _ordered(duties: DutyQuerySet[ReportDuty], kind: str, name: str, today: date, at: datetime) -> list[Job]:
    begun = duties.filter(campaign__starts_on__lte=today)
    rows = begun.select_related("organisation", "campaign").order_by("pk")
    found = (_order(duty, kind, name, today, at) for duty in rows)
    return [job for job in found if job is not None]


def _order(duty: ReportDuty, kind: str, name: str, today: date, at: datetime) -> Job | None:
    people = User.objects.filter(organisation=duty.organisation_id, is_active=True).select_related("organisation")
    # The first people of an installation are the province's administrators, who may build nothing.
    by = people.exclude(role__in=ADMINISTRATORS).order_by("is_lead", "pk").first()
    if by is None:
        log.warning("draft_without_people", organisation=duty.organisation.code, report=duty.report)
        return None
    try:
        order = check_order(report=duty.report, by=by, city=None, campaign=duty.campaign.code, cutoff=today)
    except (NotAllowed, OrderError) as refusal:
        log.warning("draft_refused", organisation=duty.organisation.code, report=duty.report, reason=str(refusal))
        return None
    key = f"{name}:{duty.campaign.code}:{duty.organisation.code}:{duty.report}:{today.isoformat()}"
    return jobs.create_job(kind=kind, key=key, by=by, at=at, payload=order.payload())
