"""Invented deliveries of the demo world: built for real from the seeded ledgers, each as far as its story says."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from accounts.models import Organisation, User
from accounts.roles import Role
from campaigns.models import Campaign
from core.choices import JobState
from core.jobs import Tick
from core.jobs.ledger import claim
from core.models import Job
from core.seeding import Ledger, Plan, instant
from reports.choices import ContributionState, ReportKind, SectionKey, SubmissionState
from reports.documents.sections import frozen_text
from reports.models import Contribution, ReportDuty, ReportSection, Snapshot, Submission
from reports.rules import came_late
from reports.services import build_report, request_report
from reports.services.delivering import keep_document

DRAFT, EDITING, REVIEW = SubmissionState.DRAFT, SubmissionState.EDITING, SubmissionState.REVIEW
SUBMITTED, RECEIVED, RETURNED = SubmissionState.SUBMITTED, SubmissionState.RECEIVED, SubmissionState.RETURNED
COVERAGE, CAMPAIGN, CROSS = ReportKind.COVERAGE, ReportKind.CAMPAIGN, ReportKind.CROSS_INSPECTION


class Story(NamedTuple):
    """A report of a body, how far it is, and how many days ago its last step was taken."""

    body: str
    report: ReportKind
    state: SubmissionState
    ago: int
    is_outside: bool = False


STORIES: Final[Sequence[Story]] = (
    Story("EM-330200", COVERAGE, RECEIVED, 3),
    Story("EM-330200", CAMPAIGN, RECEIVED, 3),
    Story("EM-330200", CROSS, RECEIVED, 2),
    Story("EM-330300", COVERAGE, RECEIVED, 4),
    Story("EM-330300", CAMPAIGN, SUBMITTED, 1),
    Story("EM-330500", COVERAGE, SUBMITTED, 1),
    Story("EM-330700", CAMPAIGN, RETURNED, 1),
    Story("EM-330100", COVERAGE, REVIEW, 1),
    Story("EM-330100", CAMPAIGN, EDITING, 1),
    Story("EM-330400", COVERAGE, DRAFT, 1),
    Story("EM-330900", COVERAGE, RECEIVED, 2, is_outside=True),
    # In a demo of the second day after the deadline or later, this one stands as late.
    Story("EM-331000", COVERAGE, SUBMITTED, 1),
    Story("REG-330300", ReportKind.REGULATOR, SUBMITTED, 1),
)
TO_BE_WRITTEN: Final = re.compile("【待补：([^】]*)】")
SIZES: Final = {"small": len(STORIES)}


def fill_deliveries(plan: Plan) -> None:
    """The first stories, as many as asked for; in a year without a campaign nobody owes a report."""
    campaign = Campaign.objects.yearly(plan.today.year).first()
    if campaign is None:
        return
    _ask_texts(campaign, plan)
    for story in STORIES[: plan.sizes["deliveries"]]:
        if plan.today - timedelta(days=story.ago) < campaign.starts_on:
            continue
        organisation = Organisation.objects.get(code=story.body)
        people = list(User.objects.filter(organisation=organisation).order_by("is_lead", "pk"))
        if story.is_outside:
            _register(story, organisation, campaign, plan)
        else:
            _tell(story, _built(story, people[0], campaign, plan).submission, people, plan)


def _built(story: Story, by: User, campaign: Campaign, plan: Plan) -> Snapshot:
    """The report, built by its own job at a set instant."""
    at = instant(plan.today - timedelta(days=story.ago), 9)
    order = request_report(
        report=story.report, by=by, city=None, campaign=campaign.code, cutoff=at.date(), at=at, ring=False
    )
    job = claim(order.pk)
    if job is None:
        raise RuntimeError("somebody else runs a job of the seeding")
    snapshot = build_report(job=job, tick=Tick(job.pk, job.lease), today=at.date(), at=at)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.DONE, lease="", lease_until=None, ended_at=at, result={"snapshot": snapshot.pk}
    )
    return snapshot


def _tell(story: Story, submission: Submission, people: Sequence[User], plan: Plan) -> None:
    """Write how far it is, with the steps before it."""
    day, (first, second) = plan.today - timedelta(days=story.ago), people[:2]
    submission.state = story.state
    if story.state not in {DRAFT, EDITING}:
        submission.prepared_by, submission.prepared_at = first, instant(day, 10)
    if story.state in {SUBMITTED, RECEIVED, RETURNED}:
        submission.signed_by, submission.signed_at = second, instant(day, 11)
        submission.document_no = f"{submission.duty.organisation.letter_code}〔{day.year}〕{submission.pk}号"
        submission.submitted_by, submission.submitted_at = first, instant(day, 14)
        submission.is_late = came_late(day, submission.duty.due_on)
    if story.state in {RECEIVED, RETURNED}:
        submission.answered_by, submission.answered_at = _receiver(submission.duty), instant(day, 16)
    if story.state in {SUBMITTED, RECEIVED, RETURNED}:
        submission.text = {key: _written(body) for key, body in frozen_text(submission).items()}
    if story.state == REVIEW:
        _write_sections(submission, first, instant(day, 9))
    if story.state == RETURNED:
        submission.reason = "附表4缺2家保险机构，请补齐后重新报送。"
    submission.save()
    if submission.snapshot is not None and submission.signed_at is not None:
        keep_document(submission.snapshot, submission, submission.signed_at)


def _written(body: str) -> str:
    """A text with invented words in place of what its office would write."""
    return TO_BE_WRITTEN.sub(lambda match: f"{match[1]}：示例单位已按方案落实，详见有关材料。", body)


def _write_sections(submission: Submission, by: User, at: datetime) -> None:
    """The sections that only the office can write."""
    for key, body in frozen_text(submission).items():
        if TO_BE_WRITTEN.search(body):
            ReportSection.objects.create(
                duty=submission.duty,
                key=key,
                body=_written(body),
                version=1,
                is_final=True,
                written_by=by,
                written_at=at,
            )


def _ask_texts(campaign: Campaign, plan: Plan) -> None:
    """Texts that Hangzhou asked of its counties: one delivered in time, one late, one missing."""
    duty = ReportDuty.objects.filter(
        organisation__code="EM-330100", report=ReportKind.CAMPAIGN, campaign=campaign
    ).first()
    if duty is None or plan.today >= duty.due_on:
        return
    asker = User.objects.filter(organisation=duty.organisation).order_by("is_lead", "pk")[0]
    for code, answered in (("EM-330109", 5), ("EM-330106", 1), ("EM-330122", None)):
        county = Organisation.objects.get(code=code)
        row = Contribution(
            asker=duty.organisation, organisation=county, campaign=campaign, report=duty.report,
            section=SectionKey.SEARCHES, wanted="动火等危险作业帮扶的做法和成效",
            numbers=[{"name": "动火作业到场次数", "value": ""}], due_on=plan.today - timedelta(days=3),
            asked_by=asker, asked_at=instant(plan.today - timedelta(days=10), 9),
        )  # fmt: skip
        if answered is not None:
            row.state, row.body = ContributionState.DELIVERED, "推行动火作业线上报备，保险机构当日派员到场（示例）。"
            row.numbers = [{"name": "动火作业到场次数", "value": "64次"}]
            row.answered_by = User.objects.filter(organisation=county).order_by("pk").first()
            row.answered_at, row.is_late = instant(plan.today - timedelta(days=answered), 15), answered < 3
        row.save()


def _register(story: Story, organisation: Organisation, campaign: Campaign, plan: Plan) -> None:
    """One that came on paper."""
    duty = ReportDuty.objects.get(organisation=organisation, report=story.report, campaign=campaign)
    day = plan.today - timedelta(days=story.ago)
    Submission.objects.create(
        duty=duty,
        state=RECEIVED,
        document_no=f"{organisation.letter_code}〔{day.year}〕1号",
        submitted_at=instant(day, 12),
        is_late=came_late(day, duty.due_on),
        answered_by=_receiver(duty),
        answered_at=instant(day, 15),
        reason="纸质件送达，由接收单位补录。",
    )


def _receiver(duty: ReportDuty) -> User:
    """The first person of the recipient."""
    return User.objects.filter(organisation=duty.recipient, role__in=(Role.PROV_EM, Role.REG_PROV)).order_by(
        "is_lead", "pk"
    )[0]


LEDGERS: Final = (Ledger("deliveries", Submission, SIZES, fill_deliveries),)
