"""Pages of group and draw: each city's part, names of drawn ones alone, the record as file and paper."""

import json
import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from docx import Document

from core import clock
from inspections import rules, services
from inspections.models import (
    Draw,
    GroupMember,
    InspectedEnterprise,
    InspectedInsurer,
    ManualAddition,
    RosterLine,
    Task,
)
from tests import world
from tests.cast import Cast
from tests.inspections.draws import SEED, drawn, fixed, register
from tests.inspections.plan_rows import agreed
from tests.inspections.rows import ready_task

Enter = Callable[[Any], Client]
SCRIPT = Path(__file__).resolve().parents[2] / "static" / "js" / "draw.js"


def at(name: str, pk: int) -> str:
    return reverse(f"inspections:{name}", args=[pk])


def text(client: Client, name: str, pk: int) -> str:
    return client.get(at(name, pk)).content.decode()


def test_a_group_and_a_draw_by_their_pages(cast: Cast, as_user: Enter) -> None:
    task, firms = Task.objects.get(annex_no=1), register()
    here, there = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)
    for user, is_leader in ((cast.hangzhou_officer, "on"), (cast.hangzhou_lead, "")):
        data = {"user": user.pk, "post": "执法人员", "certificate_no": f"浙A-0000{user.pk}", "role": "EM"}
        answer = here.post(at("group-enter", task.pk), {**data, **({"is_leader": is_leader} if is_leader else {})})
        assert answer.status_code == 302
    for member in GroupMember.objects.all():
        here.post(at("member-declare", member.pk), {"recused": f"{firms[0].uscc} 亲属任职"})
    page = text(here, "group-detail", task.pk)
    assert "亲属任职" in page
    assert "浙A-0000" not in page
    here.post(at("group-form", task.pk))
    assert Task.objects.get(pk=task.pk).state == "GROUP_READY"
    numbers = {"enterprises": 2, "least": 1, "insurers": 1, "people": 1, "key_weight": 2, "place": "会议室"}
    assert here.post(at("draw-fix", task.pk), numbers).status_code == 409
    assert there.post(at("draw-fix", task.pk), numbers).status_code == 302
    page = text(here, "draw-detail", task.pk)
    assert all(roster.digest in page for roster in Draw.objects.get().rosters.all())
    assert not any(firm.name in page for firm in firms)
    data = {"seed": SEED, "source": "DICE", "note": "十面骰20次", "draw": Draw.objects.get().pk}
    assert f'name="draw" value="{data["draw"]}"' in page
    assert here.post(at("draw-seed", task.pk), {**data, "seed": "12"}).status_code == 409
    assert here.post(at("draw-seed", task.pk), data).status_code == 302
    page = text(here, "draw-detail", task.pk)
    shown = set(RosterLine.objects.filter(position__isnull=False, roster__kind="FIRMS").values_list("name", flat=True))
    assert {firm.name for firm in firms if firm.name in page} == shown
    assert len(shown) == 2
    assert firms[0].name not in shown
    for client in (here, there):
        assert client.post(at("draw-sign", task.pk), {"part": "CHECKER"}).status_code == 302
    assert "两市已签字" in text(there, "draw-detail", task.pk)
    assert here.post(at("task-start", task.pk)).status_code == 302
    assert "没有" not in text(here, "task-detail", task.pk).split("<main")[1][:2000]


def test_additions_by_their_pages(cast: Cast, as_user: Enter) -> None:
    task, firms = ready_task(), register()
    drawn(task, enterprises=1)
    chosen = RosterLine.objects.get(position=1, roster__kind="FIRMS").code
    firms = [firm for firm in firms if firm.uscc != chosen]
    here, there = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)
    data = {"kind": "FIRMS", "code": firms[0].uscc, "reason": "重大隐患销号后需要核实"}
    assert here.post(at("draw-add", task.pk), data).status_code == 302
    addition = ManualAddition.objects.get()
    assert "重大隐患销号后需要核实" in text(there, "draw-detail", task.pk)
    here.post(at("addition-answer", addition.pk), {"agreed": "yes"})
    assert ManualAddition.objects.get().state == "PROPOSED"
    there.post(at("addition-answer", addition.pk), {"agreed": "yes"})
    assert ManualAddition.objects.get().name == firms[0].name
    for client in (here, there):
        client.post(at("draw-sign", task.pk), {"part": "CHECKER"})
    assert "签字后提出" not in words_of(here.get(at("draw-document", task.pk)))
    here.post(at("draw-add", task.pk), {**data, "code": firms[1].uscc})
    there.post(at("addition-answer", ManualAddition.objects.latest("pk").pk), {"agreed": "yes"})
    assert f"{data['reason']}，签字后提出" in words_of(here.get(at("draw-document", task.pk)))
    assert as_user(cast.quzhou_officer).post(at("addition-answer", addition.pk)).status_code == 404


@pytest.mark.parametrize("name", ["group-detail", "draw-detail", "draw-record", "draw-digests", "draw-document"])
def test_who_opens_the_pages(cast: Cast, as_user: Enter, name: str) -> None:
    task = ready_task()
    register()
    drawn(task)
    for reader in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        assert as_user(reader).get(at(name, task.pk)).status_code == 200
    for stranger in (cast.quzhou_officer, cast.wenzhou_regulator):
        assert as_user(stranger).get(at(name, task.pk)).status_code == 404
    for nobody in (cast.insurer_a_clerk, cast.xihu_county, cast.agency):
        assert as_user(nobody).get(at(name, task.pk)).status_code == 403


def test_before_anything_was_fixed(cast: Cast, as_user: Enter) -> None:
    task, officer = Task.objects.get(annex_no=1), as_user(cast.hangzhou_officer)
    assert "本任务尚未抽取检查对象" in text(officer, "draw-detail", task.pk)
    assert officer.get(at("draw-record", task.pk)).status_code == 404
    assert "尚未登记成员" in text(officer, "group-detail", task.pk)
    assert officer.get(reverse("inspections:draw-check")).status_code == 200


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_file_of_digests_is_what_was_digested_and_tells_no_name(cast: Cast, as_user: Enter) -> None:
    task, firms = ready_task(), register()
    draw = fixed(task)
    kept = body_of(as_user(cast.hangzhou_officer).get(at("draw-digests", task.pk))).decode()
    roster = draw.rosters.get(kind="FIRMS")
    part = kept[: kept.index("JC-2023-01|INSURERS")]
    assert rules.draws.sha256(part) == roster.digest
    assert not any(firm.name in kept or firm.uscc in kept for firm in firms)
    assert not any(line.salt in kept for line in RosterLine.objects.all())


def checked(record: Any, tmp_path: Path) -> Any:
    given = tmp_path / "record.json"
    given.write_text(json.dumps(record), encoding="utf-8")
    program = (
        f"var d=require({json.dumps(str(SCRIPT))});var r=JSON.parse(require('fs').readFileSync("
        f"{json.dumps(str(given))},'utf8'));console.log(JSON.stringify(d.check(r)));"
    )
    done = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True, timeout=300)
    return json.loads(done.stdout)


def test_the_numbers_of_the_agreed_plan_stand_in_the_form(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    agreed(cast, task, enterprises=17, insurers=5)
    page = as_user(cast.shaoxing_officer).get(at("draw-detail", task.pk)).content.decode()
    assert 'name="enterprises" value="17"' in page
    assert 'name="insurers" value="5"' in page


@pytest.mark.skipif(shutil.which("node") is None, reason="no node here")
def test_the_record_is_recomputed_without_the_server(cast: Cast, as_user: Enter, tmp_path: Path) -> None:
    task, firms = ready_task(), register(9)
    drawn(task, enterprises=3)
    record = json.loads(body_of(as_user(cast.hangzhou_officer).get(at("draw-record", task.pk))))
    found = checked(record, tmp_path)
    assert found["faults"] == []
    assert found["digests"] == [3, 3]
    assert found["drawn"] == found["opened"] == [5, 5]
    whole = json.dumps(record, ensure_ascii=False)
    assert sum(firm.name in whole for firm in firms) == 3
    record["rosters"][0]["lines"][0] = record["rosters"][0]["lines"][0].replace(",1,0,", ",2,0,")
    assert ["digest", "企业", 0] in checked(record, tmp_path)["faults"]
    forged = json.loads(whole)
    forged["rosters"][0]["drawn"][0]["name"] = "示例替换有限公司"
    assert checked(forged, tmp_path)["opened"] == [4, 5]
    other = json.loads(whole)
    other["seed"] = "99999999990000000001"
    assert checked(other, tmp_path)["drawn"][0] < 5


def words_of(answer: Any) -> str:
    """Everything that stands in a Word document."""
    document = Document(BytesIO(body_of(answer)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_word_document_holds_the_record(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    draw = drawn(task)
    words = words_of(as_user(cast.shaoxing_officer).get(at("draw-document", task.pk)))
    assert "检查对象随机抽取记录" in words
    assert SEED in words
    for roster in draw.rosters.all():
        assert roster.digest in words
    for line in RosterLine.objects.filter(position__isnull=False):
        assert line.name in words


def test_pages_cost_the_same_whatever_their_length(
    cast: Cast, as_user: Enter, django_assert_max_num_queries: Any
) -> None:
    task = ready_task()
    register(12)
    drawn(task, enterprises=10)
    services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    officer = as_user(cast.hangzhou_officer)
    for name in ("group-detail", "draw-detail"):
        with django_assert_max_num_queries(32):
            officer.get(at(name, task.pk))
    assert world.enterprise() is not None


def test_a_void_seed_stands_with_its_rosters_who_made_them_void_when_and_why(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    draw = fixed(task)
    world.enterprise(world.SHAOXING)
    here = as_user(cast.hangzhou_officer)
    sent = {"seed": SEED, "source": "DICE", "note": "", "draw": draw.pk}
    assert here.post(at("draw-seed", task.pk), sent).status_code == 409
    void = Draw.objects.get()
    for reader in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        page = text(as_user(reader), "draw-detail", task.pk)
        for told in (
            SEED,
            str(cast.hangzhou_officer),
            f"{timezone.localtime(void.void_at):%Y-%m-%d %H:%M}",
            "企业名册固定后",
        ):
            assert told in page, told
    again = fixed(task)
    services.draw_objects(
        draw=again,
        seed=SEED[::-1],
        source="DICE",
        note="",
        by=cast.hangzhou_officer,
        today=clock.today(),
        at=clock.now(),
    )
    assert SEED in text(here, "draw-detail", task.pk)
    paper = words_of(here.get(at("draw-document", task.pk)))
    assert f"种子{SEED}" in paper
    assert f"由{cast.hangzhou_officer.organisation}{cast.hangzhou_officer}作废，原因：" in paper


def test_a_signature_after_the_start_says_so_on_page_and_paper(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    drawn(task)
    here, there = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)
    here.post(at("draw-sign", task.pk), {"part": "CHECKER"})
    services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    for shown in (text(here, "draw-detail", task.pk), words_of(here.get(at("draw-document", task.pk)))):
        assert "检查开始后补签" not in shown
    there.post(at("draw-sign", task.pk), {"part": "WITNESS"})
    for shown in (text(here, "draw-detail", task.pk), words_of(here.get(at("draw-document", task.pk)))):
        assert shown.count("检查开始后补签") == 1


def test_an_addition_that_is_on_no_roster_says_so(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    outside = world.enterprise(world.SHAOXING, main_sector="OTHER", sectors=["OTHER"])
    draw = drawn(task, enterprises=1)
    on_roster = RosterLine.objects.filter(roster__draw=draw, roster__kind="FIRMS", position=None)[0].code
    here, there = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)

    def marked(client: Client) -> int:
        return text(client, "draw-detail", task.pk).count("不在商定行业的应保企业名册内")

    for code in (on_roster, outside.uscc):
        here.post(at("draw-add", task.pk), {"kind": "FIRMS", "code": code, "reason": "群众举报"})
    assert (marked(here), marked(there)) == (0, 1)
    for addition in ManualAddition.objects.all():
        there.post(at("addition-answer", addition.pk), {"agreed": "yes"})
    assert (marked(here), marked(there)) == (1, 1)


def test_the_comments_wait_for_open_additions_and_signatures_may_follow_them(cast: Cast, as_user: Enter) -> None:
    task = ready_task()
    register()
    draw = drawn(task, enterprises=1)
    running = services.start_inspection(task=task, by=cast.hangzhou_officer, at=clock.now())
    InspectedEnterprise.objects.update(state="SUBMITTED", checked_on=clock.today())
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=clock.today())
    code = RosterLine.objects.filter(roster__draw=draw, roster__kind="FIRMS", position=None)[0].code
    addition = services.propose_addition(
        draw=draw, kind="FIRMS", code=code, reason="群众举报", by=cast.hangzhou_officer, at=clock.now()
    )
    lead, there = as_user(cast.hangzhou_lead), as_user(cast.shaoxing_officer)
    comments = {"text": "请组织整改。", "sure": "1"}
    assert "尚有 1 项人工增加待被检查地区答复" in text(lead, "task-feedback", task.pk)
    assert lead.post(at("task-feedback", task.pk), comments).status_code == 409
    there.post(at("addition-answer", addition.pk), {"agreed": "no", "answer": "已列入本市检查"})
    assert lead.post(at("task-feedback", task.pk), comments).status_code == 302
    running.refresh_from_db()
    assert running.state == "FEEDBACK"
    assert 'name="part"' in text(there, "draw-detail", task.pk)
    there.post(at("draw-sign", task.pk), {"part": "CHECKER"})
    assert [one.signed_by for one in draw.signatures.all()] == [cast.shaoxing_officer]
    assert "检查开始后补签" in text(there, "draw-detail", task.pk)
    Task.objects.filter(pk=task.pk).update(state="COMPLETED")
    late = lead.post(at("draw-sign", task.pk), {"part": "CHECKER"}, follow=True).content.decode()
    assert "办结任务前才能签字" in late
