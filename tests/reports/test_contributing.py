"""Texts from below: who asks whom, delivered, late and missing, taken over with their source."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core import clock
from core.gate import NotAllowed
from core.writing import Refused, Stale
from reports import reminders, services
from reports.choices import ContributionState
from reports.documents.sections import sections_of
from reports.documents.summary import document_of
from reports.documents.typed import complain_answer
from reports.models import Contribution
from reports.services import Asking
from reports.services.contributing import asked_below
from tests.cast import Cast
from tests.reports.asking import ASKING, ask, duty_of
from tests.reports.figuring import build
from tests.reports.reading import text_of

Enter = Callable[[Any], Client]


def give(
    row: Contribution, by: User, *, body: str = "推行线上报备。", seen: str = "1", value: str = "64次"
) -> Contribution:
    return services.deliver_contribution(
        contribution=row, body=body, numbers={"动火到场次数": value}, seen=seen, by=by, at=clock.now()
    )


def test_whom_each_may_ask(cast: Cast) -> None:
    assert len(asked_below(cast.hangzhou_officer, "")) == 13
    zhejiang, ningbo = asked_below(cast.zhejiang_regulator, ""), asked_below(cast.ningbo_regulator, "")
    assert {"INS-A-ZJ"} <= {one.code for one in zhejiang}
    assert {"INS-A-NB"} <= {one.code for one in ningbo}
    assert not {one.code for one in zhejiang} & {one.code for one in ningbo}
    assert asked_below(cast.wenzhou_regulator, "")
    hangzhou = asked_below(cast.zhejiang_regulator, "regulator-city")
    assert {"INS-A-ZJ"} <= {one.code for one in hangzhou}
    assert {one.division_id for one in hangzhou if one.kind == OrganisationKind.INSURER_BRANCH} <= {"330100"}
    assert "330200" not in {one.division_id for one in hangzhou}
    assert asked_below(cast.provincial_officer, "") == []


def test_a_text_is_given_and_taken_over_with_its_source(cast: Cast) -> None:
    row = ask(cast)
    give(row, cast.xihu_county)
    with pytest.raises(Refused, match="没有正在编制的版本"):
        services.take_over(contribution=row, by=cast.hangzhou_officer, at=clock.now())
    submission = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=submission, by=cast.hangzhou_officer, at=clock.now())
    taken = services.take_over(contribution=row, by=cast.hangzhou_officer, at=clock.now())
    assert taken.state == ContributionState.TAKEN
    assert submission.snapshot is not None
    (found,) = [one for one in sections_of(submission.snapshot, submission) if one.key == "searches"]
    told = "（来源：西湖区应急管理局）"
    assert found.texts[-2:] == [f"推行线上报备。{told}", f"动火到场次数64次。{told}"]
    assert [piece.text for piece in found.read[-1]] == ["动火到场次数64次。", "西湖区应急管理局"]
    printed = text_of(document_of(submission.snapshot, submission))
    assert f"推行线上报备。{told}" in printed
    assert "供稿" not in printed
    with pytest.raises(Refused, match="已被采用"):
        give(row, cast.xihu_county, seen="3")


def test_what_others_write_is_bound_to_no_figure(cast: Cast) -> None:
    asked = ask(cast)
    row = give(asked, cast.xihu_county, body="已保【coverage.insured】户。", value="—（【未统计】）")
    assert row.body == "已保〔coverage.insured〕户。"
    assert row.numbers == [{"name": "动火到场次数", "value": "—（〔未统计〕）"}]
    for wrong in ("很多", "【coverage.insured=9】", "—", "1,2,3", "—5次左右"):
        with pytest.raises(Refused, match="不是数字"):
            give(asked, cast.xihu_county, value=wrong, seen="2")


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("动火到场次数", "-5次", "小于0"),
        ("动火到场次数", "−5", "小于0"),
        ("动火到场次数", "负 5", "小于0"),
        ("投入资金", "-3.5万元", "小于0"),
        ("动火到场次数", "64.5", "不是整数"),
        ("投入人员", "2.5人", "不是整数"),
        ("参训人次", "1.23456万", "不是整数"),
        ("动火到场次数", "999999999999999次", "过大，超过1亿"),
        ("参训人次", "1.5亿人次", "过大，超过1亿"),
        ("投入资金", "999999999999999元", "过大，超过1,000亿"),
        ("投入资金", "1,001亿元", "过大，超过1,000亿"),
        ("自查率", "15000%", "超过1,000%"),
        ("动火到场次数", "--5", "不是数字"),
        ("动火到场次数", "- 5次", "小于0"),
        ("动火到场次数", "——5", "不是数字"),
    ],
)
def test_a_figure_that_can_be_none_is_refused(name: str, typed: str, why: str) -> None:
    assert why in (complain_answer(name, typed) or "")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("动火到场次数", "0"),
        ("动火到场次数", "1,204 次"),
        ("参训人次", "1.2万人次"),
        ("投入资金", "12.34万元"),
        ("隐患数同比增减", "-5项"),
        ("自查率", "98.5%"),
        ("人均培训时长", "2.5小时"),
        ("安全生产指数", "98.6"),
        ("动火到场次数", "—（未统计）"),
    ],
)
def test_a_figure_that_can_be_is_taken(name: str, typed: str) -> None:
    assert complain_answer(name, typed) is None


def test_a_refused_figure_is_told_at_its_field(cast: Cast, as_user: Enter) -> None:
    row = ask(cast)
    address = reverse("reports:contribution-detail", args=[row.pk])
    answer = as_user(cast.xihu_county).post(address, {"body": "推行线上报备。", "number_0": "-5次", "seen": "1"})
    assert answer.status_code == 409
    assert list(answer.context["form"].errors) == ["number_0"]
    row.refresh_from_db()
    assert row.state == ContributionState.ASKED


@pytest.mark.parametrize("forged", ["【供稿：西湖区应急管理局】", "【供稿：省厅#9】", "【供稿：甲#乙】", "【供稿：】"])
def test_nobody_makes_up_a_source(cast: Cast, as_user: Enter, forged: str) -> None:
    submission = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=submission, by=cast.hangzhou_officer, at=clock.now())
    address = reverse("reports:submission-section", args=[submission.pk, "searches"])
    answer = as_user(cast.hangzhou_officer).post(address, {"text": f"一句。{forged}", "seen": "0"})
    assert answer.status_code == 409
    assert "不是已采用的供稿，来源由「采用」带入" in answer.content.decode()


def test_a_paragraph_keeps_its_source_in_another_section(cast: Cast) -> None:
    row = give(ask(cast), cast.xihu_county)
    submission = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=submission, by=cast.hangzhou_officer, at=clock.now())
    services.take_over(contribution=row, by=cast.hangzhou_officer, at=clock.now())
    services.write_section(
        submission=submission,
        key="problems",
        text=f"推行线上报备。【供稿：西湖区应急管理局#{row.pk}】",
        seen="0",
        by=cast.hangzhou_officer,
        at=clock.now(),
    )
    assert submission.snapshot is not None
    assert "推行线上报备。（来源：西湖区应急管理局）" in text_of(document_of(submission.snapshot, submission))
    mark = f"【供稿：西湖区应急管理局#{row.pk}】"
    write = partial(services.write_section, submission=submission, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="「我局自编一段。」不是"):
        write(key="next-steps", text=f"我局自编一段。{mark}", seen="0")
    write(key="searches", text=f"改过的做法。{mark}\n推行线上报备。{mark}", seen="1")
    (found,) = [one for one in sections_of(submission.snapshot, submission) if one.key == "searches"]
    assert found.texts == ["改过的做法。（据西湖区应急管理局供稿修改）", "推行线上报备。（来源：西湖区应急管理局）"]


@pytest.mark.parametrize(("today", "late"), [(date(2023, 11, 28), False), (date(2023, 11, 29), True)])
def test_late_is_taken_and_says_so(cast: Cast, settings: Any, today: date, late: bool) -> None:
    row = ask(cast)
    settings.PORTAL_TODAY = today
    assert give(row, cast.xihu_county).is_late == late


@pytest.mark.parametrize(
    ("instant", "late"),
    [
        (datetime(2023, 11, 28, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai")), False),
        (datetime(2023, 11, 29, 0, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai")), True),
    ],
)
def test_the_last_second_is_that_of_the_database(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, instant: datetime, late: bool
) -> None:
    row = ask(cast)
    monkeypatch.setattr(clock, "database_now", lambda: instant)
    found = give(row, cast.xihu_county)
    assert (found.is_late, found.answered_at) == (late, instant)


def test_it_may_be_delivered_again_and_two_writers_clash(cast: Cast) -> None:
    row = ask(cast)
    give(row, cast.xihu_county)
    with pytest.raises(Stale):
        give(row, cast.xihu_county, body="另一稿。")
    assert give(row, cast.xihu_county, body="另一稿。", seen="2").body == "另一稿。"


@pytest.mark.parametrize("by", ["quzhou_officer", "insurer_a_clerk", "provincial_officer", "adm_system", "agency"])
def test_strangers_neither_give_nor_take(cast: Cast, by: str) -> None:
    row, stranger = ask(cast), getattr(cast, by)
    assert not Contribution.objects.visible_to(stranger).exists()
    with pytest.raises((NotAllowed, Refused)):
        give(row, stranger)
    give(row, cast.xihu_county)
    with pytest.raises((NotAllowed, Refused)):
        services.take_over(contribution=row, by=stranger, at=clock.now())


@pytest.mark.parametrize(
    ("asking", "why"),
    [
        (Asking("searches", "甲", date(2023, 12, 10)), "早于本报告的报送期限"),
        (Asking("searches", "甲", date(2023, 11, 1)), "不早于今天"),
        (Asking("claims", "甲", date(2023, 11, 28)), "没有「claims」一节"),
        (Asking("searches", "甲", date(2023, 11, 28), (*"一二三四五六七八九十", "十一")), "最多约10个"),
    ],
)
def test_what_cannot_be_asked(cast: Cast, asking: Asking, why: str) -> None:
    with pytest.raises(Refused, match=why):
        ask(cast, asking)


def test_nobody_asks_another_city_s_county_or_twice(cast: Cast) -> None:
    ask(cast)
    with pytest.raises(Refused, match="已向西湖区应急管理局约过本节"):
        ask(cast)
    other = Organisation.objects.get(code="EM-330602")
    with pytest.raises(Refused, match="不能向"):
        services.ask_below(
            duty=duty_of(cast.hangzhou_officer),
            of=[other],
            asking=ASKING,
            by=cast.hangzhou_officer,
            today=clock.today(),
            at=clock.now(),
        )


def test_reminders_of_texts(cast: Cast) -> None:
    ask(cast)
    for day, owed in ((25, True), (27, True), (28, True), (26, False)):
        mine = [one for one in reminders.items(date(2023, 11, day)) if one.what == "供稿"]
        assert (cast.xihu_county.pk in {one.person_id for one in mine}) == owed
    give(Contribution.objects.get(), cast.xihu_county)
    assert not [one for one in reminders.items(date(2023, 11, 27)) if one.what == "供稿"]


def test_the_pages(cast: Cast, as_user: Enter) -> None:
    city, county = as_user(cast.hangzhou_officer), as_user(cast.xihu_county)
    duty = duty_of(cast.hangzhou_officer)
    form = {
        "section": "searches",
        "organisations": ["EM-330106", "EM-330109"],
        "wanted": "做法",
        "numbers": "次数\n",
        "due_on": "2023-11-28",
    }
    address = reverse("reports:duty-ask", args=[duty.pk])
    assert city.get(address).status_code == 200
    assert city.post(address, {**form, "due_on": "2023-12-20"}).status_code == 409
    assert city.post(address, {**form, "organisations": []}).status_code == 400
    assert city.post(address, form).status_code == 302
    row = Contribution.objects.get(organisation__code="EM-330106")
    page, listed = reverse("reports:contribution-detail", args=[row.pk]), reverse("reports:contribution-list")
    assert "未报" in city.get(listed).content.decode()
    assert "做法" in county.get(listed).content.decode()
    assert "供稿" in county.get("/").content.decode()
    assert county.post(page, {"body": "", "seen": "1"}).status_code == 400
    assert county.post(page, {"body": "文字", "number_0": "3", "seen": "1"}).status_code == 302
    assert county.post(page, {"body": "另文", "number_0": "3", "seen": "1"}).status_code == 409
    assert "采用" in city.get(page).content.decode()
    take = reverse("reports:contribution-take", args=[row.pk])
    assert city.post(take, {"seen": "2"}).status_code == 302
    assert Contribution.objects.get(pk=row.pk).state == ContributionState.DELIVERED
    messages = reverse("notifications:message-list")
    assert f'<a href="{page}">' in county.get(messages).content.decode()
    assert "已供稿，请采用" in city.get(messages).content.decode()
    assert not row.wants_files
    Contribution.objects.filter(pk=row.pk).update(wants_files=True)
    for client in (city, county):
        assert "缺件" in client.get(page).content.decode()
    Contribution.objects.filter(pk=row.pk).update(state=ContributionState.TAKEN)
    late = county.post(page, {"body": "白写的一段", "number_0": "3\n，另行", "seen": "2"})
    assert late.status_code == 409
    assert "白写的一段" in late.content.decode()
    assert "已被采用" in late.content.decode()
    for stranger in (cast.quzhou_officer, cast.insurer_a_clerk, cast.zhejiang_regulator):
        assert as_user(stranger).get(page).status_code == 404
    assert as_user(cast.provincial_officer).get(listed).status_code == 403


def test_each_figure_is_asked_for_once(cast: Cast) -> None:
    with pytest.raises(Refused, match="场次重复列出"):
        ask(cast, replace(ASKING, numbers=("场次", "人次", "场次")))
    with pytest.raises(Refused, match="不超过40字"):
        ask(cast, replace(ASKING, numbers=("长" * 41,)))
    assert not Contribution.objects.exists()


def test_who_was_asked_already_is_named(cast: Cast) -> None:
    ask(cast)
    both = list(Organisation.objects.filter(code__in=("EM-330106", "EM-330109")).order_by("code"))
    with pytest.raises(Refused, match="已向西湖区应急管理局约过本节"):
        services.ask_below(
            duty=duty_of(cast.hangzhou_officer),
            of=both,
            asking=ASKING,
            by=cast.hangzhou_officer,
            today=clock.today(),
            at=clock.now(),
        )


def test_nobody_takes_over_a_text_that_was_written_anew_meanwhile(cast: Cast, as_user: Enter) -> None:
    row, city = ask(cast), as_user(cast.hangzhou_officer)
    submission = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=submission, by=cast.hangzhou_officer, at=clock.now())
    give(row, cast.xihu_county)
    page = reverse("reports:contribution-detail", args=[row.pk])
    assert '<input type="hidden" name="seen" value="2">' in city.get(page).content.decode()
    give(row, cast.xihu_county, body="另一段文字。", seen="2")
    answer = city.post(reverse("reports:contribution-take", args=[row.pk]), {"seen": "2"}, follow=True)
    assert "此记录已被" in answer.content.decode()
    assert Contribution.objects.get().state == ContributionState.DELIVERED
    city.post(reverse("reports:contribution-take", args=[row.pk]), {"seen": "3"})
    assert Contribution.objects.get().state == ContributionState.TAKEN


def test_a_sub_office_asks_its_insurers(cast: Cast, as_user: Enter) -> None:
    duty = duty_of(cast.wenzhou_regulator, "regulator")
    form = {"section": "insurers", "organisations": ["INS-A-ZJ"], "wanted": "服务情况", "due_on": "2023-11-28"}
    assert as_user(cast.wenzhou_regulator).post(reverse("reports:duty-ask", args=[duty.pk]), form).status_code == 302
    row = Contribution.objects.get()
    page = reverse("reports:contribution-detail", args=[row.pk])
    assert as_user(cast.insurer_a_clerk).post(page, {"body": "文字", "seen": "1"}).status_code == 302
    assert as_user(cast.insurer_b_clerk).get(page).status_code == 404
    assert Contribution.objects.get().state == ContributionState.DELIVERED


def test_a_request_is_withdrawn_with_its_reason_and_may_be_asked_again(cast: Cast, as_user: Enter) -> None:
    row = ask(cast)
    address = reverse("reports:contribution-withdraw", args=[row.pk])
    assert as_user(cast.xihu_county).post(address, {"reason": "无需"}).status_code == 403
    refused = as_user(cast.hangzhou_officer).post(address, {"reason": ""})
    assert refused.status_code == 400
    # A page that showed no text yet withdraws none that came meanwhile.
    stale = as_user(cast.hangzhou_officer).post(address, {"reason": "本节改由市局自写", "seen": "0"})
    assert stale.status_code == 409
    as_user(cast.hangzhou_officer).post(address, {"reason": "本节改由市局自写", "seen": "1"})
    row.refresh_from_db()
    assert (row.state, row.reason) == (ContributionState.WITHDRAWN, "本节改由市局自写")
    page = as_user(cast.xihu_county).get(reverse("reports:contribution-detail", args=[row.pk]))
    assert "本节改由市局自写" in page.content.decode()
    assert not Contribution.objects.missing().exists()
    with pytest.raises(Refused, match="已由杭州市应急管理局撤回"):
        give(row, cast.xihu_county, seen=str(row.version))
    again = ask(cast)
    give(again, cast.xihu_county)
    edited = build("campaign", cast.hangzhou_officer).submission
    services.edit_report(submission=edited, by=cast.hangzhou_officer, at=clock.now())
    taken = services.take_over(contribution=again, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="未采用的方可撤回"):
        services.withdraw_request(contribution=taken, reason="不用", by=cast.hangzhou_officer, at=clock.now())
