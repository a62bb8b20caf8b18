"""A campaign is set up by one person and approved by another; several run at once; nothing half is stored."""

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import translation

from accounts.models import User
from campaigns.models import Campaign, LibraryDocument, ListedCode, WorkPlan
from campaigns.services import campaigns as reading
from campaigns.services import choose_campaign, library, setup, workplans
from campaigns.services.listed import Days, add_code, change_days
from campaigns.services.setup import ReportLine
from campaigns.todos import work
from core import clock, walls
from core.attachments import texts
from core.attachments.contents import DOCX, PDF, Content
from core.attachments.reader import tidied
from core.contributions.desk import Desk
from core.gate import NotAllowed
from core.jobs import run_here
from core.models import Attachment, Job
from core.writing import Refused, version_of
from hazards.models import Criterion, CriterionVersion
from inspections.cities import names_of_cities
from inspections.models import PairingTable, Task
from inspections.services import pairing
from insurers.activities import services as serving
from insurers.promises import todos as promises_todos
from notifications.models import Message
from publicity.content import NOTICE, notice_of
from reports import todos as reports_todos
from reports.figures import Basis
from reports.figures.campaign import ASSISTED_UNITS
from reports.models import ReportDuty
from tests import world
from tests.campaigns.drafts import approved, draft, text
from tests.cast import Cast
from tests.pages import body, total
from tests.papers import pdf
from tests.reports.figuring import build

Browser = Callable[[Any], Client]
JANUARY = date(2024, 1, 8)


def beside(cast: Cast, **others: Any) -> Campaign:
    """The campaign of three years that runs beside that of the year."""
    return approved(
        cast,
        code="ZBGJ-2024-2026",
        name="治本攻坚三年行动（2024—2026年）",
        ends_on=date(2026, 12, 31),
        is_yearly=False,
        reports=[ReportLine("CITY", "PROVINCE", date(2026, 12, 10))],
        **others,
    )


def test_a_second_person_approves_and_reports_are_owed_from_then_on(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        setup.write_campaign(text=text(), by=cast.hangzhou_officer, at=clock.now())
    upward = ReportLine("PROVINCE", "MINISTRY", date(2024, 12, 31))
    row, lead = draft(cast, reports=[ReportLine("CITY", "PROVINCE", date(2024, 12, 10)), upward]), cast.provincial_lead
    third = User.objects.create(username="prov-third", role=lead.role, organisation=lead.organisation)
    assert not Campaign.objects.visible_to(cast.hangzhou_officer).filter(code="2024").exists()
    row = setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="须由另一人办理"):
        setup.approve_campaign(campaign=row, note="", seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="不能修改"):
        setup.write_campaign(text=text(), campaign=row, by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="退回的理由"):
        setup.return_campaign(campaign=row, note=" ", seen=version_of(row), by=cast.provincial_lead, at=clock.now())
    assert not ReportDuty.objects.filter(campaign__code="2024").exists()
    with walls.seeing_as(cast.provincial_lead):
        row = setup.approve_campaign(
            campaign=row, note="", seen=version_of(row), by=cast.provincial_lead, at=clock.now()
        )
    assert row.state == "APPROVED"
    owed = ReportDuty.objects.filter(campaign__code="2024")
    assert owed.filter(report="coverage").count() == 11
    assert set(owed.filter(report="coverage").values_list("due_on", flat=True)) == {date(2024, 12, 10)}
    assert Campaign.objects.visible_to(cast.hangzhou_officer).filter(code="2024").exists()
    for person in (cast.hangzhou_officer, cast.zhejiang_regulator, cast.insurer_a_clerk):
        assert f"专项行动「{row}」已下发，请编制工作方案" in Message.objects.get(person=person).text
    told = set(Message.objects.filter(text__contains="已下发").values_list("person__username", flat=True))
    assert third.username in told, "the province owes its summary"
    assert not {one.username for one in (lead, cast.agency, cast.xihu_county)} & told, "they owe nothing, or approved"


def test_bad_input_is_a_sentence_and_nothing_half(cast: Cast) -> None:
    before = Campaign.objects.count()
    for changes, said in (
        ({"name": Campaign.objects.get().name}, "已有同名的专项行动"),
        ({"name": Campaign.objects.get().name.replace("2023", " ２０２３ ")}, "已有同名的专项行动"),
        ({"code": "2023"}, "代码已被另一专项行动使用"),
        ({"ends_on": date(2023, 12, 1)}, "早于开始日"),
        ({"starts_on": date(2023, 5, 1)}, "该年度已有年度行动"),
        ({"sectors": []}, "没有启用任何行业领域"),
        ({"reports": [ReportLine("CITY", "PROVINCE", date(2023, 12, 10))]}, "早于开始日"),
        ({"reports": [ReportLine("CITY", "PROVINCE", date(2026, 12, 10))]}, "晚于结束日一年以上"),
        ({"inspections_by": date(2025, 2, 1)}, "不在行动起止日内"),
    ):
        with pytest.raises(Refused, match=said):
            draft(cast, **changes)
        assert Campaign.objects.count() == before, said


def test_the_number_of_a_paper_is_filled_in_once_it_is_known(cast: Cast, as_user: Browser) -> None:
    row, client = approved(cast, document_no="文号待补"), as_user(cast.provincial_officer)
    paper = LibraryDocument.objects.order_by("pk")[1]
    page = f"/campaigns/{row.pk}/"
    assert "补填文号" in body(client, page)
    form = {"document_no": "浙应急法规[2024] 第07号", "document": paper.pk, "seen": version_of(row)}
    for wrong, said in (({"document_no": "文号待补"}, "请填写正式文号"), ({"document_no": ""}, "此项必填")):
        assert said in client.post(f"{page}edit/", {**form, **wrong}).content.decode()
    assert client.post(f"{page}edit/", {**form, "seen": "0"}).status_code == 409
    assert client.post(f"{page}edit/", form).status_code == 302
    row.refresh_from_db()
    assert (row.document_no, set(row.reports.values_list("basis", flat=True))) == (
        "浙应急法规〔2024〕7号",
        {"浙应急法规〔2024〕7号"},
    )
    assert paper in row.documents.all()
    assert "补填文号" not in body(client, page)
    with pytest.raises(Refused, match="文号已填写"):
        setup.complete_number(
            campaign=row, number="二号", document=None, seen=version_of(row), by=cast.provincial_lead, at=clock.now()
        )


def test_a_sector_without_criteria_stops_the_proposal(cast: Cast) -> None:
    row = draft(cast)
    Criterion.objects.filter(version__field="NCM").delete()
    CriterionVersion.objects.filter(field="NCM").delete()
    with pytest.raises(Refused, match="「非煤矿山」在 2024-01-01 至 2024-12-31 没有有效的重大事故隐患判定标准"):
        setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    other = draft(
        cast,
        code="2025",
        name="二",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        reports=[ReportLine("CITY", "PROVINCE", date(2025, 12, 10))],
        documents=[],
    )
    row = setup.write_campaign(
        text=text(sectors=["HAZCHEM", "COAL"]), campaign=row, by=cast.provincial_officer, at=clock.now()
    )
    with pytest.raises(Refused, match="「煤矿」在行动期内未启用"):
        setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    with pytest.raises(Refused, match="未选依据文件"):
        setup.propose_campaign(campaign=other, seen=version_of(other), by=cast.provincial_officer, at=clock.now())


def pairing_of(cast: Cast, year: int) -> PairingTable:
    table = pairing.draw_table(
        year=year, seed="20240114", lookback=1, left_out=[], note="", by=cast.provincial_officer, at=clock.now()
    )
    seen = version_of(table)
    table = pairing.propose_table(table=table, seen=seen, by=cast.provincial_officer, at=clock.now())
    seen = version_of(table)
    return pairing.approve_table(table=table, note="", seen=seen, by=cast.provincial_lead, at=clock.now())


def test_the_pairing_of_2024_is_published_once_its_campaign_is_approved(cast: Cast) -> None:
    table = pairing_of(cast, 2024)
    row = draft(cast)
    with pytest.raises(Refused, match="2024年度专项行动尚未建立"):
        pairing.publish_table(table=table, by=cast.provincial_officer, at=clock.now())
    row = setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    setup.approve_campaign(campaign=row, note="", seen=version_of(row), by=cast.provincial_lead, at=clock.now())
    assert pairing.publish_table(table=table, by=cast.provincial_officer, at=clock.now()) == 11
    assert Task.objects.filter(campaign=row, no__startswith="JC-2024-").count() == 11


def test_a_pairing_over_a_city_that_is_off(cast: Cast) -> None:
    table = pairing_of(cast, 2024)
    city = next(iter(names_of_cities()))
    row = draft(cast, cities_off=[city])
    with pytest.raises(Refused, match="未纳入「安责险助力专项排查整治2024行动」，分组表不能包含"):
        setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    Campaign.objects.filter(pk=row.pk).update(state="APPROVED")
    with pytest.raises(Refused, match="分组表不能包含"):
        pairing.publish_table(table=table, by=cast.provincial_officer, at=clock.now())
    assert not Task.objects.filter(campaign=row).exists()


def test_a_person_chooses_among_those_that_run_or_are_followed_up(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    assert reading.offer(JANUARY, officer).is_choice is False
    year, three = approved(cast), beside(cast)
    found = reading.offer(JANUARY, officer)
    assert found.current == year
    assert {row.code for row in found.campaigns} == {"2023", "2024", three.code}
    chosen = reading.choose_campaign(code="2023", by=officer, today=JANUARY, at=clock.now())
    assert reading.current_campaign(JANUARY, officer) == chosen
    assert reading.current_campaign(JANUARY, cast.ningbo_officer) == year
    # The head of each page asks by a statement that was put together once: for each person it answers the same.
    assert reading.offer(JANUARY, officer).current == chosen
    assert reading.offer(JANUARY, cast.ningbo_officer).current == year
    assert reading.offer(JANUARY, officer).campaigns == found.campaigns
    with pytest.raises(Refused, match="没有代码为「2031」"):
        reading.choose_campaign(code="2031", by=officer, today=JANUARY, at=clock.now())
    assert reading.current_campaign(date(2025, 12, 1), officer) == three  # 2023 is past its follow-up


def test_an_assistance_counts_in_the_campaign_that_it_names_and_in_no_other(cast: Cast) -> None:
    year, three = approved(cast), beside(cast)
    firm = world.enterprise()
    policy = world.policy(firm, start_on=date(2024, 1, 1), end_on=date(2024, 12, 31))
    activity = world.activity(policy, start_on=date(2024, 2, 1), end_on=date(2024, 2, 1), campaign_assist=True)

    def counts() -> list[int]:
        return [ASSISTED_UNITS.rows_of(Basis.of(one, date(2024, 6, 1))).count() for one in (year, three)]

    assert counts() == [1, 0]
    by = cast.insurer_a_clerk
    serving.name_campaign(activity=activity, code=three.code, by=by, at=clock.now())
    assert counts() == [0, 1]
    with pytest.raises(Refused, match="没有代码为「2023」的专项行动"):
        serving.name_campaign(activity=activity, code="2023", by=by, at=clock.now())
    with pytest.raises(NotAllowed):
        serving.name_campaign(activity=activity, code="2024", by=cast.hangzhou_officer, at=clock.now())


def test_the_duty_to_insure_hangs_on_no_campaign(cast: Cast) -> None:
    eight = reading.duty_sectors(date(2023, 11, 23))
    assert len(eight) == 8
    assert "COAL" not in eight
    for day in (date(2022, 6, 1), JANUARY, date(2030, 1, 1)):
        assert reading.duty_sectors(day) == eight
    approved(cast)  # covers two sectors, and changes nothing in the duty
    assert reading.duty_sectors(JANUARY) == eight
    row = ListedCode.objects.get(kind="SECTOR", code="FISHERY")
    days = Days(row.valid_from, date(2017, 1, 1), "示例")
    with pytest.raises(Refused, match="早于启用日"):
        change_days(row=row, days=days, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    days = Days(row.valid_from, date(2024, 6, 30), "示例文件第一条")
    change_days(row=row, days=days, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    assert "FISHERY" in reading.duty_sectors(JANUARY)
    assert "FISHERY" not in reading.duty_sectors(date(2024, 7, 1))


def test_a_code_comes_into_use(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.provincial_officer)
    form = {"kind": "SECTOR", "code": "COAL", "label": "煤矿", "valid_from": "2024-03-01", "source": "示例文件第二条"}
    assert "没有代码为「GOLD」的行业领域" in client.post("/in-use/new/", {**form, "code": "GOLD"}).content.decode()
    assert client.post("/in-use/new/", form).status_code == 302
    assert "COAL" in reading.duty_sectors(date(2024, 3, 1))
    assert "COAL" not in reading.duty_sectors(JANUARY)
    assert "已有自 2024-03-01 起的一行" in client.post("/in-use/new/", form).content.decode()
    assert sign_in(cast.hangzhou_officer).get("/in-use/new/").status_code == 403


def test_a_code_has_one_line_for_a_day(cast: Cast, sign_in: Browser) -> None:
    client, row = sign_in(cast.provincial_officer), ListedCode.objects.get(kind="SECTOR", code="FISHERY")
    form = {"kind": "SECTOR", "code": "FISHERY", "label": "渔业生产", "source": "示例文件第二条"}
    told = f"与「渔业生产」自 {row.valid_from} 起的一行重叠"
    for days in ({"valid_from": "2023-06-01"}, {"valid_from": "2017-01-01", "valid_to": f"{row.valid_from}"}):
        assert told in client.post("/in-use/new/", form | days).content.decode()
    assert ListedCode.objects.filter(code="FISHERY").count() == 1
    ended = {"valid_from": f"{row.valid_from}", "valid_to": "2023-05-31", "source": "示例", "seen": version_of(row)}
    assert client.post(f"/in-use/{row.pk}/", ended).status_code == 302
    assert client.post("/in-use/new/", form | {"valid_from": "2023-06-01"}).status_code == 302
    assert reading.duty_sectors(JANUARY).count("FISHERY") == 1
    row.refresh_from_db()
    longer = {"valid_from": f"{row.valid_from}", "valid_to": "2023-06-01", "source": "示例", "seen": version_of(row)}
    assert "自 2023-06-01 起的一行重叠" in client.post(f"/in-use/{row.pk}/", longer).content.decode()


def test_the_pages(cast: Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: JANUARY)
    client = sign_in(cast.provincial_officer)
    source = Campaign.objects.get(code="2023")
    page = body(client, f"/campaigns/new/?copy={source.pk}")
    assert 'value="2024-12-10"' in page
    assert "2024行动" in page
    form = {
        "name": "安责险助力专项排查整治2024行动",
        "code": "2024",
        "is_yearly": "yes",
        "document_no": "文号待补",
        "starts_on": "2024-01-01",
        "ends_on": "2024-12-31",
        "sectors": ["NCM", "METAL"],
        "documents": [source.documents.get().pk],
        "due_CITY": "2024-12-10",
        **{f"to_{one}": "PROVINCE" for one in ("CITY", "SUBOFFICE", "REGULATOR", "PROVINCE")},
    }
    wrong = client.post("/campaigns/new/", {**form, "ends_on": "2023-01-01"})
    assert "早于开始日" in wrong.content.decode()
    wrong_page = client.post("/campaigns/new/", {**form, "topics": ["XX"], "sectors": []}).content.decode()
    assert "「XX」不在可选范围内" in wrong_page
    assert '<a href="#id_topics">' in wrong_page
    assert 'id="id_topics">' in wrong_page, "the link of the summary leads to the field"
    made = client.post(f"/campaigns/new/?copy={source.pk}", form)
    address = made["Location"]
    assert "行业领域" in body(client, address)
    row = Campaign.objects.get(code="2024")
    with translation.override("en"):
        told = [(one.label, one.words) for one in setup.differences(row, source)]
    assert ("Basis documents", "The same, 1") in told
    assert ("Sectors", "0 added, 6 left out") in told
    assert not re.search("[\u4e00-\u9fff]", str(told))
    sent = {"seen": version_of(row), "approver": cast.provincial_lead.pk}
    assert client.post(f"{address}propose/", sent).status_code == 302
    assert "须由另一人" not in body(client, address)
    client = sign_in(cast.provincial_lead)
    assert row.name in body(client, "/")
    row.refresh_from_db()
    assert client.post(f"{address}approve/", {"seen": version_of(row), "note": "同意"}).status_code == 302
    assert "已下发" in body(client, "/campaigns/")
    city = sign_in(cast.hangzhou_officer)
    assert 'id="campaign-choice"' in body(city, "/")
    assert row.name in body(city, "/campaign/")
    assert 'name="next" value="/gap/"' in body(city, "/gap/")
    assert city.post("/campaign/choose/", {"campaign": "2023", "next": "/gap/"})["Location"] == "/gap/"
    assert source.name in body(city, "/campaign/")
    assert city.get("/campaigns/").status_code == 403
    assert "安全生产法" in body(city, "/in-use/")
    assert city.get(f"/in-use/{ListedCode.objects.all()[0].pk}/").status_code == 403
    assert body(city, "/gap/").count("应保未保") > 0


def test_on_8_january_2024_the_year_end_of_2023_stays_open(
    cast: Cast, sign_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a campaign of its own the new year shows the old one; with one, what is open of the old stays beside."""
    monkeypatch.setattr(clock, "today", lambda: JANUARY)
    client = sign_in(cast.hangzhou_officer)
    assert "JC-2023-" in body(client, "/inspections/")
    world.enterprise()
    assert "应保未保" in body(client, "/gap/")
    assert Campaign.objects.get(code="2023").name in body(client, "/campaign/")
    approved(cast)
    assert "安责险助力专项排查整治2024行动" in body(client, "/campaign/")
    desk = body(client, "/?whole=1")
    assert ">2024 安责险助力专项排查整治2024行动</option>" in desk, "what tells the campaigns apart stands first"
    assert len(set(re.findall(r"/reports/\?campaign=2023#duty-\d+", desk))) == 3, (
        "reports of 2023 that nobody delivered"
    )
    client.post("/campaign/choose/", {"campaign": "2023"})
    assert "JC-2023-" in body(client, "/inspections/")
    assert "2023" in body(client, "/reports/")


def test_the_library_finds_words_of_its_files(cast: Cast, sign_in: Browser) -> None:
    client = sign_in(cast.provincial_officer)
    document = LibraryDocument.objects.order_by("pk")[0]
    paper, stream = docx.Document(), BytesIO()
    paper.add_paragraph("动火作业须双人监护")
    paper.save(stream)
    sent = {"sent": ContentFile(stream.getvalue(), "办法.docx")}
    assert client.post(f"/library/{document.pk}/files/", sent).status_code == 302
    assert client.post(f"/library/{document.pk}/files/", {"sent": ContentFile(pdf("AQ 9010 part nine"), "规范.pdf")})
    for job in Job.objects.filter(kind=library.JOB_KIND):
        assert run_here(job.pk).state == "DONE"
    assert document.title in body(client, "/library/?q=双人监护")
    assert document.title in body(client, "/library/?q=part nine")
    assert document.title in body(client, "/search/?q=双人监护")
    document.refresh_from_db()
    stored = library.DocumentText(document.kind, "新的题名", "示例", "示例", "SUMMARY", document.number)
    library.write_document(text=stored, document=document, by=cast.provincial_officer, at=clock.now())
    assert "新的题名" in body(client, "/library/?q=双人监护"), "a new description keeps the words of the files"
    assert "新的题名" in body(client, "/library/?q=办法.docx")


def test_a_file_attached_by_mistake_is_taken_away_and_forgotten_by_the_search(cast: Cast, sign_in: Browser) -> None:
    client, document = sign_in(cast.provincial_officer), LibraryDocument.objects.order_by("pk")[0]
    for name, words in (("wrong.pdf", "cherry orchard"), ("right.pdf", "walnut meadow")):
        client.post(f"/library/{document.pk}/files/", {"sent": ContentFile(pdf(words), name)})
    for job in Job.objects.filter(kind=library.JOB_KIND):
        assert run_here(job.pk).state == "DONE"
    assert document.title in body(client, "/library/?q=cherry orchard")
    wrong = Attachment.objects.get(file__name="wrong.pdf")
    url, sent = f"/library/{document.pk}/files/remove/", {"file": wrong.pk}
    assert url in body(client, f"/library/{document.pk}/")
    client = sign_in(cast.hangzhou_officer)
    assert url not in body(client, f"/library/{document.pk}/")
    assert client.post(url, sent).status_code == 403
    client = sign_in(cast.provincial_officer)
    assert client.post(url, sent).status_code == 302
    for job in Job.objects.filter(kind=library.JOB_KIND, state="QUEUED"):
        assert run_here(job.pk).state == "DONE"
    page = body(client, f"/library/{document.pk}/")
    assert ("wrong.pdf" in page, "right.pdf" in page) == (False, True)
    assert document.title not in body(client, "/library/?q=cherry orchard")
    assert document.title in body(client, "/library/?q=walnut meadow")
    wrong.refresh_from_db()
    assert wrong.removed_by_id == cast.provincial_officer.pk, "the trace stays"
    again = client.post(url, sent, follow=True).content.decode()
    assert "该附件已撤下" in again, "a second press finds nothing to take away"


def waiting_campaigns(person: Any) -> list[str]:
    return [one.title for one in work(Desk(person, clock.today())).todos if str(one.kind) == "行动设置"]


def test_the_second_person_who_is_asked_gets_the_line_and_others_may_answer_too(cast: Cast, sign_in: Browser) -> None:
    officer, lead = cast.provincial_officer, cast.provincial_lead
    third = User.objects.create(
        username="prov-third", display_name="省厅第三人", role=lead.role, organisation=lead.organisation
    )
    row, client = draft(cast), sign_in(officer)
    page = body(client, f"/campaigns/{row.pk}/")
    offered = re.findall(r'<option value="(\d+)"', page.split('id="approver"', 1)[1].split("</select>", 1)[0])
    assert set(offered) == {str(lead.pk), str(third.pk)}
    for wrong in ("", "x", str(officer.pk), str(cast.hangzhou_officer.pk)):
        sent = {"seen": version_of(row), "approver": wrong}
        answer = client.post(f"/campaigns/{row.pk}/propose/", sent, follow=True)
        assert "请选择复核人" in answer.content.decode(), wrong
    assert Campaign.objects.get(pk=row.pk).state == "DRAFT"
    sent = {"seen": version_of(row), "approver": str(third.pk)}
    assert client.post(f"/campaigns/{row.pk}/propose/", sent).status_code == 302
    row = Campaign.objects.get(pk=row.pk)
    assert (row.state, row.approver_id) == ("PROPOSED", third.pk)
    assert (waiting_campaigns(third), waiting_campaigns(lead)) == ([row.name], [])
    assert "已请复核：省厅第三人" in body(client, f"/campaigns/{row.pk}/")
    User.objects.filter(pk=third.pk).update(is_active=False)
    assert waiting_campaigns(lead) == [row.name], "nobody is left to whom it could wait by name"
    User.objects.filter(pk=third.pk).update(is_active=True)
    answered = setup.approve_campaign(campaign=row, note="", seen=version_of(row), by=lead, at=clock.now())
    assert answered.state == "APPROVED"


def test_the_drafter_is_no_second_person_whoever_proposes(cast: Cast) -> None:
    row = draft(cast)
    with pytest.raises(Refused, match="须为本厅另一名在用人员"):
        setup.propose_campaign(
            campaign=row,
            approver=cast.provincial_officer,
            seen=version_of(row),
            by=cast.provincial_lead,
            at=clock.now(),
        )
    assert Campaign.objects.get(pk=row.pk).state == "DRAFT"


@pytest.mark.parametrize("kind", [DOCX, PDF])
def test_a_damaged_file_has_no_words(kind: Content) -> None:
    assert texts.text_of(BytesIO(b"%PDF-1.4 nothing"), kind.media_type) == ""


def test_words_that_a_line_breaks_are_one() -> None:
    assert tidied("动火作业须双\n人监护 of  the  day\x00") == "动火作业须双人监护 of the day"


def test_the_sign_in_page_leads_to_the_public_page(client: Client, db: None) -> None:
    assert 'href="/public/"' in body(client, "/accounts/login/")


def test_texts_cite_the_campaigns_own_paper(cast: Cast) -> None:
    assert notice_of(Campaign.objects.get(code="2023")) == NOTICE
    year = approved(cast)
    cited = notice_of(year)
    assert (cited["campaign"], cited["number"]) == (year.name, "示例〔2024〕1号")
    assert (
        ReportDuty.objects.filter(campaign__code="2024").values_list("basis", flat=True).distinct().get()
        == "示例〔2024〕1号"
    )


def test_the_page_says_how_far_the_setting_up_is_and_who_may_approve(cast: Cast, as_user: Browser) -> None:
    row = draft(cast)
    page = body(as_user(cast.provincial_officer), f"/campaigns/{row.pk}/")
    stages = page.split('aria-label="设置进度"', 1)[1].split("</ol>", 1)[0]
    assert stages.count('class="is-done"') == 4, "neither pairing nor approval"
    assert "尚未编制" in stages.split('aria-current="step"', 1)[1]
    assert "2 个" in stages
    may = page.split('id="approver"', 1)[1].split("</select>", 1)[0]
    assert str(cast.provincial_lead) in may
    assert str(cast.provincial_officer) not in may
    pairing_of(cast, 2024)
    row = setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    page = body(as_user(cast.provincial_officer), f"/campaigns/{row.pk}/")
    assert str(cast.provincial_lead) in page.split("可审批的人员", 1)[1].split("</p>", 1)[0]
    setup.approve_campaign(campaign=row, note="", seen=version_of(row), by=cast.provincial_lead, at=clock.now())
    page = body(as_user(cast.provincial_officer), f"/campaigns/{row.pk}/")
    assert page.split('aria-label="设置进度"', 1)[1].split("</ol>", 1)[0].count('class="is-done"') == 6
    assert 'id="approver"' not in page
    assert "可审批的人员" not in page


def test_the_page_checks_the_pairing_row_by_row_and_dates_the_sectors(cast: Cast, as_user: Browser) -> None:
    codes = list(names_of_cities())
    ring = list(zip(codes, [*codes[1:], codes[0]], strict=True))
    by, at = cast.provincial_officer, clock.now()
    table = pairing.make_table(year=2024, pairs=ring, note="", origin=pairing.Origin(), by=by, at=at)
    row = draft(cast, cities_off=[codes[-1]])
    page = body(as_user(by), f"/campaigns/{row.pk}/")
    panel = page.split('id="pair-h"', 1)[1].split("</section>", 1)[0]
    assert f"/inspections/pairings/{table.pk}/edit/" in panel
    found = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL) for line in panel.split("<tr>")[2:]]
    lines = {cells[1]: cells for cells in ([re.sub(r"<[^>]+>|\s", "", cell) for cell in row] for row in found)}
    assert lines["丽水市"][2:4] == ["杭州市", "台州市"]
    assert lines["杭州市"][4:] == ["绍兴市", "可用"], "whom Hangzhou inspected by annex 2 of the notice"
    assert {name for name, cells in lines.items() if "未纳入的城市" in cells[5]} == {"台州市", "丽水市"}
    assert "2 处冲突" in panel
    assert re.search(r"无两市互查：\s*通过", panel)
    sectors = page.split('id="d2"', 1)[1].split("</section>", 1)[0]
    assert "2024-01-01 — 2024-12-31" in " ".join(re.sub(r"<[^>]+>", "", sectors).split())
    pairing.discard_table(table=table, seen=version_of(table), by=by, at=at)
    assert 'id="pair-h"' not in body(as_user(by), f"/campaigns/{row.pk}/")


def test_what_is_open_of_other_campaigns_waits_beside_the_chosen_one(
    cast: Cast, sign_in: Browser, settings: Any
) -> None:
    settings.PORTAL_TODAY = JANUARY
    officer, old = cast.hangzhou_officer, Campaign.objects.get(code="2023")
    year, three = approved(cast), beside(cast)
    words = workplans.PlanText("杭州市2023年工作方案", date(2023, 9, 1), "措施")
    plan = workplans.write_plan(campaign=old, text=words, by=officer, today=JANUARY, at=clock.now())
    owed = dict(ReportDuty.objects.filter(organisation=officer.organisation_id).values_list("pk", "campaign__code"))
    assert len(set(owed.values())) == 3
    for chosen in (year, three, old):
        choose_campaign(code=chosen.code, by=officer, today=JANUARY, at=clock.now())
        desk = Desk(officer, JANUARY)
        assert [todo.url for todo in work(desk).todos if todo.title == plan.title] == [f"/work-plans/{plan.pk}/"]
        found = {todo.url for todo in reports_todos.work(desk).todos}
        assert {f"/reports/?campaign={code}#duty-{pk}" for pk, code in owed.items()} <= found, chosen


def test_a_city_left_out_owes_neither_plan_nor_report(cast: Cast, as_user: Browser, settings: Any) -> None:
    settings.PORTAL_TODAY = JANUARY
    officer = cast.hangzhou_officer
    row = beside(cast, cities_off=[officer.organisation.division_id])
    choose_campaign(code=row.code, by=officer, today=JANUARY, at=clock.now())
    assert not Message.objects.filter(person=officer, text__contains=row.name).exists()
    owing = {duty.organisation.division_id for duty in ReportDuty.objects.filter(campaign=row)}
    assert len(owing) == 10
    assert officer.organisation.division_id not in owing
    assert not [todo for todo in work(Desk(officer, JANUARY)).todos if todo.title == row.name]
    lines = workplans.plan_lines(cast.provincial_officer, row)
    assert officer.organisation not in [line.organisation for line in lines]


def test_a_plan_of_another_campaign_is_found_and_changed(cast: Cast, sign_in: Browser, settings: Any) -> None:
    settings.PORTAL_TODAY = JANUARY
    officer, old = cast.hangzhou_officer, Campaign.objects.get(code="2023")
    approved(cast)
    words = workplans.PlanText("杭州市2023年工作方案", date(2023, 9, 1), "措施")
    plan = workplans.write_plan(campaign=old, text=words, by=officer, today=JANUARY, at=clock.now())
    client = sign_in(officer)
    assert plan.title not in body(client, "/work-plans/")
    (link,) = re.findall(r'href="(\?campaign=2023)"', body(client, "/work-plans/"))
    assert plan.title in body(client, f"/work-plans/{link}")
    edit = f"/work-plans/own/{link}"
    assert f'href="{edit}"' in body(client, f"/work-plans/{plan.pk}/")
    assert str(old) in body(client, edit).split("<main")[1]
    sent = {"title": "改过的方案", "decided_on": "2023-09-01", "summary": "措施", "seen": version_of(plan)}
    assert client.post(edit, sent)["Location"] == f"/work-plans/{plan.pk}/"
    assert WorkPlan.objects.get().title == "改过的方案"
    assert client.get("/work-plans/?campaign=2030").status_code == 404


def test_a_report_in_writing_waits_for_its_office(cast: Cast) -> None:
    officer = cast.hangzhou_officer
    snapshot = build("coverage", officer)
    page = f"/reports/submissions/{snapshot.submission.pk}/"
    (line,) = [todo for todo in reports_todos.work(Desk(officer, clock.today())).todos if todo.url == page]
    assert (line.detail, line.action) == ("草稿", "继续")


def test_a_code_is_in_use_once_on_a_day(cast: Cast) -> None:
    province, row = cast.provincial_officer, ListedCode.objects.get(kind="SECTOR", code="NCM")

    def add(first: date, last: date | None = None) -> ListedCode:
        days = Days(first, last, "示例通知")
        return add_code(kind="SECTOR", code="NCM", label=row.label, days=days, by=province, at=clock.now())

    with pytest.raises(Refused, match="重叠"):
        add(row.valid_from.replace(year=row.valid_from.year + 2))
    with pytest.raises(Refused, match="重叠"):
        add(row.valid_from.replace(year=row.valid_from.year - 1))
    ended = Days(row.valid_from, date(2023, 5, 31), "示例通知")
    row = change_days(row=row, days=ended, seen=version_of(row), by=province, at=clock.now())
    later = add(date(2023, 6, 1))
    with pytest.raises(Refused, match="重叠"):
        change_days(row=row, days=Days(row.valid_from, None, "甲"), seen=version_of(row), by=province, at=clock.now())
    change_days(row=later, days=Days(date(2023, 7, 1), None, "甲"), seen=version_of(later), by=province, at=clock.now())


def test_what_differs_from_the_copied_campaign_is_told_in_the_readers_language(cast: Cast) -> None:
    row = draft(cast)
    source = Campaign.objects.get(code="2023")
    with translation.override("en"):
        lines = setup.differences(row, source)
    assert not [one for one in lines if re.search("[\u4e00-\u9fff]", one.label + one.words)]
    with translation.override("zh-hans"):
        assert setup.differences(row, source)[1].words.startswith("新增 0 项，减少")


def test_units_without_assistance_are_those_of_the_chosen_campaign(cast: Cast, as_user: Browser, settings: Any) -> None:
    settings.PORTAL_TODAY = JANUARY
    approved(cast)
    held = world.policy(world.enterprise(), end_on=date(2024, 6, 30))
    world.activity(held, campaign_assist=True)
    client, list_page = as_user(cast.insurer_a_clerk), "/promised/without-assistance/"
    for code, lacking in (("2023", 0), ("2024", 1)):
        choose_campaign(code=code, by=cast.insurer_a_clerk, today=JANUARY, at=clock.now())
        page = body(client, list_page)
        assert total(page) == lacking, code
        assert Campaign.objects.get(code=code).document_no in page
        assert total(body(client, f"{list_page}?campaign=2024")) == 1, "the address says which campaign, not the choice"
        lines = promises_todos.work(Desk(cast.insurer_a_clerk, JANUARY)).todos
        assert [todo.url for todo in lines] == [f"{list_page}?campaign=2024"]
    assert "不在可选范围内" in body(client, f"{list_page}?campaign=NOPE")
