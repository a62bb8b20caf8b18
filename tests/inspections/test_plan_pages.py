"""Pages of the joint plan: who opens them, drafting, sending, answering, comparing, and the paper."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.contributions.desk import Desk
from core.writing import version_of
from inspections import services
from inspections.choices import PlanState, TaskState
from inspections.models import PlanVersion, Task
from inspections.todos import work
from tests.cast import NAMES, Cast
from tests.inspections.plan_rows import ENTRIES, agreed, draft, sent
from tests.papers import pdf
from tests.world import now

Enter = Callable[[Any], Client]
WRITERS = {"hangzhou_officer", "hangzhou_lead"}
CITIES = {"ningbo_officer", "quzhou_officer", "jinhua_officer"}
FORM = {**ENTRIES, "starts_on": "2023-11-21", "ends_on": "2023-11-24"}
PDF = pdf()


@pytest.fixture
def task(cast: Cast) -> Task:
    return Task.objects.select_related("campaign").get(annex_no=1)


def url(name: str, row: Task | PlanVersion) -> str:
    return reverse(f"inspections:{name}", args=[row.pk])


def page(client: Client, name: str, row: Task | PlanVersion) -> str:
    return client.get(url(name, row)).content.decode()


@pytest.mark.parametrize("who", NAMES)
def test_who_opens_and_does_what(who: str, cast: Cast, as_user: Enter, task: Task) -> None:
    plan, client = sent(cast, task), as_user(getattr(cast, who))
    reads = 200 if who in WRITERS | {"shaoxing_officer", "provincial_officer", "provincial_lead"} else 403
    unseen = who in CITIES or who.endswith("_regulator")  # regulators read plans of the groups they joined
    reads = 404 if unseen else reads
    for name in ("plan-detail", "plan-compare", "plan-document"):
        assert client.get(url(name, plan)).status_code == reads, name
    form = {200: 302}.get(reads, reads) if who in WRITERS else 404 if who in CITIES else 403
    assert client.get(url("task-plan", task)).status_code == form
    for name, wrong in (("plan-send", {"shaoxing_officer"}), ("plan-agree", WRITERS), ("plan-return", WRITERS)):
        if who == "shaoxing_officer" and name != "plan-send":
            continue
        if who in WRITERS and name == "plan-send":
            continue
        answer = client.post(url(name, plan), {"seen": version_of(plan), "reason": "不同意"})
        assert answer.status_code == (404 if who in CITIES else 403), (name, wrong)
    plan.refresh_from_db()
    assert (plan.state, Task.objects.get(pk=task.pk).state) == (PlanState.SENT, TaskState.PLAN_SENT)


def test_from_form_to_both_signatures(cast: Cast, as_user: Enter, task: Task) -> None:
    hangzhou, shaoxing = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)
    assert url("task-plan", task) in page(hangzhou, "task-detail", task)
    assert url("task-plan", task) not in page(shaoxing, "task-detail", task)
    file = SimpleUploadedFile("方案.pdf", PDF)
    answer = hangzhou.post(url("task-plan", task), {**FORM, "seen": "0", "sent": [file]}, follow=True)
    plan = PlanVersion.objects.get(task=task)
    assert "方案.pdf" in answer.content.decode()
    assert shaoxing.get(url("plan-detail", plan)).status_code == 404
    hangzhou.post(url("plan-send", plan), {"seen": "1", "sure": "1"})
    assert "同意并签署" in page(shaoxing, "plan-detail", plan)
    assert "同意并签署" not in page(hangzhou, "plan-detail", plan)
    answer = shaoxing.post(url("plan-return", plan), {"seen": "2", "reason": ""})
    assert answer.status_code == 409
    assert "请填写退回的理由" in answer.content.decode()
    shaoxing.post(url("plan-return", plan), {"seen": "2", "reason": "请改为6户"})
    form = page(hangzhou, "task-plan", task)
    assert "绍兴市已退回第1版" in form
    assert "请改为6户" in form
    hangzhou.post(url("task-plan", task), {**FORM, "enterprises": 6, "seen": "0"})
    second = PlanVersion.objects.get(task=task, number=2)
    hangzhou.post(url("plan-send", second), {"seen": "1", "sure": "1"})
    shaoxing.post(url("plan-agree", second), {"seen": "2", "sure": "1"})
    paper = page(as_user(cast.provincial_officer), "plan-detail", second)
    for words in (str(cast.hangzhou_officer), str(cast.shaoxing_officer), "提出：", "同意：", "6户"):
        assert words in paper, words
    assert 'data-mark="草稿"' not in paper
    compared = page(shaoxing, "plan-compare", second)
    assert "有变化" in compared
    assert "第1版 → 第2版" in compared


def test_a_faulty_form_keeps_what_was_typed(cast: Cast, as_user: Enter, task: Task) -> None:
    client = as_user(cast.hangzhou_officer)
    for changes, words in (
        ({"enterprises": 0}, "p-bad"),
        ({"insurers": ""}, "p-bad"),
        ({"sectors": []}, "p-bad"),
        ({"sectors": ["COAL"]}, "p-bad"),
        ({"ends_on": "2023-12-11"}, "晚于报送截止日期2023-12-10"),
        ({"starts_on": "2023-04-01"}, "早于专项行动开始日期"),
    ):
        answer = client.post(url("task-plan", task), {**FORM, "seen": "0", **changes})
        text = answer.content.decode()
        assert answer.status_code == 422, changes
        assert words in text, changes
        assert "核实投保和服务情况。" in text
    assert not PlanVersion.objects.exists()


def test_a_stale_form_is_compared_and_can_be_stored_again(cast: Cast, as_user: Enter, task: Task) -> None:
    draft(cast, task)
    services.save_plan(task=task, values={**ENTRIES, "text": "同事改过"}, seen="1", by=cast.hangzhou_lead, at=now())
    client = as_user(cast.hangzhou_officer)
    answer = client.post(url("task-plan", task), {**FORM, "text": "我写的", "seen": "1"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "同事改过" in text
    assert "我写的" in text
    assert 'name="seen" value="2"' in text
    assert client.post(url("task-plan", task), {**FORM, "text": "我写的", "seen": "2"}).status_code == 302
    assert PlanVersion.objects.get(task=task).text == "我写的"


def test_a_sent_plan_keeps_its_files(cast: Cast, as_user: Enter, task: Task) -> None:
    plan = sent(cast, task)
    answer = as_user(cast.hangzhou_officer).post(url("task-plan", task), {**FORM, "seen": version_of(plan)})
    assert answer.status_code == 422
    assert "不能修改" in answer.content.decode()


def test_a_running_task_without_a_plan_says_so_and_can_add_one(cast: Cast, as_user: Enter, task: Task) -> None:
    Task.objects.filter(pk=task.pk).update(state=TaskState.IN_PROGRESS)
    hangzhou, shaoxing = as_user(cast.hangzhou_officer), as_user(cast.shaoxing_officer)
    for client in (hangzhou, shaoxing):
        assert "本次检查未商定工作方案" in page(client, "task-detail", task)
    assert "补充方案" in page(hangzhou, "task-detail", task)
    assert "仍可起草、发送和商定" in page(hangzhou, "task-detail", task)
    Task.objects.filter(pk=task.pk).update(state=TaskState.COMPLETED)
    assert "仍可起草、发送和商定" not in page(hangzhou, "task-detail", task)
    assert "本次检查未经双方商定工作方案" in page(hangzhou, "task-detail", task)
    Task.objects.filter(pk=task.pk).update(state=TaskState.IN_PROGRESS)
    assert "无方案" in as_user(cast.quzhou_officer).get(reverse("inspections:board")).content.decode()
    task.refresh_from_db()
    agreed(cast, task)
    assert "本次检查未商定工作方案" not in page(hangzhou, "task-detail", task)
    assert Task.objects.get(pk=task.pk).state == TaskState.IN_PROGRESS


def test_the_word_document_says_what_was_agreed(cast: Cast, as_user: Enter, task: Task) -> None:
    plan = agreed(cast, task)
    body = b"".join(as_user(cast.shaoxing_officer).get(url("plan-document", plan)).streaming_content)  # type: ignore[attr-defined]
    document = docx.Document(BytesIO(body))
    texts = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert texts[:2] == ["杭州市赴绍兴市", "安责险交叉检查工作方案"]
    assert "危险化学品、建筑施工。" in texts
    assert "第二天：现场检查" in texts
    assert {"JC-2023-01", "2023年11月21日", "8户", "3家"} <= set(cells)
    assert any(text.startswith(f"同意：{cast.shaoxing_officer}") for text in cells)
    assert "草稿" not in "".join(one._p.xml for one in document.sections[0].header.paragraphs)


def test_the_side_that_must_act_has_it_on_its_workbench(cast: Cast, as_user: Enter, task: Task) -> None:
    def todo(who: Any) -> str:
        return as_user(who).get("/").content.decode()

    plan = draft(cast, task)
    assert "赴绍兴市交叉检查：工作方案待发送" in todo(cast.hangzhou_officer)
    due = {one.due_on for one in work(Desk(cast.hangzhou_officer, date(2023, 11, 23))).todos}
    assert due == {date(2023, 11, 30)}
    assert "杭州市交叉检查：答复工作方案" not in todo(cast.shaoxing_officer)
    plan = services.send_plan(plan=plan, seen="1", by=cast.hangzhou_officer, at=now())
    assert "工作方案待发送" not in todo(cast.hangzhou_officer)
    assert "杭州市交叉检查：答复工作方案" in todo(cast.shaoxing_officer)
    services.return_plan(plan=plan, reason="改", seen="2", by=cast.shaoxing_officer, at=now())
    assert "赴绍兴市交叉检查：工作方案已退回" in todo(cast.hangzhou_officer)
    assert "答复工作方案" not in todo(cast.shaoxing_officer)
