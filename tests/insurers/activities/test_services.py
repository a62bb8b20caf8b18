"""The life of a service: every step by its table, the second person, filing, correction, walls."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from enterprises.models import Enterprise
from insurers.activities import services as serving
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.states import ACTIVITY_MOVES, filing_due
from insurers.policies.models import Policy
from rulebook.workdays import workdays
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import (
    DAY,
    LONG,
    TODAY,
    SignIn,
    confirm,
    create,
    edit,
    file_all,
    move,
    ready,
    values,
    visit,
)


def test_a_service_from_plan_to_file(cast: Cast, policy: Policy) -> None:
    planned = create(cast, policy, start_on=TODAY + timedelta(3), end_on=TODAY + timedelta(3))
    assert planned.state == ActivityState.SCHEDULED
    with pytest.raises(Refused, match="尚未到"):
        move(planned, "do", cast.insurer_a_clerk)
    done = create(cast, policy, activity_no="FW-2023-900002")
    assert done.state == ActivityState.DONE
    recorded = move(done, "record", cast.insurer_a_clerk)
    assert recorded.state == ActivityState.RECORDED
    filed = file_all(recorded, cast)
    assert filed.state == ActivityState.FILED
    detail = ActivityDetail.objects.get(activity=filed)
    assert detail.keep_until is not None
    assert detail.keep_until.year == clock.today().year + 5
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {
        "activity.scheduled",
        "activity.recorded",
        "activity.visited",
        "activity.confirmed",
        "activity.filed",
    } <= actions


def test_filing_says_what_is_missing(cast: Cast, policy: Policy) -> None:
    activity = world.activity(
        policy, kind="HAZ", topics=["H1", "H2"], general_hazards=1, start_on=DAY, end_on=DAY, content=LONG
    )
    confirm(visit(activity, cast), cast)
    with pytest.raises(Refused, match="排查结果 H1、排查结果 H2"):
        move(Activity.objects.get(pk=activity.pk), "file", cast.insurer_a_clerk)
    for topic in ("H1", "H2"):
        activity.checks.create(topic=topic, checked=1, problems=0)
    with pytest.raises(Refused, match="服务报告、书面告知书、投保单位确认件"):
        move(Activity.objects.get(pk=activity.pk), "file", cast.insurer_a_clerk)
    assert AuditEvent.objects.filter(action="activity.refused").count() == 2


@pytest.mark.parametrize("name", ACTIVITY_MOVES)
@pytest.mark.parametrize("state", ActivityState.values)
def test_each_move_starts_where_the_table_says_and_nowhere_else(
    cast: Cast, policy: Policy, name: str, state: str
) -> None:
    activity = world.activity(policy, state=state)
    person = cast.hangzhou_officer if name == "return" else cast.insurer_a_clerk
    if state in ACTIVITY_MOVES[name].sources:
        return
    with pytest.raises(Refused, match="不能办理"):
        move(activity, name, person, "示例理由")
    assert Activity.objects.get(pk=activity.pk).state == state


@pytest.mark.parametrize(
    "who",
    ["agency", "insurer_b_clerk", "hangzhou_officer", "zhejiang_regulator", "provincial_officer", "builder_authority"],
)
def test_nobody_but_the_insurer_moves_a_service_on(cast: Cast, policy: Policy, who: str) -> None:
    activity = world.activity(policy, agency=cast.agency.organisation)
    for name in ("record", "visit", "confirm", "file", "void", "do"):
        with pytest.raises((NotAllowed, Refused)):
            move(activity, name, getattr(cast, who))
    assert Activity.objects.get(pk=activity.pk).state == ActivityState.RECORDED


def test_a_void_takes_two_people(cast: Cast, policy: Policy) -> None:
    activity = world.activity(policy)
    with pytest.raises(Refused, match="提出作废申请"):
        move(activity, "void", cast.insurer_a_lead)
    serving.ask_void(activity=activity, reason="重复登记", by=cast.insurer_a_clerk, at=clock.now())
    fresh = Activity.objects.get(pk=activity.pk)
    with pytest.raises(Refused, match="提出人本人不能办理"):
        move(fresh, "void", cast.insurer_a_clerk)
    assert move(fresh, "void", cast.insurer_a_lead).state == ActivityState.VOID
    assert not Activity.objects.countable(TODAY).exists()


@pytest.mark.parametrize(
    ("what", "day", "words"),
    [
        (visit, DAY - timedelta(1), "早于服务结束日期"),
        (visit, date(2030, 1, 1), "晚于今天"),
        (confirm, DAY - timedelta(1), "早于服务结束日期"),
    ],
)
def test_a_visit_before_the_service_is_refused(cast: Cast, policy: Policy, what: Any, day: date, words: str) -> None:
    activity = world.activity(policy, start_on=DAY, end_on=DAY)
    with pytest.raises(Refused, match=words):
        what(activity, cast, day)
    assert Activity.objects.get(pk=activity.pk).state == ActivityState.RECORDED
    assert not hasattr(Activity.objects.get(pk=activity.pk), "visit")


def test_an_agency_expired_on_the_day_cannot_have_served(cast: Cast, policy: Policy) -> None:
    from insurers.agencies.models import AgencyQualification

    agency = cast.agency.organisation
    AgencyQualification.objects.create(
        agency=agency,
        kind="ASSESSMENT",
        cert_no="示例-1",
        scope="示例",
        issuer="示例",
        valid_from=date(2020, 1, 1),
        valid_to=DAY - timedelta(1),
    )
    with pytest.raises(Refused, match="资质有效期不含 2023-05-10"):
        create(cast, policy, agency=agency.name)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"policy_no": "AZX-NONE"}, "policy_no"),
        ({"topics": ()}, "topics"),
        ({"general_hazards": 1}, "notice_no"),
        ({"kind": "TRAIN", "topics": ("T1",)}, "participants"),
        ({"end_on": DAY - timedelta(1)}, "end_on"),
    ],
)
def test_a_record_is_judged_as_in_the_workbook(cast: Cast, policy: Policy, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        create(cast, policy, **given)
    assert field in {name for name, _sentence in refused.value.reasons}


def test_a_filed_service_stands_whoever_writes(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    filed = file_all(ready(policy), cast)
    for change in ({"content": "改"}, {"state": "RECORDED"}, {"cost": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Activity.objects.filter(pk=filed.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Activity.objects.filter(pk=filed.pk)._raw_delete("default")
    with pytest.raises(Refused, match="不能修改"):
        edit(cast, filed, clock.now())
    Enterprise.objects.filter(pk=filed.enterprise_id).update(county="330802", city="330800")  # its place follows
    assert Activity.objects.get(pk=filed.pk).city_id == "330800"


def test_a_correction_is_a_linked_record_and_counts_once(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    filed = file_all(ready(policy), cast)
    given: dict[str, Any] = {
        "detail": {"course": ""},
        "checks": [],
        "by": cast.insurer_a_clerk,
        "today": TODAY,
        "at": clock.now(),
    }
    later = serving.create_service(values=values(policy), corrects=filed, **given)
    assert list(Activity.objects.countable(TODAY)) == [later]
    with pytest.raises(Refused, match="已有更正记录"):
        serving.create_service(values=values(policy, activity_no="FW-2023-900003"), corrects=filed, **given)
    with pytest.raises(Refused, match="尚未归档"):
        serving.create_service(values=values(policy, activity_no="FW-2023-900004"), corrects=later, **given)
    client = as_user(cast.insurer_a_clerk)
    assert later.activity_no in client.get(f"/activities/{filed.pk}/").content.decode()
    assert filed.activity_no in client.get(f"/activities/{later.pk}/").content.decode()


def test_the_day_of_filing_follows_the_dated_rule(cast: Cast) -> None:
    assert filing_due(date(2023, 9, 27), workdays()) == date(
        2023, 10, 17
    )  # ten working days over the holidays of October
