"""Rehearsals: the same values as the real run, nothing kept, and what would be missing, whom to call, the pace."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import clock, jobs
from core.choices import JobState
from core.gate import NotAllowed
from core.models import AuditEvent, Job
from reports import services
from reports.choices import CITY_REPORTS
from reports.models import Capture, Contribution, Rehearsal, Snapshot
from reports.rules import pace
from reports.services.nightly import order_rehearsals
from tests import world
from tests.cast import Cast
from tests.reports.asking import ask, duty_of
from tests.reports.crossing import IN, OUT, check, hand_in, start
from tests.reports.delivering import deliver
from tests.reports.figuring import build
from tests.reports.holding import hold_row

Enter = Callable[[Any], Client]
LAST = date(2023, 12, 10)


def rehearse(by: User, report: str) -> Rehearsal:
    duty = duty_of(by, report)
    job = services.request_rehearsal(duty=duty, by=by, today=clock.today(), at=clock.now())
    ended = jobs.run_job(job.pk)
    assert ended is not None
    assert ended.state == JobState.DONE, ended.message
    return Rehearsal.objects.get(duty=duty)


def test_a_rehearsal_of_the_cross_inspection_names_forms_that_are_not_handed_in(cast: Cast) -> None:
    out, received = start(OUT), start(IN)
    check(out, cast.hangzhou_officer, date(2023, 11, 20))
    found = rehearse(cast.hangzhou_officer, "cross-inspection")
    told = {one["what"]: one["whom"] for one in found.findings if "检查表" in one["what"]}
    assert told == {
        f"杭州市检查绍兴市（{out.no}）尚有1份检查表未提交": "本单位",
        f"金华市检查杭州市（{received.no}）尚无已提交的检查表": cast.jinhua_officer.organisation.name,
    }
    (one,) = found.paces
    assert one["what"].startswith("已提交检查表0份，应达1份；近14天增加0份")
    assert not one["is_enough"]
    hand_in(out)
    again = rehearse(cast.hangzhou_officer, "cross-inspection")
    assert not [one for one in again.findings if out.no in one["what"]]
    # A city without a bureau of its own is named itself, and nobody can be called.
    Organisation.objects.filter(code="EM-330700").update(kind=OrganisationKind.SERVICE_AGENCY)
    (orphan,) = [
        one for one in rehearse(cast.hangzhou_officer, "cross-inspection").findings if received.no in one["what"]
    ]
    assert (orphan["whom"], orphan["phones"]) == ("金华市", [])


def real(by: User, report: str) -> Snapshot:
    job = services.request_report(
        report=report, by=by, city=None, campaign="2023", cutoff=clock.today(), at=clock.now(), ring=False
    )
    assert jobs.run_job(job.pk)
    return Snapshot.objects.get(job=job)


@pytest.mark.parametrize("report", [*CITY_REPORTS, "regulator"])
def test_on_the_last_day_rehearsal_and_real_run_give_the_same_values(cast: Cast, settings: Any, report: str) -> None:
    settings.PORTAL_TODAY = LAST
    held = world.policy(world.enterprise("330302"))
    world.policy(world.enterprise())
    world.enterprise()
    world.activity(held)
    by = cast.wenzhou_regulator if report == "regulator" else cast.hangzhou_officer
    found, snapshot = rehearse(by, report), real(by, report)
    assert json.dumps(found.figures, sort_keys=True) == json.dumps(snapshot.figures, sort_keys=True)
    assert found.code == snapshot.code


def test_nothing_of_it_is_kept(cast: Cast) -> None:
    rehearse(cast.hangzhou_officer, "coverage")
    assert not Snapshot.objects.exists()
    assert not Capture.objects.exists()
    rehearse(cast.hangzhou_officer, "coverage")
    assert Rehearsal.objects.count() == 1


def test_what_would_be_missing_and_whom_to_call(cast: Cast) -> None:
    User.objects.filter(username="em-330106").update(phone="0571-0000 0106")
    User.objects.filter(username="ins-a-zj").update(phone="0571-0000 0001")
    world.enterprise("330106")
    world.policy(world.enterprise("330106"))
    ask(cast)
    coverage = rehearse(cast.hangzhou_officer, "coverage").findings
    gap = next(one for one in coverage if "应保未保" in one["what"] and one["whom"] != "本单位")
    assert (gap["what"], gap["whom"], gap["phones"]) == ("尚有1户应保未保", "西湖区应急管理局", ["0571-0000 0106"])
    assert any("赔付情况」尚有待补" in one["what"] for one in coverage)
    assert any("尚无版本开始编制" in one["what"] for one in coverage)
    campaign = rehearse(cast.hangzhou_officer, "campaign").findings
    assert any("供稿未报" in one["what"] and one["phones"] == ["0571-0000 0106"] for one in campaign)
    assert any(one["what"] == "尚有1户未开展专项行动帮扶" and one["phones"] == ["0571-0000 0001"] for one in campaign)
    assert Contribution.objects.count() == 1


def test_whose_books_are_open_and_whom_to_call(cast: Cast) -> None:
    User.objects.filter(username="ins-a-zj").update(phone="0571-0000 0001")
    cover = world.policy(world.enterprise("330106"))
    for month in (8, 9):
        world.expense(cover, booked_on=date(2023, month, 5))
    hold_row(cast.insurer_a_clerk, "hazards", cover.enterprise.uscc)
    found = {one["what"]: one for one in rehearse(cast.hangzhou_officer, "campaign").findings}
    for words in ("尚有2个月的费用未结账", "隐患台账1行有误待更正，未计入"):
        assert (found[words]["whom"], found[words]["phones"]) == (
            cast.insurer_a_clerk.organisation.name,
            ["0571-0000 0001"],
        )
    coverage = rehearse(cast.hangzhou_officer, "coverage").findings
    assert not any("结账" in one["what"] for one in coverage)


@pytest.mark.parametrize(
    ("now", "earlier", "goal", "days", "expected", "is_enough"),
    [
        (48, 38, 69, 17, 60, False),
        (48, 20, 69, 17, 69, True),
        (69, 69, 69, 0, 69, True),
        (5, 5, 9, 10, 5, False),
        (0, 0, 0, 5, 0, True),
        (5, 7, 9, 14, 3, False),
        (5, 1, 9, -3, 5, False),
    ],
)
def test_the_pace(now: int, earlier: int, goal: int, days: int, expected: int, is_enough: bool) -> None:
    found = pace(now=now, earlier=earlier, window=14, goal=goal, days_left=days)
    assert (found.expected, found.is_enough) == (expected, is_enough)


def test_the_pace_is_told(cast: Cast) -> None:
    world.policy(world.enterprise())
    world.enterprise()
    (told,) = rehearse(cast.hangzhou_officer, "coverage").paces
    assert "已保户数1户，应达2户" in told["what"]
    assert "近14天增加0户" in told["what"]


def test_a_pace_that_falls_is_told_as_a_decrease(cast: Cast) -> None:
    world.policy(world.enterprise(), end_on=clock.today() - timedelta(days=3))
    world.enterprise()
    (told,) = rehearse(cast.hangzhou_officer, "coverage").paces
    assert "已保户数0户，应达2户；近14天减少1户，" in told["what"]


def test_by_night_each_that_is_not_delivered_once(cast: Cast) -> None:
    deliver(build("coverage", cast.hangzhou_officer).submission, cast.hangzhou_officer, cast.hangzhou_lead)
    first = order_rehearsals(today=LAST, at=clock.now())
    again = order_rehearsals(today=LAST, at=clock.now())
    assert len(first) == 46 - 1
    assert [job.pk for job in first] == [job.pk for job in again]
    assert jobs.run_job(first[0].pk) is not None
    # By nobody: the person whose office it is was asleep.
    assert Rehearsal.objects.get().held_by is None
    assert AuditEvent.objects.get(action="report.rehearsed").actor == "system"


def test_nobody_rehearses_another_s_report(cast: Cast, as_user: Enter) -> None:
    duty = duty_of(cast.hangzhou_officer, "coverage")
    with pytest.raises(NotAllowed):
        services.request_rehearsal(duty=duty, by=cast.provincial_officer, today=clock.today(), at=clock.now())
    assert rehearse(cast.hangzhou_officer, "coverage").held_by == cast.hangzhou_officer
    assert not Rehearsal.objects.visible_to(cast.provincial_officer).exists()
    address = reverse("reports:duty-rehearsal", args=[duty.pk])
    assert as_user(cast.provincial_officer).get(address).status_code == 404
    assert as_user(cast.xihu_county).get(address).status_code == 403


def test_the_page(cast: Cast, as_user: Enter) -> None:
    duty = duty_of(cast.hangzhou_officer, "coverage")
    address, city = reverse("reports:duty-rehearsal", args=[duty.pk]), as_user(cast.hangzhou_officer)
    assert "尚未演练" in city.get(address).content.decode()
    assert city.post(address).status_code == 302
    job = Job.objects.get(kind="report-rehearsal")
    if job.state == JobState.QUEUED:
        jobs.run_job(job.pk)
    shown = city.get(address).content.decode()
    assert "赔付情况" in shown
    assert "按此进度" in shown
    assert address in city.get(reverse("reports:centre")).content.decode()
