"""What offices do together: mechanism, work plans, guidance, library, contacts; who sees and does what, and what is refused."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client

from accounts.models import Organisation, User
from campaigns import offices
from campaigns.models import (
    Campaign,
    CampaignChoice,
    CampaignReport,
    GuidanceNote,
    GuidanceReceipt,
    JointMember,
    JointNote,
    LibraryDocument,
    Mechanism,
    OfficeContact,
    Resolution,
    WorkPlan,
)
from campaigns.services import guidance, joint, library, workplans
from campaigns.states import WORK_PLAN_MOVES
from core import clock, walls
from core.attachments import attach
from core.gate import NotAllowed
from core.models import Attachment
from core.transitions import allowed
from core.writing import Refused, version_of
from tests.campaigns.meetings import TODAY, meet, set_up
from tests.cast import Cast
from tests.pages import body
from tests.papers import pdf

Browser = Callable[[Any], Client]
PDF = pdf()
BUREAUS = ("hangzhou_officer", "wenzhou_regulator", "ningbo_regulator")


def plan_of(by: User, **changes: Any) -> WorkPlan:
    given = {"title": "工作方案", "decided_on": date(2023, 9, 1), "summary": "措施", **changes}
    return workplans.write_plan(
        campaign=Campaign.objects.get(), text=workplans.PlanText(**given), by=by, today=TODAY, at=clock.now()
    )


def sent_plan(by: User) -> WorkPlan:
    plan = plan_of(by)
    attach(plan, "text", ContentFile(PDF), name="方案.pdf", by=by, at=clock.now())
    return workplans.send_plan(plan=plan, by=by, at=clock.now())


def note_of(by: User, *offices: str, kind: str = "GUIDANCE") -> GuidanceNote:
    text = guidance.GuidanceText(kind, "指导", f"正文 {offices}", TODAY + timedelta(days=3))
    note = guidance.write_guidance(text=text, by=by, today=TODAY, at=clock.now())
    keys = [Organisation.objects.get(code=code).pk for code in offices]
    return guidance.issue_guidance(note=note, to=keys, by=by, at=clock.now()) if keys else note


def seen(model: type[Model], person: User) -> int:
    """How many rows Python gives; the database by itself gives no more."""
    rows: Any = model._default_manager
    count = int(rows.visible_to(person).count())
    with walls.seeing_as(person):
        assert rows.visible_to(person).count() == count
        assert rows.count() <= max(count, 1)
    return count


# --- joint mechanism ------------------------------------------------------------------------------------------


def test_bureau_and_regulator_keep_one_mechanism(cast: Cast) -> None:
    row = set_up(cast.hangzhou_officer)
    again = set_up(cast.zhejiang_regulator)  # the provincial regulator is Hangzhou's own
    assert (again.pk, again.version) == (row.pk, 2)
    assert {office.code for office in offices.parties("330100")} == {"EM-330100", "REG-ZJ"}
    assert {office.code for office in offices.parties("330300")} == {"EM-330300", "REG-330300"}
    for person in (cast.provincial_officer, cast.insurer_a_clerk, cast.xihu_county, cast.builder_authority):
        with pytest.raises(NotAllowed):
            set_up(person)
    with pytest.raises(Refused, match="晚于今天"):
        joint.set_up_mechanism(
            established_on=date(2024, 1, 1), duties="甲", by=cast.hangzhou_officer, today=TODAY, at=clock.now()
        )


def test_meetings_resolve_what_the_two_offices_do(cast: Cast) -> None:
    officer, row = cast.hangzhou_officer, set_up(cast.hangzhou_officer)
    bureau = officer.organisation
    with pytest.raises(Refused, match="不是本机制成员单位"):
        meet(row, officer, joint.Decision("事项", cast.ningbo_officer.organisation, TODAY))
    with pytest.raises(Refused, match="早于会议日期"):
        meet(row, officer, joint.Decision("事项", bureau, date(2023, 11, 1)))
    with pytest.raises(Refused, match="晚于今天"):
        meet(row, officer, held_on=date(2023, 12, 1))
    assert not Resolution.objects.exists()
    meet(row, officer, joint.Decision("逐户督促", bureau, TODAY))
    with pytest.raises(Refused, match="已经登记"):
        meet(row, officer)
    resolution = Resolution.objects.get()
    with pytest.raises(Refused, match="请由该单位登记"):
        joint.fulfil_resolution(
            resolution=resolution, outcome="好", by=cast.zhejiang_regulator, today=TODAY, at=clock.now()
        )
    with pytest.raises(Refused, match="落实情况为空"):
        joint.fulfil_resolution(resolution=resolution, outcome=" ", by=officer, today=TODAY, at=clock.now())
    done = joint.fulfil_resolution(resolution=resolution, outcome="已督促", by=officer, today=TODAY, at=clock.now())
    assert (done.state, done.fulfilled_on) == ("FULFILLED", TODAY)


def test_members_and_notes_are_of_the_own_office(cast: Cast) -> None:
    officer, row = cast.hangzhou_officer, set_up(cast.hangzhou_officer)
    member = joint.add_member(mechanism=row, text=joint.MemberText("示例成员"), by=officer, at=clock.now())
    with pytest.raises(Refused, match="已在本单位成员名单中"):
        joint.add_member(mechanism=row, text=joint.MemberText("示例成员"), by=officer, at=clock.now())
    with pytest.raises(Refused, match="请由该单位办理"):
        joint.end_member(member=member, by=cast.zhejiang_regulator, today=TODAY, at=clock.now())
    for number in ("abc", "13800138000"):
        with pytest.raises(Refused, match="不是办公电话"):
            joint.add_member(mechanism=row, text=joint.MemberText("另一成员", phone=number), by=officer, at=clock.now())
    joint.end_member(member=member, by=officer, today=TODAY, at=clock.now())
    joint.write_note(mechanism=row, text="请查阅", by=cast.zhejiang_regulator, at=clock.now())
    with pytest.raises(Refused, match="内容相同的通报"):
        joint.write_note(mechanism=row, text="请查阅 ", by=cast.zhejiang_regulator, at=clock.now())
    assert JointNote.objects.get().text == "请查阅"
    joint.write_note(mechanism=row, text="请查阅", by=officer, at=clock.now())
    joint.write_note(mechanism=row, text="请查阅", by=officer, at=clock.now() + timedelta(days=1))
    assert JointNote.objects.count() == 3
    wenzhou = set_up(cast.wenzhou_regulator)
    with pytest.raises(Refused, match="本单位不能修改"):  # the provincial regulator sees it, and keeps Hangzhou's
        joint.write_note(mechanism=wenzhou, text="甲", by=cast.zhejiang_regulator, at=clock.now())


def test_who_sees_a_mechanism(cast: Cast) -> None:
    row = set_up(cast.hangzhou_officer)
    joint.add_member(mechanism=row, text=joint.MemberText("示例成员"), by=cast.hangzhou_officer, at=clock.now())
    for name, count in {
        "provincial_officer": 1,
        "hangzhou_officer": 1,
        "zhejiang_regulator": 1,
        "ningbo_officer": 0,
        "ningbo_regulator": 0,
        "wenzhou_regulator": 0,
        "xihu_county": 0,
        "insurer_a_clerk": 0,
        "agency": 0,
        "builder_authority": 0,
        "adm_system": 0,
    }.items():
        assert seen(Mechanism, getattr(cast, name)) == seen(JointMember, getattr(cast, name)) == count, name


def test_the_pages_of_a_mechanism(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert "尚未建立" in body(client, "/joint/")
    assert client.post("/joint/own/", {"established_on": "2030-01-01", "duties": "甲"}).status_code in {400, 409}
    answer = client.post("/joint/own/", {"established_on": "2023-09-01", "duties": "双方按月会商"})
    page = answer["Location"]
    assert "尚无议定事项" in body(client, page)
    row = Mechanism.objects.get()
    meeting = {
        "held_on": "2023-11-20",
        "title": "联席会议",
        "attendance": "两家",
        "minutes": "纪要",
        "text_1": "逐户督促",
        "responsible_1": cast.hangzhou_officer.organisation_id,
        "due_1": "2023-12-01",
    }
    assert client.post(f"{page}meetings/new/", {**meeting, "due_1": ""}).status_code == 400
    assert client.post(f"{page}meetings/new/", meeting).status_code == 302
    assert client.post(f"{page}members/", {"name": "示例", "role": "MEMBER"}).status_code == 302
    assert "办理结果已登记" in body(client, page)
    assert client.post(f"{page}members/", {"name": ""}).status_code == 400
    assert client.post(f"{page}notes/", {"text": "请查阅"}).status_code == 302
    assert "办理结果已登记" in body(client, page)
    assert "逐户督促" in body(client, "/")
    resolution, met = Resolution.objects.get(), row.meetings.get()
    assert client.post(f"/joint/meetings/{met.pk}/files/", {"sent": ContentFile(PDF, "纪要.pdf")}).status_code == 302
    assert "纪要.pdf" in body(client, page)
    assert client.post(f"/joint/resolutions/{resolution.pk}/done/", {"outcome": "已督促"}).status_code == 302
    assert "逐户督促" not in body(client, "/")
    assert client.post(f"/joint/members/{JointMember.objects.get().pk}/end/").status_code == 302
    assert sign_in(cast.ningbo_officer).get(page).status_code == 404
    assert sign_in(cast.insurer_a_clerk).get(page).status_code == 403
    assert sign_in(cast.provincial_officer).get(page).status_code == 200
    assert client.get("/joint/own/").status_code == 403


# --- work plans -----------------------------------------------------------------------------------------------


def test_a_plan_goes_to_the_province_with_its_text(cast: Cast) -> None:
    officer, province = cast.hangzhou_officer, cast.provincial_officer
    plan = plan_of(officer)
    with pytest.raises(Refused, match="尚未上传工作方案文本"):
        workplans.send_plan(plan=plan, by=officer, at=clock.now())
    with pytest.raises(Refused, match="本单位已有"):
        plan_of(officer)
    with pytest.raises(Refused, match="晚于今天"):
        plan_of(cast.ningbo_officer, decided_on=date(2024, 1, 1))
    attach(plan, "text", ContentFile(PDF), name="方案.pdf", by=officer, at=clock.now())
    workplans.send_plan(plan=plan, by=officer, at=clock.now())
    with pytest.raises(Refused, match="须写明理由"):
        workplans.answer_plan(plan=plan, accept=False, note="", by=province, at=clock.now())
    workplans.answer_plan(plan=plan, accept=False, note="补充重点企业", by=province, at=clock.now())
    workplans.send_plan(plan=plan, by=officer, at=clock.now())
    done = workplans.answer_plan(plan=plan, accept=True, note="", by=province, at=clock.now())
    assert done.state == "REGISTERED"
    with pytest.raises(Refused, match="不能修改"):
        attach(done, "text", ContentFile(PDF + b"2"), name="二.pdf", by=officer, at=clock.now())


def test_who_sees_a_plan_and_who_has_none(cast: Cast) -> None:
    sent_plan(cast.hangzhou_officer)
    plan_of(cast.zhejiang_regulator)
    sent_plan(cast.insurer_a_clerk)
    for name, count in {
        "provincial_officer": 2,
        "hangzhou_officer": 1,
        "zhejiang_regulator": 3,
        "ningbo_officer": 0,
        "ningbo_regulator": 0,
        "insurer_a_clerk": 1,
        "insurer_b_clerk": 0,
        "agency": 0,
        "adm_system": 0,
    }.items():
        assert int(WorkPlan.objects.visible_to(getattr(cast, name)).count()) == count, name
        with walls.seeing_as(getattr(cast, name)):
            assert int(WorkPlan.objects.visible_to(getattr(cast, name)).count()) == count, name
    campaign = Campaign.objects.get()
    lines = list(workplans.plan_lines(cast.provincial_officer, campaign))
    assert {line.organisation.code for line in lines if not line.is_missing} == {"EM-330100", "INS-A-ZJ"}
    assert {"EM-330200", "REG-NB", "REG-330300", "INS-B-ZJ"} <= {
        row.organisation.code for row in lines if row.is_missing
    }
    assert len(list(workplans.plan_lines(cast.hangzhou_officer, campaign))) == 1


def test_the_pages_of_work_plans(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.hangzhou_officer)
    assert "未报送" in body(client, "/work-plans/")
    form = {"title": "杭州市工作方案", "decided_on": "2023-09-01", "summary": "措施"}
    assert client.post("/work-plans/own/", {**form, "decided_on": "2030-01-01"}).status_code in {400, 409}
    page = client.post("/work-plans/own/", form)["Location"]
    assert client.post(f"{page}send/").status_code == 302
    assert "尚未上传" in body(client, page)
    assert client.post(f"{page}files/", {"sent": ContentFile(PDF, "方案.pdf")}).status_code == 302
    assert client.post(f"{page}send/").status_code == 302
    client = sign_in(cast.provincial_officer)
    assert "杭州市工作方案" in body(client, "/")
    assert client.post(f"{page}return/", {"note": "请补充"}).status_code == 302
    client = sign_in(cast.hangzhou_officer)
    assert "请补充" in body(client, "/")
    assert client.post(f"{page}send/").status_code == 302
    client = sign_in(cast.provincial_officer)
    assert client.post(f"{page}register/", {"note": ""}).status_code == 302
    assert "已备案" in body(client, "/work-plans/")
    assert "EM-330100" not in body(client, "/work-plans/?show=missing")
    assert client.get("/work-plans/?export=xlsx").status_code == 200
    assert sign_in(cast.ningbo_officer).get(page).status_code == 404
    assert sign_in(cast.agency).get("/work-plans/").status_code == 403


# --- guidance -------------------------------------------------------------------------------------------------


def test_guidance_goes_to_insurers_of_the_own_cities_and_is_received_there(cast: Cast) -> None:
    with pytest.raises(Refused, match="职责范围内"):
        note_of(cast.zhejiang_regulator, "INS-A-NB")
    with pytest.raises(NotAllowed):
        note_of(cast.insurer_a_clerk)
    note = note_of(cast.zhejiang_regulator, "INS-A-ZJ")
    receipt = GuidanceReceipt.objects.get()
    with pytest.raises(NotAllowed):
        guidance.receive_guidance(receipt=receipt, answer="", by=cast.insurer_b_clerk, at=clock.now())
    with pytest.raises(Refused, match="请由该单位签收"):
        guidance.receive_guidance(receipt=receipt, answer="", by=cast.zhejiang_regulator, at=clock.now())
    guidance.receive_guidance(receipt=receipt, answer="已传达", by=cast.insurer_a_clerk, at=clock.now())
    with pytest.raises(Refused, match="无须重复签收"):
        guidance.receive_guidance(receipt=receipt, answer="", by=cast.insurer_a_clerk, at=clock.now())
    text = guidance.GuidanceText("ALERT", "改", "正文", TODAY)
    with pytest.raises(Refused, match="不能修改"):
        guidance.write_guidance(text=text, by=cast.zhejiang_regulator, today=TODAY, at=clock.now(), note=note)


def test_who_sees_guidance(cast: Cast) -> None:
    note_of(cast.zhejiang_regulator, "INS-A-ZJ", "INS-B-ZJ")
    note_of(cast.ningbo_regulator)
    for name, counts in {
        "provincial_officer": (1, 2),
        "zhejiang_regulator": (1, 2),
        "ningbo_regulator": (1, 0),
        "insurer_a_clerk": (1, 1),
        "insurer_a_ningbo_clerk": (0, 0),
        "hangzhou_officer": (0, 0),
        "agency": (0, 0),
    }.items():
        person = getattr(cast, name)
        with walls.seeing_as(person):
            found = (
                GuidanceNote.objects.visible_to(person).count(),
                GuidanceReceipt.objects.visible_to(person).count(),
            )
        assert found == counts, name
    with walls.seeing_as(cast.insurer_b_clerk):
        assert GuidanceReceipt.objects.count() == 1
        assert GuidanceNote.objects.count() == 1


#: Whom an announcement reaches besides insurers.
READERS = ("hangzhou_officer", "xihu_county", "zhejiang_regulator", "wenzhou_regulator", "agency", "builder_authority")


def test_an_announcement_reaches_offices_that_sign_for_it(cast: Cast, sign_in: Browser, settings: Any) -> None:
    with pytest.raises(Refused, match="只能发给本单位职责范围内的机构"):
        note_of(cast.provincial_officer, "EM-330100")  # guidance goes to insurers alone
    for by, code in ((cast.zhejiang_regulator, "EM-330200"), (cast.hangzhou_officer, "EM-330300")):
        with pytest.raises(Refused, match="只能发给本单位职责范围内的单位"):
            note_of(by, code, kind="ANNOUNCEMENT")
    note_of(cast.hangzhou_officer, "EM-330106", "SA-330100-CONSTR", kind="ANNOUNCEMENT")
    assert GuidanceReceipt.objects.count() == 2
    office = sign_in(cast.provincial_officer)
    note = note_of(cast.provincial_officer, kind="ANNOUNCEMENT")
    page = f"/guidance/{note.pk}/"
    assert 'value="county_emergency"' in body(office, page)
    assert "请选择收文单位" in office.post(f"{page}issue/", {"kinds": []}).content.decode()
    readers = [getattr(cast, name) for name in READERS]
    kinds = ("city_emergency", "county_emergency", "provincial_regulator", "regulator_suboffice", "service_agency")
    sent = {"kinds": kinds, "recipients": [cast.builder_authority.organisation_id]}
    assert office.post(f"{page}issue/", sent).status_code == 302
    assert note.receipts.filter(organisation__in=[person.organisation_id for person in readers]).count() == len(readers)
    for person in readers:
        with walls.seeing_as(person):
            assert list(GuidanceReceipt.objects.visible_to(person).filter(note=note).values_list("organisation")) == [
                (person.organisation_id,)
            ]
            assert GuidanceNote.objects.filter(pk=note.pk).exists()
        client = sign_in(person)
        assert f'<a href="{page}"' in body(client, "/"), person
        assert "收到通知公告" in body(client, "/messages/")
        receipt = GuidanceReceipt.objects.get(note=note, organisation=person.organisation)
        assert client.post(f"/guidance/receipts/{receipt.pk}/confirm/", {"answer": "收到"}).status_code == 302
        receipt.refresh_from_db()
        assert receipt.received_by == person
    assert sign_in(cast.insurer_a_clerk).get(page).status_code == 404
    settings.PORTAL_TODAY, office = date(2024, 1, 8), sign_in(cast.provincial_officer)
    assert "个单位未签收" in body(office, "/")
    assert "已催办" in office.post(f"{page}issue/", {"urge": "1"}, follow=True).content.decode()


def test_the_pages_of_guidance(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.zhejiang_regulator)
    assert "没有业务指导" in body(client, "/guidance/")
    form = {"kind": "GUIDANCE", "title": "据实列支", "text": "正文", "receipt_by": "2023-11-30"}
    assert client.post("/guidance/new/", {**form, "receipt_by": "2023-01-01"}).status_code in {400, 409}
    page = client.post("/guidance/new/", form)["Location"]
    seen = version_of(GuidanceNote.objects.get())
    assert client.post(f"{page}edit/", {**form, "title": "据实列支费用", "seen": seen}).status_code == 302
    assert client.post(f"{page}files/", {"sent": ContentFile(PDF, "指导.pdf")}).status_code == 302
    assert client.post(f"{page}issue/", {}).status_code == 400
    insurer = cast.insurer_a_clerk.organisation_id
    assert client.post(f"{page}issue/", {"recipients": [insurer]}).status_code == 302
    client = sign_in(cast.insurer_a_clerk)
    waits = re.compile(r">\s*签收\s*</a>")
    assert waits.search(body(client, "/"))
    assert "签收" in body(client, page)
    receipt = GuidanceReceipt.objects.get()
    assert client.post(f"/guidance/receipts/{receipt.pk}/confirm/", {"answer": "已传达"}).status_code == 302
    assert not waits.search(body(client, "/"))
    assert "据实列支费用" in body(client, "/")  # among the documents of late
    client = sign_in(cast.zhejiang_regulator)
    assert "已传达" in body(client, page)
    assert client.get("/guidance/?export=xlsx").status_code == 200
    assert sign_in(cast.insurer_b_clerk).get(page).status_code == 404
    assert "没有业务指导" in body(sign_in(cast.xihu_county), "/guidance/")


# --- library and contacts -------------------------------------------------------------------------------------


def test_a_draft_is_written_once_and_not_over_a_colleagues(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.zhejiang_regulator)
    form = {"kind": "GUIDANCE", "title": "据实列支", "text": "正文", "receipt_by": "2023-11-30"}
    page = client.post("/guidance/new/", form)["Location"]
    assert "已有内容相同的草稿" in client.post("/guidance/new/", form).content.decode()
    opened = version_of(GuidanceNote.objects.get())
    client.post(f"{page}edit/", {**form, "title": "同事的题目", "seen": opened})
    late = client.post(f"{page}edit/", {**form, "title": "我的题目", "seen": opened})
    assert (late.status_code, "此记录已由您本人更新（" in late.content.decode()) == (409, True)
    assert GuidanceNote.objects.get().title == "同事的题目"
    client.post(f"{page}issue/", {"recipients": [cast.insurer_a_clerk.organisation_id]})
    opened_late = client.get(f"{page}edit/", follow=True)
    assert opened_late.redirect_chain == [(page, 302)]
    assert "不能修改" in opened_late.content.decode()


def test_a_receipt_keeps_its_whole_answer_and_its_own_day(cast: Cast, sign_in: Browser, settings: Any) -> None:
    note = note_of(cast.zhejiang_regulator, "INS-A-ZJ")
    receipt = GuidanceReceipt.objects.get()
    office, page, usual = sign_in(cast.zhejiang_regulator), f"/guidance/{note.pk}/", settings.PORTAL_TODAY
    assert 'name="urge"' not in body(office, page)
    settings.PORTAL_TODAY = date(2024, 1, 8)
    assert 'name="urge"' in body(office, page)
    for said in ("已催办 1 个单位", "今天已催办"):
        assert said in office.post(f"{page}issue/", {"urge": "1"}, follow=True).content.decode()
    assert "催办：请签收" in body(sign_in(cast.insurer_a_clerk), "/messages/")
    settings.PORTAL_TODAY = usual
    client = sign_in(cast.insurer_a_clerk)
    url = f"/guidance/receipts/{receipt.pk}/confirm/"
    assert "最多 500 字" in client.post(url, {"answer": "长" * 501}, follow=True).content.decode()
    receipt.refresh_from_db()
    assert receipt.received_at is None
    night = datetime(2023, 11, 22, 17, 0, tzinfo=UTC)  # one o'clock of the 23rd in Hangzhou
    guidance.receive_guidance(receipt=receipt, answer="", by=cast.insurer_a_clerk, at=night)
    with pytest.raises(Refused, match="已于 2023-11-23 签收"):
        guidance.receive_guidance(receipt=receipt, answer="", by=cast.insurer_a_clerk, at=clock.now())
    assert note.title in body(client, "/guidance/")


def test_a_bureau_guides_the_branch_there_or_else_that_of_the_province(cast: Cast) -> None:
    codes = {name: set(offices.addressees(getattr(cast, name)).values_list("code", flat=True)) for name in BUREAUS}
    assert codes["hangzhou_officer"] == {"INS-A-ZJ", "INS-B-ZJ", "INS-C-ZJ", "INS-D-ZJ"}
    assert codes["wenzhou_regulator"] == {"INS-A-330300", "INS-B-330300", "INS-C-ZJ", "INS-D-ZJ"}
    assert all(code.endswith("-NB") for code in codes["ningbo_regulator"])


def test_files_are_taken_away_on_the_page_while_the_row_may_change(cast: Cast, as_user: Browser) -> None:
    plan = plan_of(cast.hangzhou_officer)
    page, client = f"/work-plans/{plan.pk}/", as_user(cast.hangzhou_officer)
    assert "请先选择要上传的文件" in client.post(f"{page}files/", follow=True).content.decode()
    client.post(f"{page}files/", {"sent": ContentFile(PDF, "错.pdf")})
    wrong = Attachment.objects.get()
    url = f"/attachments/{wrong.pk}/remove/"
    assert url in body(client, page)
    assert as_user(cast.shaoxing_officer).post(url).status_code == 404
    assert client.post(url, follow=True).redirect_chain == [(page, 302)]
    assert (client.post(url).status_code, url in body(client, page)) == (404, False)
    client.post(f"{page}files/", {"sent": ContentFile(PDF + b" 2", "方案.pdf")})
    kept = Attachment.objects.get(removed_at=None)
    workplans.send_plan(plan=plan, by=cast.hangzhou_officer, at=clock.now())
    refused = client.post(f"/attachments/{kept.pk}/remove/", follow=True)
    assert "不能修改" in refused.content.decode()
    assert Attachment.objects.filter(removed_at=None).get() == kept


def test_days_of_a_mechanism_and_its_meetings_have_one_order(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    mechanism = set_up(officer)
    with pytest.raises(Refused, match="早于机制建立日期 2023-09-01"):
        meet(mechanism, officer, held_on=date(2023, 8, 31))
    meet(mechanism, officer, held_on=date(2023, 9, 1))
    with pytest.raises(Refused, match="晚于已登记的联席会议"):
        joint.set_up_mechanism(
            established_on=date(2023, 9, 2),
            duties="甲",
            by=officer,
            today=TODAY,
            at=clock.now(),
            seen=version_of(mechanism),
        )


def test_the_library_holds_what_the_notice_rests_on(db: None) -> None:
    numbers = set(LibraryDocument.objects.values_list("number", flat=True))
    assert {"浙应急法规〔2023〕133号", "应急厅函〔2023〕169号", "安委明电〔2023〕1号", "浙安委〔2023〕9号"} <= numbers
    missing = LibraryDocument.objects.get(number="浙安委〔2023〕9号")
    assert (missing.text_state, missing.body) == ("MISSING", "")
    assert not LibraryDocument.objects.filter(text_state="ATTACHED", body="").exists()
    assert LibraryDocument.objects.filter(kind="CRITERIA").count() >= 12
    from campaigns.seeding import seed_library

    count = LibraryDocument.objects.count()
    seed_library()
    assert LibraryDocument.objects.count() == count


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("169号", "应急厅函〔2023〕169号"),
        ("交叉检查 分组", "浙应急法规〔2023〕133号附件2"),
        ("AQ 9010-2019", "AQ 9010-2019"),
        ("aq 9010.4", "AQ 9010.4-2026"),
        ("农渔发", "农渔发〔2022〕11号"),
        ("交叉检查小组 派员参加", "浙应急法规〔2023〕133号"),
        ("避灾路线", "应急厅函〔2023〕169号"),
    ],
)
def test_search_finds_every_word_in_title_number_issuer_or_text(db: None, words: str, first: str) -> None:
    assert LibraryDocument.objects.search(words)[0].number == first


def test_search_reads_the_texts_and_nothing_for_no_hit(cast: Cast) -> None:
    text = library.DocumentText("OTHER", "示例文件", "示例单位", "摘要", "ATTACHED", body="正文里独有的词语")
    made = library.write_document(text=text, by=cast.provincial_officer, at=clock.now())
    assert [row.pk for row in LibraryDocument.objects.search("独有的词语")] == [made.pk]
    assert not LibraryDocument.objects.search("决不存在 示例").exists()
    assert LibraryDocument.objects.search("  ").count() == LibraryDocument.objects.count()
    assert not LibraryDocument.objects.search("100%").exists()


def test_only_the_province_keeps_the_library(cast: Cast, sign_in: Browser) -> None:
    text = library.DocumentText("OTHER", "示例", "单位", "摘要", "SUMMARY", valid_from=TODAY, valid_to=date(2023, 1, 1))
    with pytest.raises(NotAllowed):
        library.write_document(text=text, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="早于施行日期"):
        library.write_document(text=text, by=cast.provincial_officer, at=clock.now())
    client = sign_in(cast.provincial_officer)
    form = {
        "kind": "OTHER",
        "title": "新文件",
        "issuer": "示例单位",
        "summary": "摘要",
        "text_state": "SUMMARY",
        "is_checked": "no",
    }
    bad = client.post("/library/new/", {**form, "link": "javascript:alert(1)"})
    assert (bad.status_code, "不是网址" in bad.content.decode()) == (409, True)
    page = client.post("/library/new/", {**form, "link": "https://yjt.zj.gov.cn/1.html"})["Location"]
    assert client.post("/library/new/", form).status_code == 409
    assert client.get(f"{page}edit/").status_code == 200
    assert client.post(f"{page}files/", {"sent": ContentFile(PDF, "文.pdf")}).status_code == 302
    assert "文.pdf" in body(client, page)
    assert "新文件" in body(client, "/library/?q=新文件&kind=OTHER")
    assert "没有文件" in body(client, "/library/?q=决不存在")
    assert client.get("/library/?export=xlsx").status_code == 200
    for name in ("agency", "builder_authority", "insurer_a_clerk"):
        assert "新文件" in body(sign_in(getattr(cast, name)), page)
    assert sign_in(cast.adm_system).get("/library/").status_code == 403


def test_contacts_are_offices_with_landlines(cast: Cast, sign_in: Browser) -> None:
    with pytest.raises(Refused, match="不是办公电话"):
        library.write_contact(office="办公室", matter="", phone="13800000000", by=cast.hangzhou_officer, at=clock.now())
    client = sign_in(cast.hangzhou_officer)
    form = {"office": "综合协调处", "matter": "安责险", "phone": "0571-81050000"}
    assert client.post("/contacts/new/", {**form, "phone": "123"}).status_code == 400
    assert client.post("/contacts/new/", form).status_code == 302
    assert client.post("/contacts/new/", {**form, "phone": "0571-81050001"}).status_code == 302
    contact = OfficeContact.objects.get()
    assert contact.phone == "0571-81050001"
    for by in (cast.xihu_county, cast.provincial_officer, cast.ningbo_officer):
        given = {"office": "办公室", "phone": "0571-81050002", "changed_by": by, "changed_at": clock.now()}
        OfficeContact.objects.create(organisation=by.organisation, **given)
    names = ["浙江省应急管理厅", "杭州市应急管理局", "西湖区应急管理局", "宁波市应急管理局"]
    assert re.findall(f'"is-lead">({"|".join(names)})<', body(sign_in(cast.agency), "/contacts/")) == names
    found = body(client, "/contacts/?q=西湖 ８１０５０００２")
    assert re.findall(f'"is-lead">({"|".join(names)})<', found) == ["西湖区应急管理局"]
    assert "没有符合筛选条件" in body(client, "/contacts/?q=西湖 安责险")
    OfficeContact.objects.exclude(pk=contact.pk).delete()
    assert "0571-81050001" in body(sign_in(cast.agency), "/contacts/")
    with pytest.raises(Refused, match="请由该单位办理"):
        library.drop_contact(contact=contact, by=cast.ningbo_officer, at=clock.now())
    client = sign_in(cast.hangzhou_officer)
    assert client.post(f"/contacts/{contact.pk}/drop/").status_code == 302
    assert not OfficeContact.objects.exists()
    assert "没有联系方式" in body(client, "/contacts/")


def test_a_choice_of_a_campaign_is_the_persons_own(cast: Cast) -> None:
    campaign = Campaign.objects.get()
    own, other = (
        CampaignChoice.objects.create(user=person, campaign=campaign, chosen_at=clock.now())
        for person in (cast.hangzhou_officer, cast.ningbo_officer)
    )
    assert list(CampaignChoice.objects.visible_to(cast.hangzhou_officer)) == [own]
    assert list(CampaignChoice.objects.visible_to(cast.ningbo_officer)) == [other]
    assert not CampaignChoice.objects.visible_to(AnonymousUser()).exists()


def test_a_work_plan_waits_for_its_office_until_it_is_sent_and_then_for_the_province(cast: Cast) -> None:
    person, province = cast.hangzhou_officer, cast.provincial_officer
    draft, sent = plan_of(cast.wenzhou_regulator), sent_plan(person)
    rows = WorkPlan.objects.all()
    assert (list(rows.unsent()), list(rows.waiting())) == ([draft], [sent])
    assert [move.name for move in allowed(WORK_PLAN_MOVES, draft, cast.wenzhou_regulator)] == ["send"]
    assert [move.name for move in allowed(WORK_PLAN_MOVES, sent, province)] == ["register", "return"]
    returned = workplans.answer_plan(plan=sent, accept=False, note="请补充措施", by=province, at=clock.now())
    assert (set(rows.unsent()), list(rows.waiting())) == ({draft, returned}, [])


@pytest.mark.parametrize("model", [Campaign, CampaignReport, GuidanceNote, GuidanceReceipt, WorkPlan, LibraryDocument])
def test_somebody_who_is_not_signed_in_sees_nothing_of_the_campaigns(cast: Cast, model: type[Model]) -> None:
    note_of(cast.zhejiang_regulator, "INS-A-ZJ")
    sent_plan(cast.hangzhou_officer)
    rows: Any = model._default_manager
    assert rows.exists()
    assert list(rows.visible_to(AnonymousUser())) == []
