"""The pages of the ledger: what each person is offered, bad input as a sentence and an event, queries that do not grow."""

import datetime as dt
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from core import clock
from core.models import AuditEvent
from core.writing import version_of
from hazards.models import Criterion, CriterionVersion, Hazard, Notice, Refusal
from hazards.services import notices, rectification
from hazards.services.notices import Advice
from notifications.models import Message
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.hazards.life import TODAY

AsUser = Callable[[Any], Client]
MIB = 1 << 20


def events(step: str) -> int:
    """How many refusals of the step are on record."""
    return AuditEvent.objects.filter(action="hazard.refused", detail__step=step).count()


def seen(hazard: Hazard) -> str:
    return Hazard.objects.get(pk=hazard.pk).updated_at.isoformat()


def step(client: Client, hazard: Hazard, name: str, **data: Any) -> Any:
    return client.post(f"/hazards/{hazard.pk}/step/{name}/", {"seen": seen(hazard), **data})


def form_of(firm: Any, **changes: Any) -> dict[str, Any]:
    values = {
        "uscc": firm.uscc,
        "source": "SELF",
        "level": "GENERAL",
        "category": "FIRE",
        "found_on": "2023-11-20",
        "found_by": "李某",
        "place": "三号车间",
        "description": "灭火器压力不足，疏散指示损坏",
        "measures": "更换灭火器",
    }
    return {**values, **changes}


def test_from_the_form_to_the_notice_by_page(cast: Cast, as_user: AsUser) -> None:
    firm, client = life.firm(), as_user(cast.insurer_a_clerk)
    made: Any = client.post("/hazards/new/", form_of(firm))
    hazard = Hazard.objects.get()
    assert made.url == f"/hazards/{hazard.pk}/"
    assert "草稿" in client.get(made.url).content.decode()
    assert step(client, hazard, "record").status_code == 302
    page = client.get(f"/hazards/{hazard.pk}/").content.decode()
    assert "YH-330100-2023-000001" in page
    assert f'href="/hazards/notices/new/?hazard={hazard.pk}"' in page
    sent = {f"take_{hazard.pk}": "on", f"deadline_{hazard.pk}": "2023-12-08", f"measures_{hazard.pk}": "更换灭火器"}
    issued: Any = client.post(f"/hazards/notices/new/?hazard={hazard.pk}", sent)
    notice = Notice.objects.get()
    assert issued.url == f"/hazards/notices/{notice.pk}/"
    letter = client.get(issued.url).content.decode()
    assert "签收回执" in letter
    assert "预留" not in letter
    receipt = {"served_on": "2023-11-23", "receiver": "张某", "capacity": "SAFETY", "receipt": life.receipt()}
    assert client.post(issued.url, receipt).status_code == 302
    hazard.refresh_from_db()
    assert hazard.state == "NOTIFIED"


def test_the_notice_as_word_holds_every_hazard_and_the_receipt(cast: Cast, as_user: AsUser) -> None:
    clerk, firm = cast.insurer_a_clerk, life.firm()
    rows = [life.entered(firm, clerk, place=place) for place in ("锅炉房", "食堂")]
    advice = {row.pk: Advice(TODAY + dt.timedelta(days=15), "更换灭火器") for row in rows}
    notice = notices.issue_notice(hazards=rows, advice=advice, by=clerk, today=TODAY, at=clock.now())
    answer = as_user(clerk).get(f"/hazards/notices/{notice.pk}/document/")
    document = Document(BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    text = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "之江财险浙江隐告〔2023〕1号" in text
    assert "签收回执" in text
    assert {rows[0].hazard_no, rows[1].hazard_no} <= set(cells)


def test_what_is_wrong_in_the_form_is_said_at_its_field(cast: Cast, as_user: AsUser) -> None:
    client, firm = as_user(cast.insurer_a_clerk), life.firm()
    answer = client.post("/hazards/new/", form_of(firm, level="MAJOR", description="太短", found_on="2024-01-01"))
    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("发现日期 2024-01-01 晚于今天", "隐患描述不少于 6 个字", "重大隐患须选择发现当日有效的判定标准条款"):
        assert said in page
    other = client.post("/hazards/new/", form_of(world.enterprise(world.QUZHOU)))
    assert "请核对" in other.content.decode()
    assert not Hazard.objects.exists()


def test_an_open_hazard_at_the_same_place_is_shown_before_a_second_one(cast: Cast, as_user: AsUser) -> None:
    firm, client = life.firm(), as_user(cast.insurer_a_clerk)
    first = life.entered(firm, cast.insurer_a_clerk)
    asked = client.post("/hazards/new/", form_of(firm))
    assert asked.status_code == 409
    assert first.hazard_no in asked.content.decode()
    assert client.post("/hazards/new/", form_of(firm, anyway="1")).status_code == 302


def test_clauses_are_offered_by_the_day_found(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.insurer_a_clerk)
    road = "道路运输企业和城市客运企业"
    assert road not in client.get("/hazards/clauses/?found_on=2023-08-20").content.decode()
    assert road in client.get("/hazards/clauses/?found_on=2023-10-08").content.decode()
    firm = life.firm()
    typed = form_of(firm, found_on="2023-10-08", place="锅炉房", refresh="1")
    page = client.post("/hazards/new/", typed).content.decode()
    assert road in page
    assert 'value="锅炉房"' in page
    assert client.get("/hazards/clauses/?found_on=%00").status_code == 200


def test_two_editors_see_each_other_field_by_field(cast: Cast, as_user: AsUser) -> None:
    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    client, version = as_user(cast.insurer_a_clerk), seen(hazard)
    url = f"/hazards/{hazard.pk}/edit/"
    assert client.post(url, form_of(hazard.enterprise, place="锅炉房", seen=version)).status_code == 302
    clash = client.post(url, form_of(hazard.enterprise, place="食堂", seen=version))
    assert clash.status_code == 409
    page = clash.content.decode()
    assert "锅炉房" in page
    assert "食堂" in page


@pytest.mark.parametrize("version", [None, "", "x", "2023-11-23", "2023-11-23T10:00:00+08:00"])
def test_a_page_without_its_version_moves_nothing(cast: Cast, as_user: AsUser, version: str | None) -> None:
    hazard = life.hazard(life.firm())
    data: dict[str, str] = {} if version is None else {"seen": version}
    answer = as_user(cast.insurer_a_clerk).post(f"/hazards/{hazard.pk}/step/rectify/", data, follow=True)
    assert re.search("页面已失效|已(由您本人|被.*)更新", answer.content.decode())
    hazard.refresh_from_db()
    assert hazard.state == "NOTIFIED"
    assert events("rectify") == 1


def test_a_move_out_of_turn_is_a_sentence_and_an_event(cast: Cast, as_user: AsUser) -> None:
    hazard = life.hazard(life.firm(), state="RECTIFYING")
    client = as_user(cast.insurer_a_clerk)
    for name, said in (
        ("record", "「登记」在当前状态「整改中」下不能办理"),
        ("report", "不能办理"),
        ("notify", "须先开具告知书"),
    ):
        answer = client.post(f"/hazards/{hazard.pk}/step/{name}/", {"seen": seen(hazard)}, follow=True)
        assert said in answer.content.decode(), name
        assert events(name) == 1, name
    hazard.refresh_from_db()
    assert hazard.state == "RECTIFYING"


def test_the_wrong_organisation_and_a_forged_id_leave_an_event(cast: Cast, as_user: AsUser) -> None:
    hazard = life.hazard(life.firm())
    assert step(as_user(cast.insurer_b_clerk), hazard, "rectify").status_code == 404
    assert AuditEvent.objects.filter(action="hazard.refused", detail__reason="not-found").count() == 1
    assert as_user(cast.insurer_a_clerk).post("/hazards/999999999999/step/rectify/").status_code == 404
    assert AuditEvent.objects.filter(action="hazard.refused", detail__reason="not-found").count() == 2
    assert step(as_user(cast.zhejiang_regulator), hazard, "rectify").status_code == 403
    assert events("rectify") == 1
    assert as_user(cast.insurer_a_clerk).post(f"/hazards/{hazard.pk}/step/nonsense/").status_code == 404
    hazard.refresh_from_db()
    assert hazard.state == "NOTIFIED"


def test_a_photograph_of_fifty_mebibytes_is_refused_and_nothing_moves(cast: Cast, as_user: AsUser) -> None:
    hazard = life.hazard(life.firm(), state="RECTIFYING")
    client = as_user(cast.insurer_a_clerk)
    big = world.picture().read() + b"\0" * (50 * MIB)

    def photo() -> SimpleUploadedFile:
        return SimpleUploadedFile("整改后.png", big, "image/png")

    answer = step(client, hazard, "submit", rectified_on="2023-11-20", sent=photo())
    assert answer.status_code == 409
    assert "超过 10 MiB 的上限" in answer.content.decode()
    assert events("submit") == 1
    added = client.post(f"/hazards/{hazard.pk}/files/", {"slot": "after", "sent": photo()}, follow=True)
    assert "超过 10 MiB 的上限" in added.content.decode()
    assert events("files") == 1
    hazard.refresh_from_db()
    assert hazard.state == "RECTIFYING"


def test_bulk_review_keeps_each_decision_and_shows_what_was_refused(cast: Cast, as_user: AsUser) -> None:
    rows = [life.hazard(life.firm(), state="SUBMITTED", rectified_on=dt.date(2023, 10, 20)) for _ in range(4)]
    own = life.hazard(life.firm(), state="SUBMITTED", submitted_by=cast.insurer_a_lead)
    client = as_user(cast.insurer_a_lead)
    page = client.get("/hazards/review/").content.decode()
    assert own.hazard_no not in page
    assert "另有 1 项为本人提交" in page
    ledger = client.get("/hazards/").content.decode()
    assert {row.pk for row in (*rows, own) if f'name="row" value="{row.pk}"' in ledger} == {row.pk for row in rows}
    ticked = client.get(f"/hazards/review/?row={rows[0].pk}&row=x").content.decode()
    assert rows[0].hazard_no in ticked
    assert rows[1].hazard_no not in ticked
    data: dict[str, str] = {"opinion": "现场复查\0到位"}
    for row in rows:
        data |= {f"result_{row.pk}": "pass", f"seen_{row.pk}": seen(row)}
    data |= {f"result_{rows[1].pk}": "return", f"opinion_{rows[1].pk}": "仍未更换"}
    Hazard.objects.filter(pk=rows[2].pk).update(updated_at=clock.now())
    del data[f"result_{rows[3].pk}"]
    answer = client.post("/hazards/review/", data)
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "退回整改须写明新的整改期限" in said
    assert re.search("已(由您本人|被.*)更新", said)
    assert 'value="仍未更换"' in said
    states = {row.pk: Hazard.objects.get(pk=row.pk).state for row in rows}
    assert list(states.values()) == ["CLOSED", "SUBMITTED", "SUBMITTED", "SUBMITTED"]
    assert Hazard.objects.get(pk=rows[0].pk).reviews.get().opinion == "现场复查到位"


def test_search_in_the_list_by_two_characters_and_by_initials(cast: Cast, as_user: AsUser) -> None:
    from enterprises.initials import refresh

    made = life.hazard(world.enterprise(name="杭州示例化工有限公司"), description="动火作业未办理审批")
    life.hazard(world.enterprise(name="长兴示例乐器厂"), description="配电箱无漏电保护装置")
    refresh()
    client = as_user(cast.provincial_officer)
    for text in ("动火", "slhg", made.hazard_no):
        page = client.get("/hazards/", {"q": text}).content.decode()
        assert made.hazard_no in page, text
        assert "共1条" in page, text
    assert "请至少输入两个字" in client.get("/hazards/", {"q": "动"}).content.decode()


def test_each_step_on_the_page_says_its_rule_or_who_could(cast: Cast, as_user: AsUser) -> None:
    hazard = life.hazard(life.firm(), level="MAJOR", state="SUBMITTED", submitted_by=cast.insurer_a_clerk)
    page = as_user(cast.insurer_a_lead).get(f"/hazards/{hazard.pk}/").content.decode()
    assert "通知二（三）" in page
    assert "不能选择「通过」" in page
    assert "本次整改" in page or "只有隐患所在地的应急管理部门可以办理" in page
    reader = as_user(cast.zhejiang_regulator).get(f"/hazards/{hazard.pk}/").content.decode()
    assert "当前没有您可以办理的事项" in reader
    assert "您的角色不能办理，可由" in reader
    assert 'name="seen"' not in reader


def test_the_red_clock_and_the_letter_of_a_refusal(cast: Cast, as_user: AsUser) -> None:
    hazard = life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    refusal = Refusal.objects.get()
    page = as_user(cast.xihu_county).get(f"/refusals/{refusal.pk}/").content.decode()
    for said in (
        "存在重大事故隐患拒不整改情况的报告",
        "之江财险浙江报〔2023〕1号",
        "西湖区应急管理局",
        "已于时限内报告",
    ):
        assert said in page
    assert as_user(cast.ningbo_officer).get(f"/refusals/{refusal.pk}/").status_code == 404
    listed = as_user(cast.builder_authority).get("/refusals/?standing=MINE").content.decode()
    assert hazard.hazard_no in listed


def test_the_province_keeps_the_catalogue_by_form(cast: Cast, as_user: AsUser) -> None:
    client = as_user(cast.provincial_officer)
    entry = {
        "field": "METAL",
        "title": "示例标准",
        "document_no": "示例〔2023〕9号",
        "valid_from": "2023-06-01",
        "certainty": CriterionVersion.objects.first().certainty,  # type: ignore[union-attr]
    }
    wrong = client.post("/criteria/new/", {**entry, "valid_to": "2023-05-01"})
    assert "早于施行日期" in wrong.content.decode()
    assert client.post("/criteria/new/", entry).status_code == 302
    version = CriterionVersion.objects.get(document_no="示例〔2023〕9号")
    clause = {"number": "第一条", "label": "示例情形"}
    assert client.post(f"/criteria/{version.pk}/clauses/", clause).status_code == 302
    assert "已在该标准中" in client.post(f"/criteria/{version.pk}/clauses/", clause).content.decode()
    made = Criterion.objects.get(version=version)
    url = f"/criteria/clauses/{made.pk}/"
    stale = {"number": "第一条", "label": "更正后"}
    for version_sent in ({}, {"seen": ""}, {"seen": "x"}):
        assert client.post(url, {**stale, **version_sent}).status_code == 409
        assert client.post(url, {"remove": "1", **version_sent}).status_code == 409
    assert client.post(url, {**stale, "seen": version_of(made)}).status_code == 302
    made.refresh_from_db()
    assert made.text == "《示例标准》第一条 更正后"
    used = life.hazard(life.firm(), level="MAJOR", criterion=made)
    remove = {"remove": "1", "seen": version_of(made)}
    assert "已有 1 项隐患" in client.post(url, remove).content.decode()
    Hazard.objects.filter(pk=used.pk).update(criterion=None)
    assert client.post(url, remove).status_code == 302
    assert not Criterion.objects.filter(pk=made.pk).exists()
    assert as_user(cast.hangzhou_officer).get(url).status_code == 403


def test_messages_ring_until_they_are_read_and_link_their_hazards(cast: Cast, as_user: AsUser) -> None:
    hazard = life.hazard(life.firm(), deadline=dt.date(2023, 11, 20))
    Message.objects.create(
        person=cast.insurer_a_clerk,
        day=TODAY,
        text=f"您有 1 项\n{hazard.hazard_no} 整改：已超期 3 天",
        made_at=clock.now(),
    )
    client = as_user(cast.insurer_a_clerk)
    ringing = '<span class="p-count">1</span>'
    assert ringing in client.get("/hazards/").content.decode()
    page = client.get("/messages/").content.decode()
    assert f'href="/hazards/{hazard.pk}/"' in page
    assert ringing in client.get("/hazards/").content.decode()
    client.post("/messages/")
    assert ringing not in client.get("/hazards/").content.decode()
    assert hazard.hazard_no not in as_user(cast.insurer_a_lead).get("/messages/").content.decode()


def test_lists_and_pages_ask_the_same_number_of_questions_however_long_they_are(cast: Cast, as_user: AsUser) -> None:
    def asked(client: Client, url: str) -> int:
        with CaptureQueriesContext(connection) as task:
            assert client.get(url).status_code == 200
        return len(task.captured_queries)

    urls = ("/hazards/", "/hazards/review/", "/hazards/notices/", "/refusals/", "/hazards/board/", "/criteria/")
    client = as_user(cast.insurer_a_clerk)
    life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
    few = life.told(life.entered(life.firm(), cast.insurer_a_clerk), cast.insurer_a_clerk)
    life.hazard(life.firm(), state="SUBMITTED", rectified_on=dt.date(2023, 10, 20))
    for url in urls:
        asked(client, url)
    before = {url: asked(client, url) for url in urls}
    for _ in range(6):
        life.reported(cast.insurer_a_clerk, cast.insurer_a_lead)
        life.told(life.entered(life.firm(), cast.insurer_a_clerk), cast.insurer_a_clerk)
        life.hazard(life.firm(), state="SUBMITTED", rectified_on=dt.date(2023, 10, 20))
    for url in urls:
        asked(client, url)
    assert {url: asked(client, url) for url in urls} == before
    shown = asked(client, f"/hazards/{few.pk}/")
    for _ in range(5):
        rectification.add_files(
            hazard=few, slot="before", files=[life.photo()], by=cast.insurer_a_clerk, at=clock.now()
        )
    assert asked(client, f"/hazards/{few.pk}/") <= shown + 1


@pytest.mark.parametrize(
    "query",
    [
        "q=%00%00",
        "q=" + "动" * 5000,
        "age=9",
        "place=x",
        "found_from=2023-13-45",
        "insurer=99999999999999999999",
        "page=x",
        "page=99999999999999999999",
        "due=%F0%9F%94%A5",
        "state=%00",
    ],
)
def test_odd_addresses_are_answered(cast: Cast, as_user: AsUser, query: str) -> None:
    client = as_user(cast.hangzhou_officer)
    for url in ("/hazards/", "/hazards/notices/", "/refusals/", "/criteria/"):
        assert client.get(f"{url}?{query}").status_code in {200, 400}, url
    assert client.get(f"/hazards/notices/new/?hazard={query}").status_code == 200


def test_all_pass_and_filters_of_the_bulk_review_are_looked_over_first(cast: Cast, as_user: AsUser) -> None:
    rows = [life.hazard(life.firm(), state="SUBMITTED", category=kind) for kind in ("FIRE", "FIRE", "ELEC")]
    client, url = as_user(cast.insurer_a_lead), "/hazards/review/?category=FIRE"
    assert client.get(url).context["total"] == 2
    sent = {"opinion": "现场复查到位", "all": "1", **{f"seen_{row.pk}": seen(row) for row in rows}}
    preview = client.post(url, sent)
    assert preview.context["passed"] == 2
    assert not Hazard.objects.filter(state="CLOSED").exists()
    hidden = re.findall(r'name="((?:seen|result|opinion|deadline)_[0-9]+)"\s+value="([^"]*)"', preview.content.decode())
    assert client.post(url, dict(hidden)).status_code == 302
    states = [Hazard.objects.get(pk=row.pk).state for row in rows]
    assert states == ["CLOSED", "CLOSED", "SUBMITTED"]


def test_the_first_button_is_the_next_step_and_what_ends_a_hazard_lies_apart(cast: Cast, as_user: AsUser) -> None:
    """A major hazard whose treatment is missing cannot be handed in; refusal and void are no first button then."""
    hazard = life.hazard(life.firm(), level="MAJOR", state="RECTIFYING")
    answer = as_user(cast.insurer_a_clerk).get(f"/hazards/{hazard.pk}/")
    assert [one["name"] for one in answer.context["steps"]] == []
    assert {"refuse-ask", "void-ask"} <= {one["name"] for one in answer.context["asides"]}
    page = answer.content.decode()
    assert not re.search(r'btn-primary"[^>]*>\s*(提出拒不整改认定|申请作废)', page)
    assert "其他事项" in page


def test_the_stations_carry_the_days_of_their_steps(cast: Cast) -> None:
    """Found on the 20th, put on record on the business day; not the day it was found or rectified."""
    from hazards.views.ledger import way_of

    hazard = life.entered(life.firm(), cast.insurer_a_clerk)
    assert [station["day"] for station in way_of(hazard)] == [TODAY, None, None, None, None]
    going = life.handed_in(
        life.begun(life.told(hazard, cast.insurer_a_clerk), cast.insurer_a_clerk), cast.insurer_a_clerk
    )
    Hazard.objects.filter(pk=going.pk).update(rectified_on=dt.date(2023, 11, 21))
    days = [station["day"] for station in way_of(Hazard.objects.get(pk=going.pk))]
    assert days == [TODAY, TODAY, TODAY, TODAY, None]


def test_criteria_of_the_enterprises_sector_come_first(cast: Cast, as_user: AsUser) -> None:
    firm = life.firm(main_sector="CONSTR", sectors=["CONSTR"])
    version = {"title": "示例标准", "valid_from": dt.date(2023, 1, 1), "certainty": "2"}
    version |= {"created_at": clock.now(), "updated_at": clock.now()}
    for field in ("COAL", "CONSTR"):
        made = CriterionVersion.objects.create(field=field, document_no=f"示例〔2023〕{field}", **version)
        at = {"created_at": clock.now(), "updated_at": clock.now()}
        Criterion.objects.create(version=made, number="第一条", label=field, text=f"示例{field}", **at)
    client = as_user(cast.insurer_a_clerk)
    for url in (f"/hazards/new/?uscc={firm.uscc}", f"/hazards/clauses/?found_on=2023-11-20&uscc={firm.uscc}"):
        groups = re.findall(r'<optgroup label="([^：]*)：', client.get(url).content.decode())
        assert groups[0] == "建筑施工", url
