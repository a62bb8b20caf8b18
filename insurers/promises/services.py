"""Reminders to insurers whose units had no campaign assistance, and the count of the province that pages read.

Each unit is to be assisted at least once (notice, part 2.1).
"""

import hashlib
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Organisation, User
from core import audit, jobs, walls, writing
from core.choices import JobState
from core.gate import NotAllowed
from core.imports import staging
from core.models import Job
from insurers.plans.permissions import PlanPermission
from insurers.policies.models import Policy
from insurers.promises import figures
from insurers.promises.figures import COUNT, JOB_KIND, lacking_assistance
from insurers.promises.models import AssistReminder
from insurers.promises.permissions import PromisePermission


def units_lacking(user: User, since: date, today: date) -> QuerySet[Policy]:
    """The policies in a person's place whose units had no assistance."""
    return lacking_assistance(Policy.objects.visible_to(user), since, today)


def insurers_at_work(user: User) -> QuerySet[Organisation]:
    """The insurers with a policy in a person's place, ended ones included: others are none of their business."""
    held = Policy.objects.visible_to(user).filter(insurer=OuterRef("pk"))
    return Organisation.objects.visible_to(user).insurers().filter(Exists(held))


def remind_insurer(
    *, insurer: Organisation, since: date, by: User, today: date, at: datetime
) -> tuple[AssistReminder, bool]:
    """Remind an insurer of its units in one's place, once a month: a second time answers the first one and False.

    Raises NotAllowed, Refused.
    """
    month, own, permission = today.replace(day=1), by.organisation, PromisePermission.ASSIST_REMIND
    with writing.open_ledger(AssistReminder, insurer, by=by, permission=permission, at=at, step="assist-reminded"):
        if not insurers_at_work(by).filter(pk=insurer.pk).exists():
            raise NotAllowed(f"{by} has nothing to do with {insurer}")
        known = AssistReminder.objects.filter(insurer=insurer, organisation=own, month=month).first()
        if known is not None:
            return known, False
        lacking = units_lacking(by, since, today).filter(insurer=insurer)
        units = lacking.order_by().values("enterprise").distinct().count()
        writing.insist(None if units else f"「{insurer}」在本地区承保的企业均已开展专项行动帮扶活动，无需提醒")
        values = {"units": units, "place": own.division.name, "sent_by": by, "sent_at": at}
        reminder, is_new = AssistReminder.objects.get_or_create(
            insurer=insurer, organisation=own, month=month, defaults=values
        )
        if is_new:
            audit.record("assist.reminded", by=by, at=at, subject=str(insurer), units=units, month=f"{month:%Y-%m}")
    return reminder, is_new


def start_count(*, by: User, at: datetime, ring: bool = True) -> Job:
    """Write a count of the province down as a job; one job for one state of the ledgers. Raises NotAllowed."""
    state = hashlib.sha256(repr(sorted(figures.marks().items())).encode()).hexdigest()[:32]
    key, permission = f"{JOB_KIND}:{state}", PlanPermission.PLAN_VIEW
    with writing.open_ledger(Job, JOB_KIND, by=by, permission=permission, at=at, step="promised-count"):
        with walls.aside("how many counts of this state have failed, whoever asked for them"):
            broken = Job.objects.filter(key__startswith=key, state__in=[JobState.FAILED, JobState.CANCELLED]).count()
        return jobs.create_job(kind=JOB_KIND, key=f"{key}:{broken}", by=by, at=at, payload={}, ring=ring)


@walls.aside("the count of the province is everybody's, whoever asked for it")
@transaction.atomic
def store_count(*, at: datetime) -> int:
    """Count the province anew, in the place of the former count; returns the number of cells."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [JOB_KIND])
        staging.join_set_based(cursor)
        cursor.execute("DELETE FROM promises_promisedcell")
        cursor.execute(
            "INSERT INTO promises_promisedcell (insurer_id, city_code, sector, kind, campaign_assist, month, due_on, "  # noqa: S608 - a constant of the code
            f"times, done, outside, counted_at) SELECT c.*, %s FROM ({COUNT}) c",
            [at],
        )
        return int(cursor.rowcount)
