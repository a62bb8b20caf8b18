"""Drafts by night: each once, however often the schedule rings, and one that fails stops nobody."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.models import User
from campaigns.models import Campaign
from core import clock, jobs
from core.choices import JobState
from core.jobs import ledger
from core.models import AuditEvent, Job
from reports.delivery import owed_to
from reports.models import Snapshot
from reports.services.nightly import order_drafts
from tests.cast import Cast
from tests.reports.delivering import deliver
from tests.reports.figuring import build

NIGHT = date(2023, 12, 10)


def test_each_report_that_is_owed_is_ordered_once(cast: Cast) -> None:
    first = order_drafts(today=NIGHT, at=clock.now())
    again = order_drafts(today=NIGHT, at=clock.now())
    assert len(first) == 33 + 10 + 2 + 1
    assert [job.pk for job in first] == [job.pk for job in again]
    assert Job.objects.filter(kind="report").count() == len(first)


def test_what_is_delivered_is_left_alone_and_nobody_stops_the_others(cast: Cast) -> None:
    deliver(build("coverage", cast.hangzhou_officer).submission, cast.hangzhou_officer, cast.hangzhou_lead)
    User.objects.filter(organisation__code="EM-330800").update(is_active=False)
    keys = {job.key for job in order_drafts(today=NIGHT, at=clock.now())}
    assert len(keys) == 46 - 1 - 3
    assert "report-draft:2023:EM-330100:coverage:2023-12-10" not in keys


def test_the_night_works_for_people_of_business(cast: Cast) -> None:
    """Administrators come first where an installation began with them, and may build nothing."""
    User.objects.filter(username__startswith="prov-em").update(is_lead=True)
    assert not User.objects.get(username="adm-audit").is_lead
    owners = {job.owner.username for job in order_drafts(today=NIGHT, at=clock.now()) if ":province:" in job.key}
    assert owners == {"prov-em"}


def test_a_draft_that_ran_twice_is_one_version_by_nobody(cast: Cast, as_user: Any) -> None:
    (job,) = [one for one in order_drafts(today=NIGHT, at=clock.now()) if ":EM-330100:coverage:" in one.key]
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == JobState.DONE
    assert jobs.run_job(job.pk) is None
    (snapshot,) = Snapshot.objects.filter(organisation__code="EM-330100")
    assert snapshot.version == 1
    # The portal built it, and no person: each of the office may still review and sign it.
    assert snapshot.submission.not_drafting() == snapshot.submission.colleagues()
    assert AuditEvent.objects.get(action="report.built").actor == "system"
    page = as_user(cast.hangzhou_lead).get(reverse("reports:snapshot-detail", args=[snapshot.pk]))
    assert cast.hangzhou_lead.organisation.name in page.content.decode()


def test_a_draft_that_is_lost_too_often_says_that_it_failed(cast: Cast) -> None:
    job, other = order_drafts(today=NIGHT, at=clock.now())[:2]
    gone = clock.true_now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, attempts=ledger.MAX_ATTEMPTS, lease="lost", lease_until=gone
    )
    ended, well = jobs.run_job(job.pk), jobs.run_job(other.pk)
    assert ended is not None
    assert (ended.state, bool(ended.message)) == (JobState.FAILED, True)
    assert well is not None
    assert well.state == JobState.DONE
    assert [one.job_id for one in Snapshot.objects.all()] == [other.pk]


def test_a_city_whose_build_fails_is_named_until_it_is_built(cast: Cast, as_user: Any) -> None:
    """To itself and to the province; the others are built."""
    drafts = {job.key: job for job in order_drafts(today=NIGHT, at=clock.now())}
    failed = drafts["report-draft:2023:EM-330800:coverage:2023-12-10"]
    Job.objects.filter(pk=failed.pk).update(state=JobState.FAILED, message="示例")
    campaign = Campaign.objects.get(code="2023")
    for reader in (cast.provincial_officer, cast.quzhou_officer):
        page = as_user(reader).get(reverse("reports:centre")).content.decode()
        assert page.count("最近一次生成失败") == 1
    named = [
        cell.duty.organisation.code for cell in owed_to(cast.provincial_officer, campaign).cells if cell.has_failed
    ]
    assert named == ["EM-330800"]
    build("coverage", cast.quzhou_officer)
    assert not any(cell.has_failed for cell in owed_to(cast.provincial_officer, campaign).cells)
