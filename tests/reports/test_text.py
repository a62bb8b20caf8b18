"""The sentences of a summary: every number is a figure's, and every case has its own form."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import clock
from core.workbooks.formats import Form, printed
from reports import services
from reports.choices import ReportKind
from reports.definitions import DEFINITIONS
from reports.documents.sections import bound_of
from reports.documents.summary import document_of
from reports.documents.text import Given, drafts_of, parts_of
from reports.documents.tokens import Bound, by_city
from reports.figures import FIGURES
from reports.rules import wan
from tests import world
from tests.cast import Cast
from tests.reports.delivering import sign
from tests.reports.figuring import build
from tests.reports.reading import header_of, text_of

DAY = date(2023, 11, 20)
NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?%?")
COUNTS = sorted(name for name, one in FIGURES.items() if one.form == Form.COUNT)
MONEY = sorted(name for name, one in FIGURES.items() if one.form == Form.MONEY)


def numbers_in(text: str) -> set[str]:
    """Those that stand in sentences, without the day and the names of tables."""
    return set(NUMBER.findall(re.sub(r"截至[^，]*，|附表[0-9]+", "", text)))


@pytest.mark.parametrize("kind", list(ReportKind))
@settings(max_examples=20)
@given(data=st.data())
def test_every_number_in_a_sentence_is_a_figure(kind: ReportKind, data: st.DataObject) -> None:
    values = {name: data.draw(st.none() | st.integers(0, 10**6)) for name in COUNTS}
    values |= {name: data.draw(st.integers(0, 10**9)) for name in MONEY}
    allowed = {printed(Form.COUNT, one) for one in values.values() if one is not None}
    allowed |= {printed(Form.MONEY, wan(Decimal(one))) for one in values.values() if one is not None}
    text = "".join("".join(part.texts) for part in parts_of(kind, "示例市", Bound(values, DAY)))
    assert numbers_in(text) <= allowed


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"coverage.must_insure": 0}, "没有应当投保安责险的单位"),
        (
            {"coverage.must_insure": 1204, "coverage.insured": 1107, "coverage.rate": Decimal("0.9194")},
            "应投保安责险的生产经营单位1,204户，已投保1,107户，投保率91.94%",
        ),
        ({"coverage.not_insured": 0}, "已全部投保"),
        (
            {"coverage.not_insured": 0, "coverage.not_insured@before": 26, "coverage.not_insured@moved": -26},
            "已全部投保。应保未保户数比上月同期（26户）减少26户。",
        ),
        ({"coverage.must_insure": 0, "coverage.not_insured": 0}, "没有应保未保的生产经营单位。"),
        (
            {"coverage.not_insured": 3, "coverage.not_insured@before": 5, "coverage.not_insured@moved": -2},
            "尚有3户应保未保。比上月同期（5户）减少2户。",
        ),
        (
            {"coverage.not_insured": 5, "coverage.not_insured@before": 3, "coverage.not_insured@moved": 2},
            "比上月同期（3户）增加2户。",
        ),
        (
            {"coverage.not_insured": 5, "coverage.not_insured@before": 5, "coverage.not_insured@moved": 0},
            "与上月同期（5户）持平。",
        ),
        (
            {"coverage.not_insured": 5, "coverage.not_insured@before": None, "coverage.not_insured@moved": None},
            "上月同期数据暂缺，不作比较。",
        ),
        ({"coverage.not_insured": 1}, "尚有1户应保未保"),
        (
            {
                "coverage.must_insure": 9,
                "coverage.insured": 7,
                "coverage.rate": Decimal("0.7778"),
                "coverage.insured@before": 5,
                "coverage.insured@moved": 2,
            },
            "投保率77.78%。已投保户数比上月同期（5户）增加2户。",
        ),
        (
            {
                "policies.in_force": 3,
                "policies.cover": 3 * 10**6,
                "policies.least_limit": 4 * 10**5,
                "policies.most_limit": 10**6,
            },
            "有效保单3件，保额300.00万元，每人限额最低40.00万元、最高100.00万元。",
        ),
        (
            {
                "policies.in_force": 1,
                "policies.cover": 10**6,
                "policies.least_limit": 10**6,
                "policies.most_limit": 10**6,
            },
            "每人限额均为100.00万元。",
        ),
        ({"coverage.not_insured": None}, "〔此处缺：应保未保户数，原因：台账尚未建立〕户应保未保"),
    ],
)
def test_none_one_and_many(values: dict[str, int | Decimal | None], sentence: str) -> None:
    text = "".join("".join(part.texts) for part in parts_of(ReportKind.COVERAGE, "示例市", Bound(values, DAY)))
    assert sentence in text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (
            {"hazards.refused": 2, "hazards.refusals_in_time_rate": Decimal(1)},
            "报告及时率100.00%；逐件报告情况见附表8。",
        ),
        (
            {"hazards.refused": 1, "hazards.refusals_in_time_rate": None},
            "拒不整改1项，应报告属地应急管理部门和行业主管部门。均尚未报告，见附表8。",
        ),
        (
            {"campaign.activities.TRAIN": 59, "topics.T1.times": 40, "topics.T2.times": 51},
            "按主题统计（各类服务均计，一场含多个主题的分别计入）：专项行动文件要求40场、重大事故隐患判定标准51场。",
        ),
        (
            {"checks.H1.checked": 853, "checks.H1.problems": 175, "checks.H1.rectified": 29},
            "各类服务按专项主题统计：动火等危险作业排查853项、发现问题175项、隐患台账已销号29项",
        ),
        (
            {"checks.H6.checked": 820, "checks.H6.problems": 22, "checks.H6.rectified": 0},
            "纳入安全生产管理体系排查820项、发现问题22项。",
        ),
        (
            {
                "campaign.activities.TRAIN": 5,
                "campaign.activities.TRAIN@before": 3,
                "campaign.activities.TRAIN@moved": 2,
                "campaign.participants.TRAIN": 90,
            },
            "开展宣传教育培训5场次，参加90人次。开展次数比上月同期（3次）增加2次。",
        ),
        (
            {"coverage.insured_units": 9, "campaign.assisted_units": 4, "campaign.assist_rate": Decimal("0.4444")},
            "已对4户投保单位至少各开展一次专项行动帮扶活动，帮扶覆盖率44.44%。",
        ),
        ({"coverage.insured_units": 9, "campaign.assisted_units": 0}, "对投保单位均尚未开展专项行动帮扶活动"),
    ],
)
def test_what_is_counted_otherwise_is_told_as_no_part(values: dict[str, int | Decimal | None], sentence: str) -> None:
    """Topics sum up to more than the trainings before them; of refusals that nobody reported there is no rate."""
    text = "".join("".join(part.texts) for part in parts_of(ReportKind.CAMPAIGN, "示例市", Bound(values, DAY)))
    assert sentence in text
    assert "其中" not in text


def test_headings_are_numbered_in_order() -> None:
    headings = [part.heading.partition("、")[0] for part in parts_of(ReportKind.CAMPAIGN, "示例市", Bound({}, DAY))]
    assert headings == [*"一二三四五六七八九十", "十一", "十二"]


@pytest.mark.parametrize("report", ["coverage", "campaign", "cross-inspection"])
def test_the_document_says_the_numbers_of_its_snapshot(cast: Cast, report: str) -> None:
    world.policy(world.enterprise())
    snapshot = build(report, cast.hangzhou_officer)
    world.enterprise()
    body = document_of(snapshot, snapshot.submission)
    for part in parts_of(ReportKind(report), "杭州市", bound_of(snapshot)):
        for sentence in (part.heading, *part.texts):
            assert sentence in text_of(body)
    assert "浙江省应急管理厅：" in text_of(body)
    assert snapshot.code in text_of(body)
    assert DEFINITIONS[report].title in text_of(body)
    assert "草稿" in header_of(body)


def test_the_mark_goes_with_the_signature(cast: Cast) -> None:
    snapshot = build("coverage", cast.hangzhou_officer)
    signed = sign(snapshot.submission, cast.hangzhou_officer, cast.hangzhou_lead)
    stored = snapshot.files.get(name__endswith=".docx")
    with stored.file.open("rb") as source:
        body = source.read()
    assert "草稿" not in header_of(body)
    assert "杭州应急〔2023〕1号" in text_of(body)
    services.revise_report(submission=signed, reason="示例", by=cast.hangzhou_lead, at=clock.now())
    assert not snapshot.files.filter(name__endswith=".docx").exists()


def said(kind: ReportKind, given: Given) -> str:
    return "".join(text for part in drafts_of(kind, given) for text in part.texts)


def test_a_regulator_is_asked_for_nothing_that_it_cannot_read() -> None:
    values = dict.fromkeys(FIGURES, 4)
    assert "【待补：执法和处罚情况】" in said(ReportKind.CAMPAIGN, Given("示例市", values))
    for kind in (ReportKind.REGULATOR, ReportKind.REGULATOR_CITY):
        assert "待补：执法" not in said(kind, Given("示例市", values))
        assert "金融监管机构不查阅案卷" in said(kind, Given("示例市", values))


def test_the_province_names_its_cities_and_the_annexes_that_it_has() -> None:
    names = {"330200": "宁波市", "330100": "杭州市"}
    cities = by_city({code: dict.fromkeys(FIGURES, 4) for code in names}, names)
    text = said(ReportKind.PROVINCE, Given("浙江省", dict.fromkeys(FIGURES, 4) | cities, ["杭州市", "宁波市"]))
    assert "分市情况：杭州市应保【coverage.must_insure@杭州市】户、已保【coverage.insured@杭州市】户" in text
    assert text.index("应保未保【coverage.not_insured@杭州市】户") < text.index("宁波市应保")
    assert "分市、分行业领域情况见附表1，分保险机构情况见附表2。" in text
    assert "闭环台账" not in text
    assert "隐患整改统计见附表7" in text
    assert "隐患整改闭环台账见附表7" in said(ReportKind.CAMPAIGN, Given("示例市", dict.fromkeys(FIGURES, 4)))


def test_what_is_closed_is_not_told_as_a_part_of_what_services_found() -> None:
    """The two come from different ledgers, and more may be closed than was found."""
    values = {"checks.H5.checked": 348, "checks.H5.problems": 4, "checks.H5.rectified": 10}
    names = {name: 0 for name, one in FIGURES.items() if one.form == Form.COUNT}
    parts = parts_of(ReportKind.CAMPAIGN, "湖州市", Bound({**names, **values}, DAY))
    (told,) = [text for part in parts for text in part.texts if "排查348项" in text]
    assert "发现问题4项、隐患台账已销号10项" in told
    assert "已改" not in told
