"""A service keeps the edition of its standard, tells what happened to it, and each file stands in its places."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from core.attachments import attachments_of
from core.models import Attachment
from core.seeding import Plan
from insurers.activities import services as serving
from insurers.activities.models import Activity
from insurers.activities.seeding.follow_up import fill_visits
from insurers.activities.timeline import timeline_of
from insurers.policies.models import Policy
from rulebook.models import DatedRule
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import LONG, TODAY, create, file_all, move, values

SignIn = Callable[[Any], Client]


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def titles(activity: Activity, user: User) -> list[str]:
    return [str(one.title) for one in timeline_of(activity, user)][::-1]


def test_a_service_keeps_the_edition_of_its_day(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    made = create(cast, policy)
    assert made.standard == 2019
    DatedRule.objects.filter(code="service_standard").update(valid_to=date(2023, 6, 30))
    DatedRule.objects.create(
        code="service_standard",
        value=2026,
        valid_from=date(2023, 7, 1),
        source="示例",
        certainty="D",
        state="IN_FORCE",
        proposed_at=clock.now(),
    )
    made.refresh_from_db()
    assert made.standard == 2019
    later = create(cast, policy, activity_no="FW-2023-900002", start_on=date(2023, 8, 1), end_on=date(2023, 8, 1))
    assert later.standard == 2026
    assert "AQ 9010—2019" in as_user(cast.insurer_a_clerk).get(f"/activities/{made.pk}/").content.decode()


def test_the_whole_life_is_told_once_and_in_order(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    made = create(cast, policy, content=LONG)
    move(made, "record", cast.insurer_a_clerk)
    file_all(made, cast)
    correction = serving.create_service(
        values=values(policy, activity_no="FW-2023-900009", content=LONG),
        detail={"course": ""},
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
        corrects=serving.Correction(made, "参加人数填错"),
    )
    told = titles(made, cast.insurer_a_clerk)
    steps = ["登记服务", "提交服务记录", "完成回访", "投保单位确认服务", "服务归档", "另立更正记录"]
    found = [one for one in told if one != "上传文件"]
    assert len(found) == len(steps), told
    assert found[0] == "登记服务"
    assert found[-1] == "另立更正记录"
    assert told.count("上传文件") == attachments_of(made).count()
    first = timeline_of(correction, cast.insurer_a_clerk)[-1]
    assert str(first.title) == "登记已归档服务的更正记录"
    assert "参加人数填错" in str(first.changes)
    page = as_user(cast.insurer_a_clerk).get(f"/activities/{made.pk}/").content.decode()
    assert "办理经过" in page
    assert cast.insurer_a_clerk.organisation.name in page


def test_one_file_fills_two_places_and_leaves_one(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    made, client = create(cast, policy), as_user(cast.insurer_a_clerk)
    url = f"/activities/{made.pk}/"
    sent = {"slot": "sign_in", "also": "confirmation", "sent": world.picture()}
    assert client.post(f"{url}files/", sent).status_code == 302
    rows = {row.slot: row for row in attachments_of(made)}
    assert set(rows) == {"sign_in", "confirmation"}
    assert len({row.file_id for row in rows.values()}) == 1
    page = client.get(url).content.decode()
    for word in ("签到表", "同时作为：投保单位确认件", "现场照片"):
        assert word in page, word
    again = client.post(f"/activities/files/{rows['sign_in'].pk}/also/", {"slot": "confirmation"}, follow=True)
    assert "已在「投保单位确认" in again.content.decode()
    video = client.post(f"/activities/files/{rows['sign_in'].pk}/also/", {"slot": "video"}, follow=True)
    assert "只接收" in video.content.decode()
    nothing = client.post(f"/activities/files/{rows['sign_in'].pk}/also/", {"slot": "nonsense"}, follow=True)
    assert "请先选择材料类别" in nothing.content.decode()
    foreign = as_user(cast.insurer_b_clerk).post(f"/activities/files/{rows['sign_in'].pk}/also/", {"slot": "photo"})
    assert foreign.status_code == 404
    client.post(f"/activities/files/{rows['sign_in'].pk}/remove/")
    assert [row.slot for row in attachments_of(made)] == ["confirmation"]
    told = titles(made, cast.insurer_a_clerk)
    assert told.count("上传文件") == 2
    assert told.count("移除文件") == 1
    assert Attachment.objects.count() == 2


def test_the_same_file_is_still_sent_only_once(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    made, client = create(cast, policy), as_user(cast.insurer_a_clerk)
    client.post(f"/activities/{made.pk}/files/", {"slot": "photo", "sent": world.picture()})
    page = client.post(f"/activities/{made.pk}/files/", {"slot": "sign_in", "sent": world.picture()}, follow=True)
    assert "已经上传过" in page.content.decode()
    assert re.findall(r"/activities/files/\d+/also/", page.content.decode())


def test_what_the_demo_tells_of_a_service_is_of_its_own_insurer_and_its_own_time(cast: Cast, policy: Policy) -> None:
    other = world.policy(world.enterprise(), by="INS-B-ZJ", policy_no="BZX-2023-000088")
    case = world.activity(policy, kind="CASE", start_on=TODAY, end_on=TODAY)
    visited = [world.activity(one, start_on=date(2023, 9, 1), end_on=date(2023, 9, 1)) for one in (policy, other)]
    fill_visits(Plan(133, TODAY, {"visits": 10}))
    for activity in (case, *visited):
        told = [one for one in timeline_of(activity, cast.hangzhou_officer) if one.who]
        assert told
        assert {one.organisation for one in told} == {activity.insurer.name}
        assert {one.at.year for one in told} == {TODAY.year}
