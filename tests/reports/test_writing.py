"""Writing a summary by section: bound numbers, clashes, what survives a rebuild, sentences that no longer hold."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.models import LibraryDocument
from core import clock
from core.gate import NotAllowed
from core.workbooks.formats import Form
from core.writing import Refused, Stale
from reports import services
from reports.documents.checks import failures
from reports.documents.sections import Written, sections_of
from reports.documents.summary import document_of, lead_of
from reports.documents.tokens import (
    Bound,
    Kind,
    OpenBracketError,
    UnknownNumberError,
    editable,
    pieces,
    plain,
    stored,
)
from reports.documents.truth import untrue_sentences
from reports.documents.typed import NoNumberError, as_printed
from reports.models import ReportSection, Snapshot, Submission
from reports.rules import earlier_month
from tests import world
from tests.cast import Cast
from tests.databases import Keep
from tests.reports.delivering import sign, write_all
from tests.reports.figuring import build
from tests.reports.reading import text_of

Enter = Callable[[Any], Client]
DAY = date(2023, 11, 20)
BOUND = Bound({"coverage.must_insure": 1204, "coverage.insured": 1107, "coverage.premium_paid": 1234500}, DAY)


@pytest.fixture(scope="module")
def edited(keep: Keep) -> None:
    """A version of a city's report that is being edited; one enterprise of two is insured."""

    def fill() -> None:
        officer = Cast().hangzhou_officer
        world.policy(world.enterprise())
        world.enterprise()
        found = build("coverage", officer).submission
        services.edit_report(submission=found, by=officer, at=clock.now())

    keep(fill)


@pytest.fixture
def report(edited: None, cast: Cast) -> Submission:
    return Submission.objects.get()


def section(submission: Submission, key: str) -> Written:
    assert submission.snapshot is not None
    (found,) = [one for one in sections_of(submission.snapshot, submission) if one.key == key]
    return found


def write(submission: Submission, text: str, by: User, *, key: str = "basics", seen: str = "0") -> ReportSection:
    return services.write_section(submission=submission, key=key, text=text, seen=seen, by=by, at=clock.now())


# --- numbers in a text ----------------------------------------------------------------------------------------


def test_a_number_goes_there_and_back() -> None:
    kept = "应保【coverage.must_insure】户，保费【coverage.premium_paid】万元，【待补：赔付】"
    assert editable(kept, BOUND) == "应保【应保户数：1,204】户，保费【实收保费：123.45】万元，【待补：赔付】"
    assert stored(editable(kept, BOUND), BOUND) == kept
    assert plain(kept, BOUND) == "应保1,204户，保费123.45万元，【待补：赔付】"


def test_another_number_is_one_by_hand_and_says_what_the_figure_is() -> None:
    kept = stored("应保【应保户数：1,210】户", BOUND)
    (hand,) = [one for one in pieces(kept, BOUND) if one.kind == Kind.HAND]
    assert (hand.text, hand.system, hand.label) == ("1,210", "1,204", "应保户数")
    assert plain(kept, BOUND) == "应保1,210户"


def test_a_number_by_hand_has_the_form_of_its_figure() -> None:
    for typed in ("1204", "01204", "１２０４"):
        assert stored(f"【应保户数：{typed}】", BOUND) == "【coverage.must_insure】"
    assert stored("【实收保费：123.5】", BOUND) == "【coverage.premium_paid=123.50】"
    assert stored("【统计截止日：2023年11月20日】", BOUND) == "【cutoff】"
    for text in ("【应保户数：48%】", "【实收保费：12%】", "【统计截止日：2022年1月1日】"):
        with pytest.raises(NoNumberError):
            stored(text, BOUND)
    rates = Bound({**BOUND.values, "coverage.rate": None, "cross.completion_rate": None}, DAY)
    for text in ("【应保户数：100000001】", "【实收保费：10000000.01】", "【投保率：100.01%】", "【应保户数：-3】"):
        with pytest.raises(NoNumberError):
            stored(text, rates)
    assert stored("【交叉检查完成率：120%】", rates) == "【cross.completion_rate=120.00%】"
    assert as_printed(Form.RATE, "120%", "费用列支率：120%") == "120.00%"
    with pytest.raises(NoNumberError):
        as_printed(Form.RATE, "1000.01%", "费用列支率：1000.01%")
    for text in ("共【应保户数", "应保户数】户"):
        with pytest.raises(OpenBracketError):
            stored(text, BOUND)


@pytest.mark.parametrize("text", ["【没有的指标】", "【没有的指标：3】", "【帮扶单位数】"])
def test_a_number_that_the_report_does_not_have_is_refused(text: str) -> None:
    with pytest.raises(UnknownNumberError):
        stored(text, BOUND)


def test_a_figure_that_fails_its_check_leaves_a_gap_with_the_reason() -> None:
    values = {"coverage.must_insure": 3, "coverage.insured": 5}
    bound = Bound(values, DAY, failures(values))
    text = plain("已投保【coverage.insured】户", bound)
    assert text == "已投保〔此处缺：已保户数，原因：已保户数5大于应保户数3，未通过校验〕户"
    assert failures({"coverage.must_insure": 3, "coverage.insured": 2, "coverage.not_insured": 1}) == {}
    assert (
        "不符"
        in failures({"coverage.must_insure": 4, "coverage.insured": 2, "coverage.not_insured": 1})[
            "coverage.must_insure"
        ]
    )
    assert "明细有2行" in failures({"coverage.insured": 3}, {"coverage.insured": 2})["coverage.insured"]


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2023, 11, 20), date(2023, 10, 20)),
        (date(2023, 10, 31), date(2023, 9, 30)),
        (date(2024, 3, 30), date(2024, 2, 29)),
        (date(2024, 1, 1), date(2023, 12, 1)),
    ],
)
def test_the_month_before(day: date, before: date) -> None:
    assert earlier_month(day) == before


# --- writing --------------------------------------------------------------------------------------------------


def test_own_words_survive_a_rebuild_and_bound_numbers_follow(cast: Cast, report: Submission) -> None:
    write(report, "本市应保【应保户数】户，已保【已保户数：9】户。\n自写一句。", cast.hangzhou_officer)
    assert section(report, "basics").texts == ["本市应保2户，已保9户。", "自写一句。"]
    services.set_aside(submission=report, by=cast.hangzhou_officer, at=clock.now())
    world.enterprise()
    second = build("coverage", cast.hangzhou_officer).submission
    services.edit_report(submission=second, by=cast.hangzhou_lead, at=clock.now())
    found = section(second, "basics")
    assert found.texts == ["本市应保3户，已保9户。", "自写一句。"]
    assert [(one.label, one.system) for one in found.by_hand] == [("已保户数", "1")]
    assert "尚有2户应保未保" in section(second, "missing").texts[0]


def test_two_people_clash_over_one_section_alone(cast: Cast, report: Submission) -> None:
    write(report, "甲的文字。", cast.hangzhou_officer)
    write(report, "另一节。", cast.hangzhou_lead, key="claims")
    with pytest.raises(Stale) as stale:
        write(report, "乙的文字。", cast.hangzhou_lead)
    (clash,) = stale.value.clashes
    assert (clash.stored, clash.typed) == ("甲的文字。", "乙的文字。")
    assert section(report, "basics").texts == ["甲的文字。"]
    write(report, "乙的文字。", cast.hangzhou_lead, seen=stale.value.version)
    assert section(report, "basics").texts == ["乙的文字。"]
    assert section(report, "claims").texts == ["另一节。"]


def test_the_drafted_text_is_kept_as_the_drafted_one(cast: Cast, report: Submission) -> None:
    one = section(report, "basics")
    write(report, "\n".join(editable(text, one.bound) for text in one.paragraphs), cast.hangzhou_officer)
    assert not section(report, "basics").is_edited
    write(report, "自写。", cast.hangzhou_officer, seen="1")
    services.redraft_section(submission=report, key="basics", seen="2", by=cast.hangzhou_officer, at=clock.now())
    assert section(report, "basics").texts == one.texts


@pytest.mark.parametrize(
    ("text", "key", "why"),
    [
        ("【不存在】", "basics", "不是本报告的指标"),
        ("【已保户数：很多】", "basics", "须填整数"),
        ("【已保户数：1,2】", "basics", "须填整数"),
        ("【投保率：93,33%】", "basics", "须填百分比"),
        ("【帮扶单位数", "basics", "「【帮扶单位数」处的括号【】不成对"),
        ("【统计截止日：明天】", "basics", "不能手工改写"),
        (" \n ", "basics", "没有文字"),
        ("字" * 20_001, "basics", "超过20,000字"),
        ("字。", "drills", "没有「drills」一节"),
    ],
)
def test_what_is_refused(cast: Cast, report: Submission, text: str, key: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        write(report, text, cast.hangzhou_officer, key=key)
    assert not ReportSection.objects.exists()


@pytest.mark.parametrize("by", ["provincial_officer", "quzhou_officer", "xihu_county", "insurer_a_clerk", "adm_system"])
def test_nobody_else_writes(cast: Cast, report: Submission, by: str) -> None:
    with pytest.raises((NotAllowed, Refused)):
        write(report, "字。", getattr(cast, by))
    assert not ReportSection.objects.visible_to(getattr(cast, by)).exists()


def test_what_is_still_to_be_written_holds_the_review_back(cast: Cast, report: Submission) -> None:
    with pytest.raises(Refused, match="4节尚有待补内容"):
        services.send_for_review(submission=report, by=cast.hangzhou_officer, at=clock.now())
    write_all(report, cast.hangzhou_officer)
    services.send_for_review(submission=report, by=cast.hangzhou_officer, at=clock.now())
    with pytest.raises(Refused, match="不能改动文字"):
        write(report, "字。", cast.hangzhou_officer)


def test_the_signed_text_stays_whatever_is_written_later(cast: Cast, report: Submission) -> None:
    services.set_aside(submission=report, by=cast.hangzhou_officer, at=clock.now())
    signed = sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.submit_report(submission=signed, by=cast.hangzhou_officer, at=clock.now())
    services.return_report(submission=signed, reason="示例", by=cast.provincial_officer, at=clock.now())
    second = build("coverage", cast.hangzhou_officer).submission
    services.edit_report(submission=second, by=cast.hangzhou_officer, at=clock.now())
    write(second, "第二版的赔付。", cast.hangzhou_officer, key="claims", seen="1")
    assert section(Submission.objects.get(pk=signed.pk), "claims").texts == ["示例文字。"]
    assert second.snapshot is not None
    assert "第二版的赔付。" in text_of(document_of(second.snapshot, second))


# --- sentences that no longer hold ----------------------------------------------------------------------------


def test_which_sentences_are_no_longer_true(cast: Cast, report: Submission) -> None:
    snapshot = report.snapshot
    assert snapshot is not None
    assert untrue_sentences(snapshot, report) == []
    write(report, "应保【应保户数】户。已保【已保户数】户。自写，不含数字。", cast.hangzhou_officer)
    world.enterprise()
    found = untrue_sentences(snapshot, report)
    assert (found[0].key, found[0].number) == ("basics", 1)
    assert [(move.label, move.then, move.now) for move in found[0].moves] == [("应保户数", "2", "3")]
    assert ("basics", 3) not in [(one.key, one.number) for one in found]


def test_a_sentence_without_a_number_may_become_untrue(cast: Cast) -> None:
    world.policy(world.enterprise())
    snapshot = build("coverage", cast.hangzhou_officer)
    world.enterprise()
    texts = [one.text for one in untrue_sentences(snapshot, snapshot.submission)]
    assert "应投保的生产经营单位已全部投保。" in texts


def test_kept_sentences_follow_day_and_comparison_of_the_version(cast: Cast) -> None:
    """A text that was kept with own words says of a later version that one's day, and how its counts have moved."""
    world.policy(world.enterprise())
    first = build("coverage", cast.hangzhou_officer, cutoff=date(2023, 10, 20)).submission
    services.edit_report(submission=first, by=cast.hangzhou_officer, at=clock.now())
    one = section(first, "basics")
    laid_out = "\n".join(editable(text, one.bound) for text in one.paragraphs)
    assert laid_out.startswith("截至【统计截止日：2023年10月20日】，")
    write(first, f"{laid_out}\n自写一句。", cast.hangzhou_officer)
    services.set_aside(submission=first, by=cast.hangzhou_officer, at=clock.now())
    world.policy(world.enterprise(), start_on=date(2023, 11, 1))
    second = build("coverage", cast.hangzhou_officer).submission
    services.edit_report(submission=second, by=cast.hangzhou_officer, at=clock.now())
    assert second.snapshot is not None
    assert [first_texts(second.snapshot)[0], "自写一句。"] == section(second, "basics").texts
    assert "截至2023年11月20日" in section(second, "basics").texts[0]
    assert "比上月同期（1户）增加1户。" in section(second, "basics").texts[0]


def first_texts(snapshot: Snapshot) -> Sequence[str]:
    """The drafted sentences of the first section of a version, as they read."""
    return sections_of(snapshot, None)[0].texts


def test_words_of_an_earlier_version_are_named_where_they_are_untrue(cast: Cast, report: Submission) -> None:
    snapshot = report.snapshot
    assert snapshot is not None
    text = "截至2023年10月20日，应保【应保户数】户。截至2023年11月20日，亦同。应投保的生产经营单位已全部投保。"
    write(report, text, cast.hangzhou_officer, key="missing")
    found = untrue_sentences(snapshot, report)
    assert [(one.key, one.number) for one in found] == [("missing", 1), ("missing", 3)]
    assert [(one.label, one.then, one.now) for one in found[0].moves] == [
        ("统计截止日", "2023年10月20日", "2023年11月20日")
    ]


@pytest.mark.parametrize(
    ("values", "failed", "words"),
    [
        ({"coverage.insured": 5, "coverage.insured@before": None}, {}, "上月同期数据暂缺，不作比较"),
        ({"coverage.insured": None, "coverage.insured@before": 3}, {}, "不与上月同期比较"),
        ({"coverage.insured": 5, "coverage.insured@before": 9}, {"coverage.insured": "不符"}, "不与上月同期比较"),
        ({"coverage.insured": 5, "coverage.insured@before": 9}, {}, "比上月同期（9户）减少4户"),
    ],
)
def test_nothing_is_compared_that_is_missing_or_in_doubt(
    values: dict[str, int | None], failed: dict[str, str], words: str
) -> None:
    text = plain("【coverage.insured@moved】。", Bound(values, DAY, failed))
    assert words in text
    assert ("减少" in text) == ("减少" in words)


def test_a_number_of_the_month_before_opens_its_own_rows(cast: Cast, as_user: Enter, report: Submission) -> None:
    """Named by itself, or within the words that compare: in the page, and among the numbers of the editor."""
    text = "已保【已保户数】户，上月【已保户数（上月同期）】户。【已保户数（与上月同期比较）】。"
    write(report, text, cast.hangzhou_officer)
    page = reverse("reports:submission-text", args=[report.pk])
    edit = reverse("reports:submission-section", args=[report.pk, "basics"])
    now, before = (
        reverse("reports:snapshot-rows", args=[report.snapshot_id, f"coverage.insured{at}"]) for at in ("", "@before")
    )
    for address, links in ((page, 2), (edit, 2)):
        shown = as_user(cast.hangzhou_officer).get(address).content.decode()
        body = shown[shown.index('id="basics"') : shown.index('id="underwriting"')]
        assert [body.count(f'"{one}"') for one in (now, before)] == [1, links], address
    assert as_user(cast.hangzhou_officer).get(before).status_code == 200


# --- pages ----------------------------------------------------------------------------------------------------


def test_the_editor_s_page(cast: Cast, as_user: Enter, report: Submission) -> None:
    first, second = as_user(cast.hangzhou_officer), as_user(cast.hangzhou_lead)
    page = reverse("reports:submission-text", args=[report.pk])
    edit = reverse("reports:submission-section", args=[report.pk, "claims"])
    shown = first.get(page).content.decode()
    assert "草　稿" in shown
    assert "【待补：赔付情况】" in shown
    assert "赔付情况" in second.get(edit).content.decode()
    assert first.post(edit, {"text": "甲：【应保户数：7】户。", "seen": "0"}).status_code == 302
    clash = second.post(edit, {"text": "乙。", "seen": "0"})
    assert clash.status_code == 409
    body = clash.content.decode()
    assert "甲：【应保户数：7】户。" in body
    assert "乙。" in body
    assert second.post(edit, {"text": "【没有】", "seen": "1"}).status_code == 409
    assert second.post(edit, {"text": "", "seen": "1"}).status_code == 400
    assert "手工" in first.get(page).content.decode()
    world.enterprise()
    assert "数据已变" in first.get(page).content.decode()
    changes = first.get(reverse("reports:snapshot-changes", args=[report.snapshot_id])).content.decode()
    assert "不再属实的句子" in changes
    for stranger in (cast.provincial_officer, cast.quzhou_officer):
        assert as_user(stranger).get(page).status_code == 404
        assert as_user(stranger).get(edit).status_code == 404
    assert as_user(cast.xihu_county).get(page).status_code == 403
    for key in ("drills", "nothing"):
        unknown = reverse("reports:submission-section", args=[report.pk, key])
        assert first.get(unknown).status_code == 404
        assert first.post(unknown, {"text": "字。", "seen": "0"}).status_code == 404
    assert first.post(edit, {"text": "字。", "deed": "redraft", "seen": "𐀀"}).status_code == 409
    services.set_aside(submission=report, by=cast.hangzhou_officer, at=clock.now())
    assert first.post(edit, {"text": "字。", "seen": "1"}).status_code == 409


def test_the_recipient_reads_the_signed_text(cast: Cast, as_user: Enter, report: Submission) -> None:
    services.set_aside(submission=report, by=cast.hangzhou_officer, at=clock.now())
    sign(report, cast.hangzhou_officer, cast.hangzhou_lead)
    services.submit_report(submission=report, by=cast.hangzhou_officer, at=clock.now())
    shown = as_user(cast.provincial_officer).get(reverse("reports:submission-text", args=[report.pk])).content.decode()
    assert "示例文字。" in shown
    assert "草　稿" not in shown
    assert "编辑" not in shown


def test_the_text_begins_with_what_asks_for_it(cast: Cast, as_user: Enter, report: Submission) -> None:
    assert report.snapshot is not None
    campaign = report.snapshot.campaign
    title = "充分发挥安全生产责任保险功能作用 助力全省重大事故隐患专项排查整治2023行动实施方案"
    lead = f"根据《{title}》（{campaign.document_no}）要求，现将杭州市"
    shown = as_user(cast.hangzhou_officer).get(reverse("reports:submission-text", args=[report.pk])).content.decode()
    assert lead in shown
    assert lead in text_of(document_of(report.snapshot, report))
    campaign.document_no = "文号待补"
    assert lead_of(report.snapshot).startswith(f"根据{campaign.name}要求，现将杭州市")
    campaign.document_no = "示例〔2023〕9号"
    assert lead_of(report.snapshot).startswith(f"根据{campaign.name}（示例〔2023〕9号）要求")


def test_what_goes_to_a_national_body_names_its_own_paper(cast: Cast) -> None:
    """The ministry's letter asks for it, and not the province's notice."""
    title = "关于充分发挥安全生产责任保险功能作用 助力全国重大事故隐患专项排查整治2023行动的通知"
    lead = f"根据《{title}》（应急厅函〔2023〕169号）要求，现将浙江省"
    for report, by in (("province", cast.provincial_officer), ("regulator", cast.zhejiang_regulator)):
        snapshot = build(report, by)
        assert lead_of(snapshot).startswith(lead), report
        assert lead in text_of(document_of(snapshot, snapshot.submission))
    LibraryDocument.objects.filter(number="应急厅函〔2023〕169号").update(number="示例")
    assert lead_of(snapshot).startswith("根据应急厅函〔2023〕169号要求，现将浙江省")


def test_numbers_bound_to_no_figure_are_counted(cast: Cast, report: Submission) -> None:
    write(
        report,
        "2023年11月20日，按〔2023〕133号文第3条检查12家，占45.5%，应保【应保户数】户，见附表3。",
        cast.hangzhou_officer,
    )
    assert section(report, "basics").loose == ["12", "45.5%"]
    assert section(report, "missing").loose == []
