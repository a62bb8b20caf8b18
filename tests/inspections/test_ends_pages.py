"""The pages from the comments to the settlement, for everybody who has to do with them."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from enterprises.models import EnterpriseGrant
from inspections import services
from inspections.models import Finding, Handover, InspectedEnterprise, InspectedInsurer, Task
from inspections.waiting import items
from tests import world
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.ends import TODAY, again, answered, found, person, received, routed, submitted, told
from tests.inspections.rows import find

Enter = Callable[[Any], Client]


@pytest.fixture
def two(cast: Cast, item: InspectedEnterprise, insurer_item: InspectedInsurer) -> tuple[Finding, Finding]:
    """A finding on an enterprise and one on an insurer, both forms submitted."""
    second = find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE", fact="凭证与服务不符")
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    return found(item, cast, kind="NOT_INSURED", basis="SAFETY_51"), again(second)


def listed(client: Client, **query: str) -> set[str]:
    page = client.get(reverse("inspections:finding-list"), query)
    assert page.status_code == 200
    return {row.no for row in page.context["rows"]}


def test_who_sees_which_findings_before_and_after_the_comments(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    firm, company = (one.no for one in two)
    for who in (cast.hangzhou_officer, cast.shaoxing_officer, cast.provincial_officer):
        assert listed(as_user(who)) == {firm, company}
    regulator, outside = person("reg-330600"), cast.zhejiang_regulator
    assert listed(as_user(regulator)) == listed(as_user(outside)) == {company}
    county = person("em-330602")
    nobody = (cast.quzhou_officer, cast.ningbo_regulator, cast.wenzhou_regulator, cast.insurer_b_clerk, county)
    for who in (*nobody, cast.insurer_a_clerk, cast.insurer_a_ningbo_clerk, cast.builder_authority):
        assert listed(as_user(who)) == set()
    routed(running, cast)
    assert listed(as_user(cast.insurer_a_clerk)) == {company}
    assert listed(as_user(county)) == {firm}
    assert listed(as_user(regulator)) == {company}
    for who in (*nobody[:-1], cast.insurer_a_ningbo_clerk, cast.builder_authority, cast.xihu_county):
        assert listed(as_user(who)) == set()


def test_foreign_findings_and_letters_are_not_found(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    letters = routed(running, cast)
    for who in (cast.quzhou_officer, cast.insurer_b_clerk, cast.xihu_county, cast.ningbo_regulator):
        client = as_user(who)
        for finding in two:
            assert client.get(reverse("inspections:finding-detail", args=[finding.pk])).status_code == 404
        for letter in letters:
            assert client.get(reverse("inspections:handover-detail", args=[letter.pk])).status_code == 404
    # An insurer reads its finding, not the letter.
    own = as_user(cast.insurer_a_clerk)
    assert own.get(reverse("inspections:finding-detail", args=[two[1].pk])).status_code == 200
    for letter in letters:
        assert own.get(reverse("inspections:handover-detail", args=[letter.pk])).status_code == 404


def test_a_regulator_opens_task_and_form_of_the_insurer_and_no_form_of_an_enterprise(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    client = as_user(person("reg-330600"))
    page = client.get(reverse("inspections:task-detail", args=[running.pk]))
    assert list(page.context["enterprises"]) == []
    assert len(page.context["insurers"]) == 1
    assert client.get(reverse("inspections:insurer-form", args=[two[1].insurer_item_id])).status_code == 200
    assert client.get(reverse("inspections:enterprise-form", args=[two[0].enterprise_item_id])).status_code == 404
    assert client.get(reverse("inspections:board")).status_code == 200


def test_comments_on_their_page_and_as_word(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    address = reverse("inspections:task-feedback", args=[running.pk])
    assert "出具反馈意见" in as_user(cast.hangzhou_lead).get(address).content.decode()
    assert as_user(cast.shaoxing_officer).get(address).context["may_give"] is False
    assert as_user(cast.hangzhou_lead).post(address, {"text": " "}).status_code == 400
    assert as_user(cast.hangzhou_lead).post(address, {"text": "请组织整改。", "sure": "1"}).status_code == 302
    page = as_user(cast.shaoxing_officer).get(address).content.decode()
    assert "绍兴市应急管理局：" in page
    assert "检查企业1户、保险机构1家，发现问题2项" in page
    body = as_user(cast.shaoxing_officer).get(reverse("inspections:task-comments", args=[running.pk]))
    assert "凭证与服务不符" in words_of(body)
    answer = reverse("inspections:task-answer", args=[running.pk])
    assert as_user(cast.hangzhou_officer).post(answer, {"text": "答复"}).status_code == 403
    assert as_user(cast.shaoxing_officer).post(answer, {"text": "已收悉。"}).status_code == 302
    assert "已收悉。" in as_user(cast.hangzhou_officer).get(address).content.decode()


def words_of(answer: Any) -> str:
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as paper:
        return paper.read("word/document.xml").decode()


def test_an_unverified_article_is_marked_and_never_printed(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast)
    Finding.objects.filter(pk=finding.pk).update(basis="ZHEJIANG_2022")
    told(running, cast)
    page = as_user(cast.shaoxing_officer).get(reverse("inspections:finding-detail", args=[finding.pk]))
    assert "（2022年修订）（待核）" in page.content.decode()
    body = as_user(cast.shaoxing_officer).get(reverse("inspections:task-comments", args=[running.pk]))
    assert "浙江省安全生产条例" not in words_of(body)


def test_objection_and_decision_on_the_page(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    told(running, cast)
    finding = two[0]
    steps = steps_on(as_user(cast.shaoxing_officer), finding)
    assert steps == ["object"]
    object_url = reverse("inspections:finding-object", args=[finding.pk])
    assert as_user(cast.hangzhou_lead).post(object_url, {"text": "理由"}).status_code == 403
    assert as_user(cast.shaoxing_officer).post(object_url, {"text": "企业已提供保单"}).status_code == 302
    assert steps_on(as_user(cast.hangzhou_officer), finding) == []
    assert steps_on(as_user(cast.hangzhou_lead), finding) == ["decide"]
    decide_url = reverse("inspections:finding-decide", args=[finding.pk])
    data = {
        "result": "AMENDED",
        "ruling": "经核对",
        "kind": "PARTLY_INSURED",
        "fact": "投保人数不足",
        "basis": "SAFETY_51",
    }
    assert as_user(cast.hangzhou_lead).post(decide_url, data).status_code == 302
    page = as_user(cast.shaoxing_officer).get(reverse("inspections:finding-detail", args=[finding.pk])).content.decode()
    assert "投保人数不足" in page
    assert "现场未见整改记录" in page


def steps_on(client: Client, finding: Finding) -> list[str]:
    page = client.get(reverse("inspections:finding-detail", args=[finding.pk]))
    return [name for name, _title, _form in page.context["steps"]]


def test_from_the_proposal_to_the_settlement(cast: Cast, as_user: Enter, add: Add, running: Task) -> None:
    finding = found(add(world.enterprise(world.SHAOXING)), cast, kind="NOT_INSURED")
    answered(running, cast)
    route = reverse("inspections:task-route", args=[running.pk])
    findings, bulk = reverse("inspections:finding-list"), reverse("inspections:finding-receive")
    ticked = {"row": [finding.pk, 9999]}
    early = as_user(cast.shaoxing_officer).get(bulk, ticked).content.decode()
    assert "尚未移交，暂不能签收" in early
    assert "勾选的行中有 1 条不在查看范围内" in early
    assert "越城区应急管理局" in as_user(cast.shaoxing_officer).get(route).content.decode()
    assert as_user(cast.shaoxing_officer).post(route).status_code == 403
    assert as_user(cast.hangzhou_lead).post(route, {"sure": "1"}).status_code == 302
    letter = Handover.objects.get()
    assert "由「越城区应急管理局」签收" in as_user(cast.shaoxing_officer).get(bulk, ticked).content.decode()
    listed = as_user(cast.shaoxing_officer).get(findings).content.decode()
    assert 'name="row"' not in listed, "none is theirs to sign for"
    assert "对勾选的行" not in listed
    county = as_user(person("em-330602"))
    listed = county.get(findings).content.decode()
    assert f'name="row" value="{finding.pk}"' in listed
    assert "对勾选的行" in listed
    letter_page = reverse("inspections:handover-detail", args=[letter.pk])
    page = county.get(letter_page).content.decode()
    assert "问题移交函" in page
    assert "签收移交函" in page
    document = reverse("inspections:handover-document", args=[letter.pk])
    assert "签收人（签字）" in words_of(county.get(document))
    assert county.post(reverse("inspections:handover-receive", args=[letter.pk])).status_code == 302
    signed = f"签收人：{person('em-330602')}　　签收日期：2023年11月23日"
    for paper in (words_of(county.get(document)), county.get(letter_page).content.decode()):
        assert "越城区应急管理局" in paper
        assert signed in paper
        assert "签收人（签字）" not in paper
    assert "JC-2023-01-01" in county.get(reverse("inspections:finding-list"), {"waiting": "settle"}).content.decode()
    settle = reverse("inspections:finding-settle", args=[finding.pk])
    data = {
        "disposition": "ORDER",
        "doc_no": "越应急责改〔2023〕1号",
        "done_on": str(TODAY),
        "due_on": "",
        "feedback": "已责令改正",
    }
    assert county.post(settle, {**data, "disposition": "PENALTY"}).status_code == 409  # a fine is taken in a case
    refused = county.post(settle, {**data, "sent": world.picture()})
    assert refused.status_code == 409
    assert "改正期限" in refused.content.decode()
    data["due_on"] = str(TODAY + timedelta(days=7))
    assert county.post(settle, {**data, "sent": world.picture()}).status_code == 302
    assert again(finding).state == "SETTLED"
    again_refused = county.post(settle, data)
    assert again_refused.status_code == 409
    assert "不得重复处置" in again_refused.content.decode()


def test_an_insurer_answers_on_the_page(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    told(running, cast)
    client = as_user(cast.insurer_a_clerk)
    assert steps_on(client, two[1]) == ["answer"]
    address = reverse("inspections:finding-answer", args=[two[1].pk])
    assert client.post(address, {"text": "已补充凭证"}).status_code == 302
    assert steps_on(client, two[1]) == []
    page = as_user(person("reg-330600")).get(reverse("inspections:finding-detail", args=[two[1].pk])).content.decode()
    assert "已补充凭证" in page


def test_evidence_is_attached_until_the_finding_is_handed_over(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast)
    address = reverse("inspections:finding-files", args=[finding.pk])
    client = as_user(cast.hangzhou_officer)
    assert client.post(address, {"sent": world.picture()}).status_code == 302
    assert as_user(cast.shaoxing_officer).post(address, {"sent": world.picture((9, 9))}).status_code == 302
    page = as_user(cast.shaoxing_officer).get(reverse("inspections:finding-detail", args=[finding.pk]))
    assert len(page.context["evidence"]) == 1
    routed(running, cast)
    client.post(address, {"sent": world.picture((8, 8))})
    assert len(client.get(reverse("inspections:finding-detail", args=[finding.pk])).context["evidence"]) == 1


def test_the_finder_records_a_hazard_and_the_finding_points_at_it(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    finding = found(item, cast, kind="NOT_CLOSED", fact="动火作业现场无监护人员")
    address = reverse("inspections:finding-hazard", args=[finding.pk])
    client = as_user(cast.hangzhou_officer)
    assert "动火作业现场无监护人员" in client.get(address).content.decode()
    data = {
        "level": "GENERAL",
        "category": "DANGEROUS_WORK",
        "place": "焊接车间",
        "description": "动火作业现场无监护人员",
    }
    assert client.post(address, {**data, "place": ""}).status_code == 400
    assert client.post(address, data).status_code == 302
    hazard = again(finding).hazard
    assert hazard is not None
    assert (hazard.source, hazard.source_no, hazard.state) == ("CROSS", finding.no, "RECORDED")
    assert hazard.hazard_no.startswith("YH-330600-2023-")
    again_refused = client.post(address, data)
    assert again_refused.status_code == 409
    assert "不得重复登记" in again_refused.content.decode()
    page = as_user(cast.shaoxing_officer).get(reverse("inspections:finding-detail", args=[finding.pk])).content.decode()
    assert reverse("hazards:hazard-detail", args=[hazard.pk]) in page
    own = as_user(cast.shaoxing_officer).get(reverse("hazards:hazard-detail", args=[hazard.pk])).content.decode()
    assert reverse("inspections:finding-detail", args=[finding.pk]) in own


def test_tracking_and_completion_from_the_task(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    found(item, cast)
    [letter] = routed(running, cast)
    received(letter, person("em-330602"))
    page = as_user(cast.hangzhou_lead).get(reverse("inspections:task-detail", args=[running.pk]))
    assert page.context["end_moves"] == ["complete"]
    address = reverse("inspections:task-complete", args=[running.pk])
    assert address in page.content.decode()
    lead = as_user(cast.hangzhou_lead)
    assert "勾选确认" in lead.post(address, follow=True).content.decode()
    running.refresh_from_db()
    assert running.state == "RECTIFY_TRACK"
    assert lead.post(address, {"sure": "1"}).status_code == 302
    running.refresh_from_db()
    assert running.state == "COMPLETED"
    assert 'name="sure"' not in lead.get(address).content.decode()


def test_a_task_without_a_finding_goes_on_without_a_letter(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    submitted(item, cast)
    answered(running, cast)
    route, lead = reverse("inspections:task-route", args=[running.pk]), as_user(cast.hangzhou_lead)
    assert 'name="sure"' not in as_user(cast.shaoxing_officer).get(route).content.decode()
    assert 'name="sure"' in lead.get(route).content.decode()
    assert lead.post(route, {"sure": "1"}).status_code == 302
    assert lead.post(reverse("inspections:task-track", args=[running.pk])).status_code == 302
    page = lead.get(reverse("inspections:task-complete", args=[running.pk])).content.decode()
    assert "问题均已办结或者撤销" in page
    assert 'name="sure"' not in lead.get(route).content.decode()
    lead.post(reverse("inspections:task-complete", args=[running.pk]), {"sure": "1"})
    running.refresh_from_db()
    assert (running.state, Handover.objects.count()) == ("COMPLETED", 0)


def test_a_form_that_nobody_has_begun_shows_no_answer_and_no_save(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    address, client = reverse("inspections:task-detail", args=[running.pk]), as_user(cast.hangzhou_officer)

    def cells() -> list[str]:
        row = client.get(address).content.decode().split("<tbody>")[1].split("</tr>")[0]
        return [" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in row.split("<td")[3:5]]

    assert [cell.split(">")[-1].strip() for cell in cells()] == ["—", "—"]
    services.save_form(item=item, values={"train": True}, version=1, by=cast.hangzhou_officer, at=clock.now())
    assert str(cast.hangzhou_officer) in cells()[1]


def test_who_completes_reads_first_what_ends_and_what_stays_open(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    services.give_group_sight(task=running, by=cast.hangzhou_lead, at=clock.now())
    earlier = EnterpriseGrant.objects.filter(user=cast.hangzhou_lead)
    assert (
        earlier.update(given_at=clock.now() - timedelta(minutes=1)) == 1
    )  # given in two steps, as when a file is ticked
    for letter in routed(running, cast):
        if letter.receiver.code == "EM-330602":
            received(letter, person("em-330602"))
    address = reverse("inspections:task-complete", args=[running.pk])
    page = as_user(cast.hangzhou_lead).get(address)
    words = page.content.decode()
    people = {one.user.pk: (len(one.enterprises), len(one.insurers)) for one in page.context["sights"]}
    assert people == {cast.hangzhou_officer.pk: (1, 1), cast.hangzhou_lead.pk: (1, 1)}
    assert len(page.context["sights"]) == len(people)  # each person once, whenever the parts were given
    named = (two[0].about, two[1].about, str(cast.hangzhou_officer), *(one.no for one in two), "越城区应急管理局")
    assert [one for one in named if one not in words] == []
    assert 'name="sure"' in words
    assert [one.receiver.code for one in page.context["letters"]] == ["REG-330600"]
    for who in (cast.hangzhou_officer, cast.shaoxing_officer):
        assert ('name="sure"' in as_user(who).get(address).content.decode()) is (who == cast.hangzhou_officer)
    assert as_user(cast.quzhou_officer).get(address).status_code == 404


def test_lists_cost_the_same_number_of_queries_however_long(
    cast: Cast, as_user: Enter, add: Add, django_assert_max_num_queries: Any
) -> None:
    for _number in range(3):
        find(add(), cast)
    client = as_user(cast.hangzhou_officer)
    listed(client)
    with django_assert_max_num_queries(30):
        listed(client)


def test_clock_of_the_letters(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    """Numbers of letters run within the bureau and the year."""
    found(item, cast)
    [letter] = routed(running, cast)
    assert letter.number.endswith("移交〔2023〕1号")
    assert letter.issued_at <= clock.now()
    assert (
        services.receive_handover(handover=letter, by=person("em-330602"), today=TODAY, at=clock.now()).received_on
        == TODAY
    )


def test_the_pages_of_an_enterprise_show_what_was_found_there(
    cast: Cast, as_user: Enter, add: Add, running: Task
) -> None:
    firm = world.enterprise(world.SHAOXING)
    finding = found(add(firm), cast, kind="NOT_INSURED")
    address = reverse("inspections:finding-detail", args=[finding.pk])
    for name in ("workbench:enterprise-detail", "coverage:candidate-detail"):
        page = as_user(cast.shaoxing_officer).get(reverse(name, args=[firm.pk])).content.decode()
        assert address in page
        hidden = as_user(person("em-330602")).get(reverse(name, args=[firm.pk])).content.decode()
        assert address not in hidden
    gap = as_user(cast.shaoxing_officer).get(reverse("coverage:gap-list"))
    assert [row.findings_made for row in gap.context["rows"] if row.pk == firm.pk] == [1]
    assert "1项交叉检查问题" in gap.content.decode()
    Finding.objects.update(state="REVOKED")
    gap = as_user(cast.shaoxing_officer).get(reverse("coverage:gap-list"))
    assert "1项交叉检查问题" not in gap.content.decode()


def test_findings_are_found_by_the_beginning_of_their_number(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding]
) -> None:
    client = as_user(cast.hangzhou_officer)
    first, second = sorted(one.no for one in two)
    for begun in ("JC-2023-0", "jc-2023-01", "JC-2023-01-", "JC-2023-01-0"):
        assert listed(client, q=begun) == {first, second}, begun
    assert listed(client, q=second) == listed(client, q="JC-2023-01-2") == {second}
    assert listed(client, q="JC-2023-01-1") == {first}
    assert listed(client, q="JC-2023-02") == set()
    Finding.objects.filter(pk=two[0].pk).update(state="REVOKED")
    assert listed(client, state="not-revoked") == {two[1].no}


def test_what_waits_stands_on_the_workbench(
    cast: Cast, as_user: Enter, two: tuple[Finding, Finding], running: Task
) -> None:
    def waits(who: Any) -> str:
        return str(as_user(who).get("/").content.decode())

    assert "待出具反馈意见" in waits(cast.hangzhou_lead)
    told(running, cast)
    assert "交叉检查反馈意见待答复" in waits(cast.shaoxing_officer)
    assert two[1].no in waits(cast.insurer_a_clerk)
    feedback = running.feedback
    services.answer_feedback(feedback=feedback, text="已收悉。", by=cast.shaoxing_officer, today=TODAY, at=clock.now())
    assert "问题待移交" in waits(cast.hangzhou_lead)
    letters = services.route_findings(task=running, by=cast.hangzhou_lead, today=TODAY, at=clock.now())
    county, regulator = person("em-330602"), person("reg-330600")
    assert letters[0].number in waits(county) + waits(regulator)
    for letter, who in ((one, county if one.receiver_id == county.organisation_id else regulator) for one in letters):
        received(letter, who)
    assert two[0].no in waits(county)
    assert two[1].no in waits(regulator)
    assert "待办结" in waits(cast.hangzhou_lead)


def test_reminders_of_the_target_and_of_what_waits(cast: Cast, item: InspectedEnterprise, running: Task) -> None:
    found(item, cast)
    [letter] = routed(running, cast)
    due = [(one.number, one.what) for one in items(TODAY)]
    assert (running.no, "办结交叉检查任务") in due
    assert (letter.number, "签收移交问题") in due
    early = [one.what for one in items(date(2023, 11, 22))]
    assert "办结交叉检查任务" not in early


def test_findings_are_signed_for_from_their_list(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, running: Task
) -> None:
    """Ticked findings lead to their letters, shown before anything is written; each is signed for once."""
    finding = found(item, cast)
    [letter] = routed(running, cast)
    county, url = as_user(person("em-330602")), reverse("inspections:finding-receive")
    assert f'value="{finding.pk}"' in county.get(reverse("inspections:finding-list")).content.decode()
    page = county.get(url, {"row": finding.pk}).content.decode()
    assert "将于今天签收以下 1 份移交函" in page
    assert Handover.objects.get().received_on is None
    assert county.post(url, {"row": letter.pk}).status_code == 302
    assert Handover.objects.get().received_on is not None
    assert "没有可办理的" in county.get(url, {"row": finding.pk}).content.decode()
    assert as_user(cast.insurer_a_clerk).get(url, {"row": finding.pk}).status_code == 403
