"""The life of a service: every step by its table, the second person, files, filing, correction, clashes, walls."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client

from core import clock
from core.attachments import attach
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale
from enterprises.models import Enterprise
from insurers.activities import services as serving
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.services import CheckResult, Signature, Visit
from insurers.activities.states import ACTIVITY_MOVES, filing_due
from insurers.policies.models import Policy
from rulebook.workdays import workdays
from tests import world
from tests.cast import Cast
from tests.uploads import send, verdicts

SignIn = Callable[[Any], Client]
DAY = date(2023, 5, 10)
TODAY = date(2023, 11, 23)


@pytest.fixture
def policy(cast: Cast) -> Policy:
    return world.policy(world.enterprise())


def values(policy: Policy, **given: Any) -> dict[str, Any]:
    return {
        "activity_no": "FW-2023-900001", "policy_no": policy.policy_no, "kind": "HAZ", "topics": ("H1",),
        "campaign_assist": True, "start_on": DAY, "end_on": DAY, "form": "ONSITE", "place": "示例路 1 号",
        "agency": "自有", "staff": "示例专家", "participants": None, "content": "按方案开展现场隐患排查，重点检查动火作业。",
        "general_hazards": 0, "major_hazards": 0, "notice_no": None, "cost": Decimal(0), "note": None, **given,
    }  # fmt: skip


def create(cast: Cast, policy: Policy, **given: Any) -> Activity:
    return serving.create_service(
        values=values(policy, **given), detail={"course": ""}, checks=[CheckResult("H1", 10, 2)],
        by=cast.insurer_a_clerk, today=TODAY, at=clock.now(),
    )  # fmt: skip


def move(activity: Activity, name: str, by: Any, reason: str = "") -> Activity:
    return serving.move_service(activity=activity, name=name, by=by, today=TODAY, at=clock.now(), reason=reason)


def visit(activity: Activity, cast: Cast, day: date = DAY) -> Activity:
    return serving.record_visit(
        activity=activity, visit=Visit("PHONE", day, 5, "满意"), by=cast.insurer_a_clerk, today=TODAY, at=clock.now()
    )


def confirm(activity: Activity, cast: Cast, day: date = DAY) -> Activity:
    return serving.record_confirmation(
        activity=activity, signature=Signature("示例负责人", "经理", day), by=cast.insurer_a_clerk, today=TODAY,
        at=clock.now(),
    )  # fmt: skip


LONG = "按方案开展现场隐患排查，重点检查动火作业和电气焊设备。"


def ready(policy: Policy) -> Activity:
    """Recorded with all that a record needs."""
    activity = world.activity(policy, start_on=DAY, end_on=DAY, content=LONG, kind="HAZ", topics=["H1"])
    activity.checks.create(topic="H1", checked=3, problems=0)
    return activity


def file_all(activity: Activity, cast: Cast) -> Activity:
    """From recorded to filed, with the files that filing asks for."""
    confirm(visit(activity, cast), cast)
    for slot in ("report", "confirmation", "notice"):
        body = ContentFile(f"%PDF-1.4 {slot}".encode())
        attach(activity, slot, body, name=f"{slot}.pdf", by=cast.insurer_a_clerk, at=clock.now())
    return move(Activity.objects.get(pk=activity.pk), "file", cast.insurer_a_clerk)


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


def test_a_spot_check_returns_with_a_reason_and_the_insurer_records_again(
    cast: Cast, policy: Policy, as_user: SignIn
) -> None:
    activity = world.activity(policy)
    with pytest.raises(NotAllowed):
        move(activity, "return", cast.insurer_a_clerk, "示例")
    with pytest.raises(Refused, match="理由"):
        move(activity, "return", cast.zhejiang_regulator)
    assert move(activity, "return", cast.hangzhou_officer, "照片与企业不符").state == ActivityState.RETURNED
    page = as_user(cast.insurer_a_clerk).get(f"/activities/{activity.pk}/").content.decode()
    assert "照片与企业不符" in page
    assert "提交记录" in page


def test_a_void_takes_two_people(cast: Cast, policy: Policy) -> None:
    activity = world.activity(policy)
    with pytest.raises(Refused, match="提出作废申请"):
        move(activity, "void", cast.insurer_a_lead)
    serving.ask_void(activity=activity, reason="重复登记", by=cast.insurer_a_clerk, at=clock.now())
    fresh = Activity.objects.get(pk=activity.pk)
    with pytest.raises(Refused, match="申请人本人不能复核"):
        move(fresh, "void", cast.insurer_a_clerk)
    assert move(fresh, "void", cast.insurer_a_lead).state == ActivityState.VOID
    assert not Activity.objects.countable(TODAY).exists()


@pytest.mark.parametrize(
    ("what", "day", "words"),
    [(visit, DAY - timedelta(1), "早于服务结束日期"), (visit, date(2030, 1, 1), "晚于今天"),
     (confirm, DAY - timedelta(1), "早于服务结束日期")],
)  # fmt: skip
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
        agency=agency, kind="ASSESSMENT", cert_no="示例-1", scope="示例", issuer="示例", valid_from=date(2020, 1, 1),
        valid_to=DAY - timedelta(1),
    )  # fmt: skip
    with pytest.raises(Refused, match="资质有效期不含 2023-05-10"):
        create(cast, policy, agency=agency.name)
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"policy_no": "AZX-NONE"}, "policy_no"), ({"topics": ()}, "topics"), ({"general_hazards": 1}, "notice_no"),
     ({"kind": "TRAIN", "topics": ("T1",)}, "participants"), ({"end_on": DAY - timedelta(1)}, "end_on")],
)  # fmt: skip
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


def test_a_workbook_does_not_change_what_is_filed(cast: Cast, policy: Policy, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    from insurers.base.exporting import export_ledger

    filed = file_all(ready(policy), cast)
    path = tmp_path / "out.xlsx"
    export_ledger(kind="activities", by=cast.insurer_a_clerk, at=clock.now(), today=clock.today(), path=path)
    again = send("activities", path, cast.insurer_a_clerk)
    assert (again.held, again.unchanged) == (0, 1)
    book = load_workbook(path)
    sheet: Any = book.active
    titles = [cell.value for cell in sheet[3]]
    sheet.cell(4, titles.index("服务地点") + 1).value = "另一地点"
    book.save(path)
    changed = send("activities", path, cast.insurer_a_clerk)
    assert [code for _row, _column, code, _severity in verdicts(changed)] == ["locked"]
    assert Activity.objects.get(pk=filed.pk).place == filed.place


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


def edit(cast: Cast, activity: Activity, seen: Any, by: Any = None, **given: Any) -> Activity:
    known = serving.shown_values(activity)
    return serving.edit_service(
        activity=activity, values={**{key: known.get(key) for key in values(activity.policy)}, **given},
        detail={"course": ""}, checks=[], seen=seen, by=by or cast.insurer_a_clerk, today=TODAY, at=clock.now(),
    )  # fmt: skip


def test_the_later_of_two_sees_who_changed_what(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    activity = create(cast, policy)
    opened = as_user(cast.insurer_a_clerk).get(f"/activities/{activity.pk}/edit/").content.decode()
    seen = activity.updated_at
    edit(cast, activity, seen, by=cast.insurer_a_lead, place="甲地点")
    with pytest.raises(Stale) as changed:
        edit(cast, activity, seen, place="乙地点")
    assert changed.value.by == str(cast.insurer_a_lead)
    clash = next(row for row in changed.value.clashes if row.label == "服务地点")
    assert (clash.stored, clash.typed) == ("甲地点", "乙地点")
    assert Activity.objects.get(pk=activity.pk).place == "甲地点"
    assert "示例路 1 号" in opened


def form_of(policy: Policy, **given: Any) -> dict[str, Any]:
    return {
        **{key: value for key, value in values(policy).items() if value is not None}, "topics": ["H1"],
        "campaign_assist": "yes", "checked_H1": "10", "problems_H1": "1", "seen": "", **given,
    }  # fmt: skip


def test_the_form_enters_edits_and_shows_a_clash(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert client.post("/activities/new/", form_of(policy)).status_code == 302
    activity = Activity.objects.get()
    assert [(row.topic, row.checked, row.problems) for row in activity.checks.all()] == [("H1", 10, 1)]
    seen = activity.updated_at.isoformat()
    assert (
        client.post(f"/activities/{activity.pk}/edit/", form_of(policy, seen=seen, place="新地点")).status_code == 302
    )
    stale = client.post(f"/activities/{activity.pk}/edit/", form_of(policy, seen=seen, place="旧页地点"))
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "新地点" in page
    assert 'value="旧页地点"' in page
    again = form_of(policy, seen=Activity.objects.get().updated_at.isoformat(), place="旧页地点")
    assert client.post(f"/activities/{activity.pk}/edit/", again).status_code == 302
    wrong = client.post("/activities/new/", form_of(policy, activity_no="FW-2", checked_H1="1", problems_H1="2"))
    assert "多于排查数" in wrong.content.decode()
    assert Activity.objects.count() == 1


def test_the_page_offers_what_can_be_done_and_says_why_not(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    activity = world.activity(policy)
    own = as_user(cast.insurer_a_clerk).get(f"/activities/{activity.pk}/").content.decode()
    assert "完成回访" in own
    assert "由应急管理部门、监管部门办理" in own
    bureau = as_user(cast.hangzhou_officer).get(f"/activities/{activity.pk}/").content.decode()
    assert "抽查退回" in bureau
    assert "由本服务的保险机构办理" in bureau
    client = as_user(cast.insurer_a_clerk)
    sent = {"way": "PHONE", "visited_on": "2022-01-01", "satisfaction": "5"}
    refused = client.post(f"/activities/{activity.pk}/move/visit/", sent)
    assert refused.status_code == 400
    assert "早于服务结束日期" in refused.content.decode()
    done = client.post(f"/activities/{activity.pk}/move/visit/", {**sent, "visited_on": f"{clock.today()}"})
    assert done.status_code == 302
    assert client.post(f"/activities/{activity.pk}/move/nonsense/").status_code == 404


def test_the_day_of_filing_follows_the_dated_rule(cast: Cast) -> None:
    assert filing_due(date(2023, 9, 27), workdays()) == date(
        2023, 10, 17
    )  # ten working days over the holidays of October


@pytest.mark.parametrize("seen", ["", "nonsense", "2023-13-45", "2023-05-10"])
def test_a_page_without_a_readable_version_is_stale(cast: Cast, policy: Policy, as_user: SignIn, seen: str) -> None:
    activity = create(cast, policy)
    sent = form_of(policy, seen=seen, place="旧页地点")
    answer = as_user(cast.insurer_a_clerk).post(f"/activities/{activity.pk}/edit/", sent)
    assert answer.status_code == 409
    assert Activity.objects.get().place == activity.place
    with pytest.raises(Stale):
        edit(cast, activity, seen, place="旧页地点")


def test_files_of_a_filed_service_are_fixed_whoever_asks(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    filed = file_all(ready(policy), cast)
    with pytest.raises(Refused, match="归档前增减"):
        attach(filed, "photo", world.picture(), name="later.png", by=cast.insurer_a_clerk, at=clock.now())
    sent = {"slot": "photo", "sent": world.picture()}
    assert as_user(cast.insurer_a_clerk).post(f"/activities/{filed.pk}/files/", sent).status_code == 403
    assert AuditEvent.objects.filter(action="activity.refused", detail__step="files").exists()


def test_the_list_tells_rows_from_services(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    """A corrected service and its correction are two rows and one service."""
    filed = file_all(ready(policy), cast)
    create_correction(cast, policy, filed)
    world.activity(policy, state=ActivityState.VOID)
    client = as_user(cast.insurer_a_clerk)
    page = client.get("/activities/")
    assert (page.context["page"].paginator.count, page.context["counted"]) == (3, 1)
    assert "其中计为服务的 1 次" in page.content.decode()
    assert client.get("/activities/?counted=true").context["page"].paginator.count == 1
    assert client.get("/activities/?counted=false").context["page"].paginator.count == 2


def create_correction(cast: Cast, policy: Policy, filed: Activity) -> Activity:
    return serving.create_service(
        values=values(policy),
        detail={"course": ""},
        checks=[],
        by=cast.insurer_a_clerk,
        today=TODAY,
        at=clock.now(),
        corrects=filed,
    )
