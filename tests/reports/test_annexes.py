"""Annex tables 1 to 11: their columns, and totals that are the report's figures."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile, ZipInfo

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from core.workbooks.official import Table
from dispositions.models import Case, Step
from reports.definitions import DEFINITIONS, Numbers, Place, campaign, coverage, fees, hazards
from reports.definitions.base import CHECKED, checked
from reports.documents.archive import archive_of
from reports.figures import FIGURES, Figure, compute, expenses, outsourcing, topics
from reports.figures import campaign as services
from reports.figures import hazards as of_hazards
from reports.rules import wan
from tests import world
from tests.cast import Cast
from tests.hazards import life
from tests.reports.figuring import CITY, CUTOFF, basis, build

#: The columns that domain.md 7.2 asks for, by table: each is in a head of one of its sheets.
WANTED = {
    "附表1": "应投保 已投保 投保率 未投保 脱保 未全员 未足额",
    "附表2": "保单数 有效保单投保人数 实收保费（万元） 保额（万元） 每人限额区间（万元） 赔付件数 赔付金额（万元）",
    "附表3": "企业名称 统一社会信用代码 行业领域 地址 类型 责令日期 处罚（万元） 处置状态",
    "附表4": "方案数 帮扶户数 帮扶覆盖率 宣传教育培训次数 培训人次 隐患排查次数 应急演练次数 演练人次 其他次数",
    "附表5": "动火等危险作业 电气焊设备 危险作业人员及关键岗位人员 外包外租等生产经营活动 排查数 问题数 已改数",
    "附表6": "实收保费（万元） 约定比例 预算（万元） 列支（万元） 费用占比 费用列支率 第三方金额（万元）",
    "附表7": "编号 单位 等级 标准条款 告知日期 整改期限 五落实 销号日期",
    "附表8": "报告日期 报告部门 措施 文书号 罚款（万元） 公示日期 跟踪",
    "附表9": "检查地区 被检查地区 首个检查日 组员 检查企业数 检查保险机构数 发现问题数 移送问题数 整改问题数 办结问题数",
    "附表10": "问题编号 单位名称 事实 依据 移交机关 处置方式 完成日期",
    "附表11": "标题 类型 媒体 日期",
}
OF_REPORT = {
    "coverage": {"附表1", "附表2", "附表3"},
    "campaign": {"附表4", "附表5", "附表6", "附表7", "附表8", "附表11"},
    "cross-inspection": {"附表9", "附表10"},
    "regulator": {"附表2", "附表4", "附表6", "附表7", "附表8", "附表10"},
    "province": {"附表1", "附表2", "附表4", "附表5", "附表6", "附表7", "附表8", "附表9", "附表11"},
}


def tables_of(report: str, place: Place) -> list[Table]:
    definition = DEFINITIONS[report]
    return definition.tables(basis(), place, Numbers(*compute(definition.figures, basis(), place.cities)))


def heads(tables: Sequence[Table], annex: str) -> set[str]:
    """The words of the heads of an annex table."""
    columns = [column for table in tables if table.annex == annex for column in table.columns]
    return {word for column in columns for word in (column.title, column.group)}


def test_each_report_has_its_tables_with_all_their_columns(cast: Cast) -> None:
    for report, annexes in OF_REPORT.items():
        place = Place.city(CITY) if report != "province" else Place.province()
        tables = tables_of(report, place)
        assert {table.annex for table in tables} == annexes, report
        if report != "regulator":
            for annex in annexes - ({"附表7"} if report == "province" else set()):
                assert set(WANTED[annex].split()) <= heads(tables, annex), (report, annex)
        for table in tables:
            assert all(len(line) == len(table.columns) for line in (*table.rows, *table.totals)), table.sheet
        assert len({table.sheet for table in tables}) == len(tables)


@pytest.fixture
def city(cast: Cast) -> Place:
    """Firms, services, vouchers and hazards of two counties of Hangzhou, and of another city."""
    for county in (world.HANGZHOU, "330105", world.QUZHOU):
        held = world.policy(world.enterprise(county, key_enterprise=county == "330105"))
        world.activity(held, h1_checked=5, h1_problems=2)
        world.activity(held, kind="TRAIN", topics=["T1", "T2"], participants=12, start_on=date(2023, 6, 5))
        world.expense(held)
        world.expense(held, category="AGENCY", amount=Decimal(500))
        world.plan(held)
        world.enterprise(county)
        life.hazard(held.enterprise, level="MAJOR", state="CLOSED", closed_on=date(2023, 10, 20), topic="H1")
        life.hazard(held.enterprise)
    return Place.city(CITY)


def whole(table: Table) -> dict[str, Any]:
    """{column: value} of the total, titles of a group behind its word."""
    names = [f"{column.group}{column.title}" for column in table.columns]
    return dict(zip(names, table.totals[0], strict=True))


def figure_columns(make: Callable[..., Any], place: Place, figures: Sequence[Figure]) -> Iterator[tuple[Any, Any]]:
    """Each total of a table cut by place beside its figure."""
    table = make(basis(), place)
    assert CHECKED in table.notes
    numbers, _cities = compute(figures, basis(), place.cities)
    for value, figure in zip(table.totals[0][1:], figures, strict=True):
        yield value, figure.in_annex(numbers[figure.id])


def test_a_rate_carries_its_sign_once(cast: Cast) -> None:
    """The number is a percentage by the format of its cell, as pages and documents print it; its unit says the same in words."""
    sheet = load_workbook(build("campaign", cast.hangzhou_officer).workbook.file.path)["指标"]
    rows = [row for row in sheet.iter_rows(min_row=5) if row[3].value == "百分比"]
    assert len(rows) > 5
    assert {row[2].number_format for row in rows if row[2].value != "—"} <= {"0.00%"}
    assert "%" not in {row[3].value for row in sheet.iter_rows(min_row=5)}


def test_totals_are_the_figures(city: Place) -> None:
    for place in (city, Place.province()):
        for make, figures in (
            (campaign.by_place, services.BY_PLACE),
            (campaign.cover, services.COVER),
            (campaign.topics_of, topics.TOPICS),
            (campaign.by_month, services.GIVEN),
            (campaign.checks, (*topics.CHECKS, *outsourcing.FIGURES)),
            (fees.by_insurer, expenses.OF_FEES),
            (fees.by_place, expenses.OF_FEES),
            (hazards.statistics, (*of_hazards.FIGURES, *of_hazards.RATES)),
            (hazards.by_insurer, (*of_hazards.FIGURES, *of_hazards.RATES)),
        ):
            assert all(total == number for total, number in figure_columns(make, place, figures)), make
        total, _cities = compute(FIGURES.values(), basis(), place.cities)
        duty = coverage.by_county(basis(), place).totals[0]
        named = ("must_insure", "insured", "rate", "not_insured")
        assert list(duty[1:5]) == [total[f"coverage.{name}"] for name in named]
        assert CHECKED in coverage.by_county(basis(), place).notes
        assert whole(coverage.by_insurer(basis(), place))["实收保费（万元）"] == wan(total["coverage.premium_paid"])
        # Two premiums in one workbook: the table of fees says which policies its own is of.
        assert any("附表2的实收保费为" in note for note in fees.by_insurer(basis(), place).notes)
        by_insurer = whole(campaign.by_insurer(basis(), place))
        assert by_insurer["帮扶户数"] == total["campaign.assisted_units"]
        assert by_insurer["宣传教育培训次数"] == total["campaign.activities.TRAIN"]


def test_a_total_that_does_not_tie_says_so(city: Place) -> None:
    figures = services.GIVEN
    total, cities = compute(figures, basis(), city.cities)
    assert checked(figures, cities.values(), total) == CHECKED
    total["campaign.activities.HAZ"] = 99
    assert checked(figures, cities.values(), total).startswith("核对不符，请先查明原因：隐患排查次数各行之和2、合计99")


def test_table_5_says_that_its_columns_come_from_two_ledgers(city: Place) -> None:
    table = campaign.checks(basis(), city)
    assert any("隐患台账" in note and "来源不同" in note for note in table.notes)


def test_a_list_has_as_many_rows_as_its_figure(city: Place) -> None:
    total, _cities = compute(FIGURES.values(), basis(), [CITY])
    assert len(coverage.uninsured_enterprises(basis(), city).rows) == total["coverage.not_insured"] == 2
    for figure, level in ((of_hazards.MAJOR_HAZARDS, "重大"), (of_hazards.GENERAL_HAZARDS, "一般")):
        assert len(hazards.ledger(basis(), city, figure, level).rows) == total[figure.id] == 2
    tied = total["coverage.insured_units"] - total["campaign.assisted_units"]  # type: ignore[operator]
    assert len(campaign.unassisted_units(basis(), city).rows) == tied == 0


def test_a_list_that_is_too_long_goes_on_in_a_file(
    cast: Cast, city: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert hazards.write_lists(basis(), city, tmp_path) == []
    monkeypatch.setattr(hazards, "LISTED", 1)
    table = hazards.ledger(basis(), city, of_hazards.GENERAL_HAZARDS, "一般")
    assert (len(table.rows), table.totals[0][0]) == (1, "2项")
    assert "本表列前1项；全部2项见随附文件「附表7-一般.csv」" in table.notes[0]
    snapshot = build("campaign", cast.hangzhou_officer)
    with archive_of(snapshot, None) as body, ZipFile(body) as archive:
        (name,) = [one for one in archive.namelist() if one.endswith("附表7-一般.csv")]
        lines = archive.read(name).decode("utf-8-sig").splitlines()
        assert name in archive.read("SHA256SUMS.txt").decode()
    assert len(lines) == 3
    assert lines[1].startswith(f"1,{table.rows[0][0]},")


def test_table_1_tells_the_kinds_of_gap(cast: Cast) -> None:
    world.enterprise()
    world.policy(world.enterprise(), end_on=CUTOFF - timedelta(days=1))
    world.policy(world.enterprise(), status="CANCELLED")
    world.policy(world.enterprise(), insured_people=40)
    world.policy(world.enterprise(sectors=["HAZCHEM", "CONSTR"]), limit_per_person=Decimal(200000))
    table = coverage.by_county(basis(), Place.city(CITY))
    assert list(whole(table).values())[1:] == [5, 2, Decimal("0.4000"), 3, 1, 1, 1, 1, 1]
    by_sector = {line[0]: list(line[1:]) for line in coverage.by_sector(basis(), Place.city(CITY)).rows}
    assert by_sector["建筑施工"] == [1, 1, Decimal("1.0000"), 0, 0, 0, 0, 0, 1]


def test_table_3_tells_order_fine_and_standing(cast: Cast) -> None:
    firm, at, by = world.enterprise(), world.now() - timedelta(days=10), cast.hangzhou_officer
    case = Case.objects.create(
        number="示例案〔2023〕1号",
        subject="ENTERPRISE",
        subject_name=firm.name,
        enterprise=firm,
        city_id=CITY,
        kind="NOT_INSURED",
        source="GAP",
        source_key=str(firm.pk),
        source_name=firm.uscc,
        title="应保未保",
        facts="未投保",
        state="RUNNING",
        authority=by.organisation,
        handler=by,
        opened_on=CUTOFF - timedelta(days=10),
        opened_by=by,
        opened_at=at,
    )
    later = CUTOFF + timedelta(days=1)
    steps = [("ORDER", CUTOFF, None), ("PENALTY", CUTOFF, 60000), ("PENALTY", later, 90000)]
    for seq, (kind, day, amount) in enumerate(steps, start=1):
        Step.objects.create(
            case=case,
            seq=seq,
            kind=kind,
            state="ISSUED",
            authority=by.organisation,
            text="请按要求办理",
            doc_no=f"示例〔2023〕{seq}号",
            issued_on=day,
            amount=amount,
            proposed_by=by,
            proposed_at=at,
        )
    world.enterprise()
    table = coverage.uninsured_enterprises(basis(), Place.city(CITY))
    told = {line[0]: tuple(line[6:9]) for line in table.rows}
    assert told.pop(firm.name) == ("未投保", CUTOFF, Decimal("6.00"))
    assert list(told.values()) == [("未投保", None, None)]
    assert table.totals[0][7:9] == ["已责令1户", Decimal("6.00")]


def test_a_total_of_fines_that_no_line_knows_is_unknown(cast: Cast) -> None:
    """「—」 in every line and 0.00 below them would say that somebody counted."""
    place = Place.city(CITY)
    of = life.hazard(world.enterprise(), level="MAJOR", state="REPORTED", refused_on=CUTOFF)
    row = life.refusal(of, cast.insurer_a_clerk, cast.insurer_a_lead, told=("EM-330106",))
    row.agreed_at = world.now() - timedelta(days=5)
    row.save()
    for table, title in (
        (coverage.uninsured_enterprises(basis(), place), "处罚（万元）"),
        (hazards.refusals(basis(), place), "罚款（万元）"),
    ):
        at = [column.title for column in table.columns].index(title)
        assert [line[at] for line in (*table.rows, *table.totals)] == [None, None], table.sheet


def test_the_regulator_reads_no_case_files(cast: Cast) -> None:
    of = life.hazard(world.enterprise(), level="MAJOR", state="REPORTED", refused_on=CUTOFF)
    row = life.refusal(of, cast.insurer_a_clerk, cast.insurer_a_lead, told=("EM-330106",))
    row.agreed_at = row.reported_at = world.now() - timedelta(days=5)
    row.save()
    row.reports.update(sent_at=row.reported_at)
    place = Place.city(CITY)
    [bureau] = hazards.refusals(basis(), place).rows
    [regulator] = hazards.refusals(basis(), place, with_enforcement=False).rows
    assert bureau[5] == regulator[5] != ""
    assert list(bureau[7:]) == ["", "", None, "", ""]
    assert list(regulator[7:]) == [None] * 5


def test_ningbo_is_left_out_and_the_title_says_so(cast: Cast) -> None:
    held = world.policy(world.enterprise(world.NINGBO), by="INS-A-NB")
    world.activity(held)
    world.policy(world.enterprise())
    whole_place, without = Place.province(), Place.province_without("330200")
    assert [line[0] for line in coverage.by_insurer(basis(), whole_place).rows][-1] != ""
    assert len(coverage.by_insurer(basis(), whole_place).rows) == 2
    assert len(coverage.by_insurer(basis(), without).rows) == 1
    for table in tables_of("regulator", without):
        assert "不含宁波" in table.title
        assert all("宁波" not in str(line[0]) for line in table.rows)


def test_each_table_comes_by_itself(cast: Cast, as_user: Callable[[Any], Client]) -> None:
    world.policy(world.enterprise())
    snapshot = build("coverage", cast.hangzhou_officer)
    officer = as_user(cast.hangzhou_officer)
    page = officer.get(reverse("reports:snapshot-tables", args=[snapshot.pk]))
    assert (
        reverse("reports:snapshot-tables", args=[snapshot.pk])
        in officer.get(reverse("reports:snapshot-detail", args=[snapshot.pk])).content.decode()
    )
    whole_book = load_workbook(snapshot.workbook.file.path)
    assert [name for _number, name in page.context["tables"]] == whole_book.sheetnames
    for number, name in page.context["tables"]:
        address = reverse("reports:snapshot-table", args=[snapshot.pk, number])
        sent = officer.get(address)
        book = load_workbook(BytesIO(b"".join(sent.streaming_content)))  # type: ignore[attr-defined]
        assert book.sheetnames == [name]
        rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
        assert rows == [[cell.value for cell in row] for row in whole_book[name].iter_rows()]
        assert book[name].print_title_rows == whole_book[name].print_title_rows
        assert as_user(cast.quzhou_officer).get(address).status_code == 404
    assert officer.get(reverse("reports:snapshot-table", args=[snapshot.pk, 99])).status_code == 404


def test_two_archives_of_one_version_are_the_same_file(cast: Cast) -> None:
    """Neither bears the moment of its download: no entry is of a later day than the version."""
    snapshot = build("coverage", cast.hangzhou_officer)
    with archive_of(snapshot, None) as first, archive_of(snapshot, None) as second:
        assert first.read() == second.read()
        with ZipFile(first) as archive:
            assert {entry.date_time for entry in archive.infolist()} == {ZipInfo("").date_time}
