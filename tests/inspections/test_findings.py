"""A finding is changed and taken back while its form is a draft, by the inspecting city alone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation
from core import clock
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused
from inspections import services
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer
from inspections.services import FormChanged
from notifications.sources import parts_of
from tests import world
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.ends import TODAY, again, received, routed
from tests.inspections.rows import ANSWERS, find

Enter = Callable[[Any], Client]
TYPED = {"subject": "ENTERPRISE", "kind": "NO_PLAN", "fact": "未见书面服务方案", "basis": "", "found_on": "2023-11-20"}


def edit(finding: Finding, cast: Cast, **values: Any) -> Finding:
    return services.edit_finding(
        finding=finding, values=values, seen=finding.recorded_at, by=cast.hangzhou_officer, at=clock.now()
    )


def submit(item: InspectedEnterprise, cast: Cast) -> InspectedEnterprise:
    saved = services.save_form(item=item, values=ANSWERS, version=1, by=cast.hangzhou_officer, at=clock.now())
    return services.submit_item(item=saved, by=cast.hangzhou_officer, at=clock.now())


def test_a_changed_finding_keeps_its_number(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    assert edit(finding, cast, kind="NO_PLAN", on_spot=True).no == finding.no
    finding.refresh_from_db()
    assert (finding.kind, finding.on_spot) == ("NO_PLAN", True)
    told = AuditEvent.objects.get(action="inspection.finding-changed")
    assert (told.subject, told.detail["before"]["kind"]) == ("JC-2023-01-01", "OTHER")


def test_a_message_opens_the_task_or_the_finding_that_it_names(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    lines = [
        f"{finding.task.no} 办结交叉检查任务：今天到期",
        f"{finding.no} 整改：今天到期",
        "JC-2023-99 办结交叉检查任务",
    ]
    urls = [line[0].url for line in parts_of(lines, cast.hangzhou_officer)]
    assert urls == [f"/inspections/{finding.task_id}/", f"/inspections/findings/{finding.pk}/", ""]


def test_a_kind_that_does_not_fit_is_refused_and_nothing_changes(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    for values in ({"kind": "FALSE_EXPENSE"}, {"subject": "INSURER"}):
        with pytest.raises(Refused, match="不适用"):
            edit(finding, cast, **values)
    finding.refresh_from_db()
    assert (finding.subject, finding.kind) == ("ENTERPRISE", "OTHER")


def test_an_insurers_form_takes_findings_on_the_insurer_and_its_agency(
    cast: Cast, insurer_item: InspectedInsurer
) -> None:
    assert find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE").no == "JC-2023-01-01"
    agency = cast.agency.organisation
    assert find(insurer_item, cast, subject="AGENCY", kind="FALSE_RECORD", agency=agency).no == "JC-2023-01-02"
    with pytest.raises(Refused, match="不适用"):
        find(insurer_item, cast, subject="ENTERPRISE", kind="OTHER")


def test_what_the_portal_keeps_cannot_be_written_by_a_save(cast: Cast, item: InspectedEnterprise) -> None:
    for name in ("state", "task", "enterprise", "version", "saved_by", "submitted_at"):
        with pytest.raises(NotAllowed):
            services.save_form(item=item, values={name: 1}, version=1, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(NotAllowed):
        edit(find(item, cast), cast, seq=9)


def test_a_finding_recorded_anew_since_the_page_was_opened_is_not_overwritten(
    cast: Cast, item: InspectedEnterprise
) -> None:
    finding = find(item, cast)
    services.edit_finding(
        finding=finding,
        values={"fact": "组长改写的事实"},
        seen=finding.recorded_at,
        by=cast.hangzhou_lead,
        at=clock.now(),
    )
    with pytest.raises(FormChanged) as refused:
        edit(finding, cast, fact="经办人改写的事实")
    assert refused.value.by == str(cast.hangzhou_lead)
    assert refused.value.changes == {"fact": ("组长改写的事实", "经办人改写的事实")}


def test_after_submission_findings_stay_as_they_are(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    submit(item, cast)
    with pytest.raises(Refused, match="退回修改"):
        edit(finding, cast, kind="NO_PLAN")
    with pytest.raises(Refused, match="退回修改"):
        services.remove_finding(finding=finding, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="退回修改"):
        find(item, cast)
    assert Finding.objects.count() == 1


def test_a_removed_finding_leaves_the_numbers_of_the_others(cast: Cast, item: InspectedEnterprise) -> None:
    first, second = find(item, cast), find(item, cast)
    services.remove_finding(finding=first, by=cast.hangzhou_officer, at=clock.now())
    assert [f.no for f in Finding.objects.all()] == [second.no]
    assert find(item, cast).no == "JC-2023-01-03"
    assert AuditEvent.objects.get(action="inspection.finding-removed").detail["fact"] == first.fact


def test_readers_and_strangers_touch_no_finding(cast: Cast, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    for who in (cast.shaoxing_officer, cast.provincial_officer, cast.quzhou_officer):
        with pytest.raises(NotAllowed):
            services.remove_finding(finding=finding, by=who, at=clock.now())
        with pytest.raises(NotAllowed):
            services.edit_finding(finding=finding, values={}, seen=finding.recorded_at, by=who, at=clock.now())


def test_the_page_changes_and_removes(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    officer, finding = as_user(cast.hangzhou_officer), find(item, cast)
    page = officer.get(reverse("inspections:enterprise-visit", args=[item.pk]), {"finding": 1}).content.decode()
    assert "修改问题 JC-2023-01-01" in page
    address = reverse("inspections:enterprise-finding", args=[item.pk])
    data = {**TYPED, "finding": "1", "seen": finding.recorded_at.isoformat()}
    assert officer.post(address, data).status_code == 302
    finding.refresh_from_db()
    assert (finding.kind, finding.fact) == ("NO_PLAN", "未见书面服务方案")
    assert officer.post(address, {"finding": "1", "remove": "1"}).status_code == 302
    assert not Finding.objects.exists()


def test_the_page_of_an_old_finding_shows_both_and_saves_the_second_time(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    officer, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-finding", args=[item.pk])
    find(item, cast)
    for seen in ("", "gestern", "2023-11-20T08:00:00+08:00"):
        answer = officer.post(address, {**TYPED, "finding": "1", "seen": seen})
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "现场未见整改记录" in page
        assert "未见书面服务方案" in page
    stored = Finding.objects.get()
    assert stored.kind == "OTHER"
    again = {**TYPED, "finding": "1", "seen": stored.recorded_at.isoformat()}
    assert officer.post(address, again).status_code == 302
    assert Finding.objects.get().kind == "NO_PLAN"


def test_a_number_of_another_form_is_not_found(cast: Cast, as_user: Enter, item: InspectedEnterprise, add: Add) -> None:
    other = find(add(), cast)
    address = reverse("inspections:enterprise-finding", args=[item.pk])
    for number in (str(other.seq), "9", "0", "-1", "x", "9" * 30, "１"):
        answer = as_user(cast.hangzhou_officer).post(address, {**TYPED, "finding": number, "remove": "1"})
        assert answer.status_code == 404, number
    assert Finding.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"fact": "短"}, "至少"),
        ({"fact": ""}, "必填"),
        ({"found_on": "2023-11-24"}, "日期晚于今天"),
        ({"found_on": "2023-01-05"}, "不在专项行动期间内"),
        ({"kind": "FALSE_EXPENSE"}, "该类别不适用于所选对象"),
        ({"subject": "AGENCY"}, "对象不适用于本检查表"),
        ({"basis": "自拟依据"}, "依据不在可引用的法条目录中"),
    ],
)
def test_a_wrong_finding_is_refused_and_stays_typed(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, changes: dict[str, str], sentence: str
) -> None:
    address = reverse("inspections:enterprise-finding", args=[item.pk])
    answer = as_user(cast.hangzhou_officer).post(address, {**TYPED, "basis": "SAFETY_51", **changes})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert "basis" in changes or 'value="SAFETY_51" selected' in page
    assert not Finding.objects.exists()


def test_recording_a_finding_stores_the_answers_typed_with_it(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-finding", args=[item.pk])
    as_user(cast.hangzhou_officer).post(address, {**TYPED, "version": 1, "satisfaction": 2, "remark": "一并保存"})
    item.refresh_from_db()
    assert (item.satisfaction, item.remark, item.version) == (2, "一并保存", 2)
    assert Finding.objects.get().kind == "NO_PLAN"


def test_saving_or_submitting_the_form_records_the_finding_typed_with_it(
    cast: Cast, as_user: Enter, item: InspectedEnterprise
) -> None:
    address = reverse("inspections:enterprise-form", args=[item.pk])
    answers = {key: str(value).lower() if isinstance(value, bool) else value for key, value in ANSWERS.items()}
    data = {**TYPED, "kind": "OTHER", **answers, "hot_work": "NOT_OK", "version": 1, "submit": "1"}
    as_user(cast.hangzhou_officer).post(address, data)
    item.refresh_from_db()
    assert item.state == "SUBMITTED"
    assert Finding.objects.get().fact == TYPED["fact"]


@pytest.mark.parametrize("wrong", [{"satisfaction": 9}, {"fact": "短"}, {"version": 7}])
def test_what_is_sent_together_is_stored_together_or_not_at_all(
    cast: Cast, as_user: Enter, item: InspectedEnterprise, wrong: dict[str, Any]
) -> None:
    for name in ("enterprise-form", "enterprise-finding"):
        data = {**TYPED, "version": 1, "satisfaction": 2, "remark": "保留的备注", **wrong}
        answer = as_user(cast.hangzhou_officer).post(reverse(f"inspections:{name}", args=[item.pk]), data)
        page = answer.content.decode()
        assert answer.status_code in {400, 409}
        assert "保留的备注" in page
        assert str(data["fact"]) in page
    item.refresh_from_db()
    assert (item.version, item.remark) == (1, "")
    assert not Finding.objects.exists()


def test_no_kind_is_chosen_before_the_inspector_does(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    client, address = as_user(cast.hangzhou_officer), reverse("inspections:enterprise-finding", args=[item.pk])
    page = client.get(reverse("inspections:enterprise-visit", args=[item.pk]), {"s": "findings"}).content.decode()
    assert '<option value="" selected>请选择</option>' in page
    assert client.post(address, {**TYPED, "kind": ""}).status_code == 400
    assert not Finding.objects.exists()


def test_an_emptied_finding_is_refused_and_not_forgotten(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    address = reverse("inspections:enterprise-form", args=[item.pk])
    data = {**TYPED, "fact": "", "finding": "1", "seen": finding.recorded_at.isoformat(), "version": 1}
    assert as_user(cast.hangzhou_officer).post(address, data).status_code == 400
    finding.refresh_from_db()
    assert finding.kind == "OTHER"


def test_a_basis_is_picked_from_the_list(cast: Cast, item: InspectedEnterprise) -> None:
    with pytest.raises(Refused, match="不在法条目录中"):
        find(item, cast, basis="自拟依据")
    finding = find(item, cast, basis="SAFETY_51")
    assert finding.printed_basis == "《中华人民共和国安全生产法》第五十一条第二款"
    with pytest.raises(Refused, match="不在法条目录中"):
        edit(finding, cast, basis="安全生产法")


def test_an_unverified_article_has_a_mark_and_is_not_printed(cast: Cast, item: InspectedEnterprise) -> None:
    with pytest.raises(Refused, match="尚未与条文原文核对（待核），不能引为依据"):
        find(item, cast, basis="ZHEJIANG_2022")
    finding = find(item, cast)
    Finding.objects.filter(pk=finding.pk).update(basis="ZHEJIANG_2022")
    finding.refresh_from_db()
    finding = edit(finding, cast, basis="ZHEJIANG_2022")
    assert finding.shown_basis.endswith("（待核）")
    assert finding.printed_basis == ""


def test_a_finding_on_the_wrong_subject_says_what_to_do(
    cast: Cast, item: InspectedEnterprise, insurer_item: InspectedInsurer
) -> None:
    with pytest.raises(Refused, match="「保险机构」不适用于企业检查表，请选择企业"):
        find(item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    with pytest.raises(Refused, match="类别「费用不实」不适用于「企业」"):
        find(item, cast, kind="FALSE_EXPENSE")


def test_a_finding_on_an_agency_names_it(cast: Cast, insurer_item: InspectedInsurer, item: InspectedEnterprise) -> None:
    agency = Organisation.objects.agencies().order_by("pk")[0]
    made = find(insurer_item, cast, subject="AGENCY", kind="FALSE_RECORD", agency=agency)
    assert made.about == agency.name
    with pytest.raises(Refused, match="请选择是哪一家机构"):
        find(insurer_item, cast, subject="AGENCY", kind="FALSE_RECORD")
    with pytest.raises(Refused, match="请选择是哪一家机构"):
        edit(made, cast, agency=None)
    with pytest.raises(Refused, match="不填第三方机构"):
        find(item, cast, agency=agency)
    with pytest.raises(Refused, match="不是第三方机构"):
        find(insurer_item, cast, subject="AGENCY", kind="OTHER", agency=insurer_item.insurer)


def test_the_agencies_to_choose_from_are_those_that_work_in_the_inspected_city(
    cast: Cast, insurer_item: InspectedInsurer, as_user: Any
) -> None:
    there, elsewhere = Organisation.objects.agencies().order_by("pk")[:2]
    world.activity(world.policy(world.enterprise(world.SHAOXING)), agency=there)
    world.activity(world.policy(world.enterprise(world.QUZHOU)), agency=elsewhere)
    client = as_user(cast.hangzhou_officer)
    visit = client.get(reverse("inspections:insurer-visit", args=[insurer_item.pk]), {"s": "findings"})
    offered = [name for value, name in visit.context["finding_form"].fields["agency"].choices if value]
    assert offered == [there.name]
    address = reverse("inspections:insurer-finding", args=[insurer_item.pk])
    sent = {"subject": "AGENCY", "kind": "FALSE_RECORD", "fact": "签到表不实，人员未到场", "found_on": "2023-11-20"}
    nameless = client.post(address, sent)
    assert nameless.status_code == 400
    assert "请选择问题所涉的第三方机构" in nameless.content.decode()
    foreign = client.post(address, {**sent, "agency": elsewhere.pk})
    assert foreign.status_code == 400
    assert "请选择在被检查地区开展服务的第三方机构" in foreign.content.decode()
    assert not Finding.objects.exists()
    assert client.post(address, {**sent, "agency": there.pk}).status_code == 302
    assert Finding.objects.get().about == there.name


def test_a_finding_on_an_agency_is_settled_on_its_page(
    cast: Cast, insurer_item: InspectedInsurer, as_user: Any
) -> None:
    agency = Organisation.objects.agencies().order_by("pk")[0]
    made = find(insurer_item, cast, subject="AGENCY", kind="FALSE_RECORD", agency=agency)
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    [letter] = routed(insurer_item.task, cast)
    assert letter.receiver == cast.shaoxing_officer.organisation
    received(letter, cast.shaoxing_officer)
    client, address = as_user(cast.shaoxing_officer), f"/inspections/findings/{made.pk}/"
    page = client.get(address).content.decode()
    assert agency.name in page
    assert "责令限期改正" in page
    assert "停产停业整顿" not in page, "it needs a second person, so it is taken in a case"
    assert "监管谈话" not in page
    assert "50,000" not in page
    sent = {
        "disposition": "ORDER",
        "doc_no": "绍应急责改〔2023〕2号",
        "done_on": TODAY,
        "due_on": TODAY,
        "overdue": "no",
    }
    assert client.post(f"{address}settle/", {**sent, "feedback": "已责令整改。"}).status_code == 302
    assert again(made).state == "SETTLED"
