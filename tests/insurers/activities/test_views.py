"""Services by their pages: the form with its clashes, the steps, the files, the list; and the workbook of a filed one."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from core import clock
from core.attachments import attach
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.hazard_links.models import FoundHazard
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.hazards.life import hazard
from tests.insurers.activities.life import (
    DAY,
    TODAY,
    SignIn,
    create,
    create_correction,
    edit,
    file_all,
    form_of,
    move,
    ready,
)
from tests.uploads import send, verdicts


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


def test_the_form_enters_edits_and_shows_a_clash(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    client = as_user(cast.insurer_a_clerk)
    assert client.post("/activities/new/", form_of(policy)).status_code == 302
    activity = Activity.objects.get()
    assert (activity.h1_checked, activity.h1_problems, activity.h2_checked) == (10, 1, None)
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
    wrong = client.post("/activities/new/", form_of(policy, activity_no="FW-2", h1_checked="1", h1_problems="2"))
    assert "多于动火等危险作业排查数（1）" in wrong.content.decode()
    assert Activity.objects.count() == 1


def test_the_page_tells_what_was_checked_and_what_was_put_right(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    activity = world.activity(policy, kind="HAZ", topics=["H1", "H3"], h1_checked=10, h1_problems=2, h3_due=8)
    for state, topic in (("CLOSED", "H1"), ("NOTIFIED", "H1"), ("CLOSED", "H2"), ("VOID", "H1")):
        found = hazard(policy.enterprise, state=state, topic=topic, closed_on=DAY if state == "CLOSED" else None)
        FoundHazard.objects.create(hazard=found, activity=activity)
    page = as_user(cast.insurer_a_clerk).get(f"/activities/{activity.pk}/")
    rows = {row["label"]: row for row in page.context["checks"]}
    hot, posts = rows["动火等危险作业"], rows["危险作业人员及关键岗位人员"]
    assert (hot["checked"], hot["problems"], hot["closed"], hot["due"]) == (10, 2, 1, None)
    assert (posts["checked"], posts["closed"], posts["due"]) == (None, 0, 8)
    assert len(rows) == 2
    text = page.content.decode()
    assert all(title in text for title in ("排查数", "问题数", "已改数", "应持证人数", "持证人数"))


def test_editing_by_hand_leaves_what_the_form_does_not_ask(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    activity = world.activity(policy, kind="HAZ", topics=["H1"], satisfaction=4)
    sent = form_of(policy, activity_no=activity.activity_no, seen=activity.updated_at.isoformat(), place="新地点")
    assert as_user(cast.insurer_a_clerk).post(f"/activities/{activity.pk}/edit/", sent).status_code == 302
    activity.refresh_from_db()
    assert (activity.place, activity.satisfaction) == ("新地点", 4)


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


def test_the_tile_of_the_workbench_opens_the_services_it_counts(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    filed = file_all(ready(policy), cast)
    later = create_correction(cast, policy, filed)
    Activity.objects.filter(pk=later.pk).update(start_on=TODAY, end_on=TODAY)
    world.activity(policy, start_on=TODAY, end_on=TODAY, state=ActivityState.VOID)
    world.activity(policy, start_on=TODAY, end_on=TODAY, state=ActivityState.SCHEDULED)
    client = as_user(cast.insurer_a_clerk)
    (link,) = re.findall(r'href="(/activities/\?[^"]*counted=true[^"]*)"', client.get("/").content.decode())
    listed = client.get(unescape(link)).context["page"]
    assert [row.pk for row in listed.object_list] == [later.pk]


@pytest.mark.parametrize("verb", ["files/", "void/"])
def test_others_do_not_write(cast: Cast, policy: Policy, as_user: SignIn, verb: str) -> None:
    activity = world.activity(policy)
    assert as_user(cast.insurer_b_clerk).post(f"/activities/{activity.pk}/{verb}").status_code == 404
    assert as_user(cast.hangzhou_officer).post(f"/activities/{activity.pk}/{verb}").status_code == 403


def test_what_ends_a_service_lies_apart_from_the_next_step(cast: Cast, policy: Policy, as_user: SignIn) -> None:
    activity = world.activity(policy, state="DONE")
    answer = as_user(cast.insurer_a_clerk).get(f"/activities/{activity.pk}/")
    assert [one["move"].name for one in answer.context["steps"]] == ["record"]
    assert [one["move"].name for one in answer.context["asides"]] == ["void"]
    Activity.objects.filter(pk=activity.pk).update(state="RECORDED")
    supervisor = as_user(cast.hangzhou_officer).get(f"/activities/{activity.pk}/")
    assert "return" in [one["move"].name for one in supervisor.context["asides"]]
