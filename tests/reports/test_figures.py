"""Every figure at its borders, and one number on page, in file and in JSON."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from campaigns.models import Campaign
from core import jobs
from core.models import Job
from core.workbooks.formats import Form, printed
from reports.choices import ReportKind
from reports.documents.summary import document_of
from reports.figures import FIGURES, LedgerFigure, compute, figures_of
from reports.models import Snapshot
from reports.rules import rate
from tests import world
from tests.cast import Cast
from tests.conftest import SAMPLES
from tests.databases import Keep
from tests.hazards.life import hazard
from tests.reports.figuring import CITY, CUTOFF, basis, build, figure, sheet_figures
from tests.reports.reading import text_of
from tests.uploads import load_all

COUNTED = {name: shown for name, shown in FIGURES.items() if isinstance(shown, LedgerFigure)}


@pytest.fixture(scope="module")
def plain(keep: Keep) -> None:
    """The plain samples, once for all tests that only read them."""
    keep(lambda: load_all(SAMPLES / "plain"))


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 1),
        ({"status": "BUILDING"}, 1),
        ({"status": "SUSPENDED"}, 0),
        ({"status": "CLOSED"}, 0),
        ({"sectors": ["OTHER"]}, 0),
        ({"sectors": ["COAL"]}, 0),
        ({"sectors": ["OTHER", "FISHERY"]}, 1),
    ],
)
def test_who_must_insure(cast: Cast, changes: dict[str, Any], counts: int) -> None:
    world.enterprise(**changes)
    assert figure("coverage.must_insure") == counts


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 1),
        ({"end_on": CUTOFF}, 1),
        ({"end_on": CUTOFF - timedelta(days=1)}, 0),
        ({"start_on": CUTOFF}, 1),
        ({"start_on": CUTOFF + timedelta(days=1)}, 0),
        ({"status": "SURRENDERED"}, 0),
        ({"status": "CANCELLED"}, 0),
    ],
)
def test_who_is_insured(cast: Cast, changes: dict[str, Any], counts: int) -> None:
    world.policy(world.enterprise(), **changes)
    assert figure("coverage.insured") == counts
    assert figure("coverage.not_insured") == 1 - counts
    assert figure("coverage.insured_units") == counts


def test_insured_units_count_those_who_need_not_insure_and_premium_counts_all_states(cast: Cast) -> None:
    world.policy(world.enterprise(sectors=["OTHER"]), premium_paid=Decimal("100.10"))
    world.policy(world.enterprise(), status="SURRENDERED", premium_paid=Decimal("0.05"))
    world.policy(world.enterprise(), start_on=CUTOFF + timedelta(days=1), premium_paid=Decimal(7))
    assert figure("coverage.insured_units") == 1
    assert figure("coverage.insured") == 0
    assert figure("coverage.premium_paid") == Decimal("100.15")


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 1),
        ({"start_on": date(2023, 4, 27)}, 1),
        ({"start_on": date(2023, 4, 26)}, 0),
        ({"start_on": CUTOFF, "end_on": CUTOFF}, 1),
        ({"start_on": CUTOFF + timedelta(days=1), "end_on": CUTOFF + timedelta(days=1)}, 0),
        ({"state": "VOID"}, 0),
    ],
)
def test_which_activities_count(cast: Cast, changes: dict[str, Any], counts: int) -> None:
    world.activity(world.policy(world.enterprise()), **changes)
    assert figure("campaign.activities.HAZ") == counts
    assert figure("campaign.assisted_units") == counts


def test_participants_and_assistance(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    world.activity(held, kind="TRAIN", participants=30, campaign_assist=False)
    world.activity(held, kind="TRAIN", participants=12, campaign_assist=False)
    world.activity(held, kind="DRILL", participants=5, campaign_assist=False)
    assert figure("campaign.participants.TRAIN") == 42
    assert figure("campaign.participants.DRILL") == 5
    assert figure("campaign.assisted_units") == 0
    assert figure("campaign.assist_rate") == Decimal(0)


def test_zero_denominators_and_ledgers_to_come_are_unknown(cast: Cast) -> None:
    assert figure("coverage.rate") is None
    assert figure("campaign.assist_rate") is None
    assert figure("coverage.must_insure") == 0
    assert figure("expenses.booked") == 0
    assert figure("expenses.share") is None
    assert figure("hazards.closed") == 0
    for name in ("cross.routed", "cross.received.disposed"):
        assert figure(name) == 0
    assert figure("cross.completion_rate") is None
    assert printed(Form.RATE, None) == "—"


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 1000),
        ({"booked_on": date(2023, 4, 27)}, 1000),
        ({"booked_on": date(2023, 4, 26)}, 0),
        ({"booked_on": CUTOFF}, 1000),
        ({"booked_on": CUTOFF + timedelta(days=1)}, 0),
        ({"amount": Decimal(-1000), "reverses": "PZ-X"}, -1000),
    ],
)
def test_which_expenses_count(cast: Cast, changes: dict[str, Any], counts: int) -> None:
    """Booked within the campaign and not after the cut-off (contract 5)."""
    world.expense(world.policy(world.enterprise(), premium_paid=Decimal(10000)), **changes)
    assert figure("expenses.booked") == counts
    assert figure("expenses.share") == Decimal(counts) / 10000


def test_rates_are_rounded_half_up() -> None:
    assert rate(1, 3) == Decimal("0.3333")
    assert rate(2, 3) == Decimal("0.6667")
    assert rate(1, 32) == Decimal("0.0313")
    assert printed(Form.RATE, rate(1, 32)) == "3.13%"


def test_a_record_lies_where_its_enterprise_lies(cast: Cast) -> None:
    world.policy(world.enterprise(world.QUZHOU))
    assert figure("coverage.insured", "330800") == 1
    assert figure("coverage.insured", "330100") == 0


def test_every_figure_of_the_contract_is_known_and_the_province_is_the_sum_of_its_cities(cast: Cast) -> None:
    for county in (world.HANGZHOU, world.QUZHOU, world.NINGBO):
        held = world.policy(world.enterprise(county), by="INS-A-NB" if county == world.NINGBO else "INS-A-ZJ")
        world.activity(held)
        world.enterprise(county)
    total, cities = compute(FIGURES.values(), basis(), ["330100", "330200", "330800"])
    assert list(total) == list(FIGURES)
    for name in COUNTED:
        assert total[name] == sum(figures[name] for figures in cities.values())  # type: ignore[misc]
    assert total["coverage.rate"] == Decimal("0.5000")
    assert total["coverage.must_insure"] == total["coverage.insured"] + total["coverage.not_insured"]  # type: ignore[operator]


def test_the_rows_behind_a_figure_are_as_many_as_it_says(cast: Cast) -> None:
    held = world.policy(world.enterprise())
    world.activity(held)
    world.enterprise()
    for name, counted in COUNTED.items():
        if not counted.total:
            assert counted.rows_of(basis(), [CITY]).count() == figure(name), name


def test_the_official_samples_give_their_figures(cast: Cast) -> None:
    load_all(SAMPLES / "official")
    assert_figures_are_those_of("official")


def test_the_plain_samples_give_their_figures(plain: None, db: None) -> None:
    assert_figures_are_those_of("plain")


def assert_figures_are_those_of(folder: str) -> None:
    wanted = json.loads((SAMPLES / folder / "figures.json").read_text(encoding="utf-8"))
    for city in ("330100", "330600"):
        total, _cities = compute(FIGURES.values(), basis(), [city])
        for name, key in sample_keys():
            value: Any = wanted[city]
            for part in key.split("."):
                value = value[part]
            assert total[name] == value, (city, name)


def contract_rows() -> list[dict[str, str]]:
    """The rows of figures.csv; commas in a formula that is not quoted belong to it."""
    with (SAMPLES / "contract" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, restkey="rest"))
    for row in rows:
        row["formula"] = ",".join([row["formula"], *row.pop("rest", [])])
    return rows


def sample_keys() -> list[tuple[str, str]]:
    """Figures that the samples' figures.json knows, with their keys there."""
    return [(row["id"], row["sample_key"]) for row in contract_rows() if row["sample_key"] and row["id"] in COUNTED]


def test_figures_are_those_of_the_contract_in_its_order() -> None:
    """All of them and no other, each with the contract's own name, report and formula."""
    said = [(row["id"], row["name"], row["report"], row["formula"]) for row in contract_rows()]
    assert [(f.id, f.name, f.report.value, f.formula) for f in FIGURES.values()] == said


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, 10000),
        ({"start_on": date(2022, 4, 28), "end_on": date(2023, 4, 27)}, 10000),
        ({"start_on": date(2022, 4, 27), "end_on": date(2023, 4, 26)}, None),
        ({"start_on": CUTOFF}, 10000),
        ({"start_on": CUTOFF + timedelta(days=1)}, None),
        ({"status": "CANCELLED"}, 10000),
    ],
)
def test_expenses_are_a_share_of_the_policies_of_the_campaign(
    cast: Cast, changes: dict[str, Any], counts: int | None
) -> None:
    """Policies of any status begun by the cut-off whose period overlaps the campaign by a day."""
    spent = world.policy(world.enterprise(), premium_paid=Decimal(0))
    world.policy(world.enterprise(), premium_paid=Decimal(10000), **changes)
    world.expense(spent, amount=Decimal(500))
    assert figure("expenses.share") == (None if counts is None else Decimal("0.0500"))


@pytest.mark.parametrize(
    ("found_on", "counts"),
    [(date(2023, 4, 26), 0), (date(2023, 4, 27), 1), (CUTOFF, 1), (CUTOFF + timedelta(days=1), 0)],
)
def test_hazards_count_from_the_first_day_of_the_campaign_to_the_cut_off(
    cast: Cast, found_on: date, counts: int
) -> None:
    hazard(world.enterprise(), found_on=found_on, notified_on=None, receiver="", deadline=None, state="RECORDED")
    assert figure("hazards.found.GENERAL") == counts


def test_the_window_is_that_of_the_campaign_s_row(cast: Cast) -> None:
    """Its days are data: a campaign that begins later counts less."""
    world.expense(world.policy(world.enterprise()), booked_on=date(2023, 5, 1))
    assert figure("expenses.booked") == 1000
    Campaign.objects.filter(year=2023).update(starts_on=date(2023, 5, 2))
    assert figure("expenses.booked") == 0


@pytest.mark.parametrize("report", ["coverage", "campaign", "cross-inspection"])
def test_page_file_and_json_say_the_same(
    plain: None, cast: Cast, as_user: Callable[[Any], Client], tmp_path: Path, report: str
) -> None:
    out = StringIO()
    call_command(
        "build_report", report, username="em-330100", cutoff=CUTOFF, out=tmp_path / "out", json=True, stdout=out
    )
    told = json.loads(out.getvalue())
    assert set(told) == {"report", "organisation", "year", "cutoff", "version", "figures", "files"}
    assert sheet_figures(told["files"][0]["path"]) == told["figures"]
    snapshot = Snapshot.objects.get(report=report)
    page = as_user(cast.hangzhou_officer).get(reverse("reports:snapshot-detail", args=[snapshot.pk])).content.decode()
    for name, value in told["figures"].items():
        number = Decimal(str(value)) if isinstance(value, float) else value
        shown = printed(FIGURES[name].form, number)
        assert shown in page, name


def test_the_province_summary_carries_all_cities(plain: None, cast: Cast) -> None:
    snapshot = build("province", cast.provincial_officer)
    assert set(snapshot.figures) == {f.id for f in figures_of(ReportKind.COVERAGE, ReportKind.CAMPAIGN)}
    assert len(snapshot.cities) == 11
    assert snapshot.figures["coverage.must_insure"] == sum(c["coverage.must_insure"] for c in snapshot.cities.values())
    stored = snapshot.workbook
    assert sheet_figures(stored.file.path) == snapshot.figures
    book = load_workbook(stored.file.path)
    assert book.sheetnames[:2] == ["目录", "填报说明"]
    sheet = book["附表1"]
    assert [sheet.cell(row, 2).value for row in range(6, 17)] == [
        "杭州市",
        "宁波市",
        "温州市",
        "湖州市",
        "嘉兴市",
        "绍兴市",
        "金华市",
        "衢州市",
        "舟山市",
        "台州市",
        "丽水市",
    ]
    assert sheet.cell(17, 1).value == "合计"
    text = text_of(document_of(snapshot, snapshot.submission))
    lines = [[sheet.cell(row, column).value for column in (2, 3, 4, 6)] for row in range(6, 17)]
    told = [f"{name}应保{must}户、已保{insured}户、" in text for name, must, insured, _missing in lines]
    assert told == [True] * 11
    places = [text.index(f"{line[0]}应保") for line in lines]
    assert places == sorted(places)
    assert [
        f"应保未保{line[3]}户" in text[place : place + 40] for line, place in zip(lines, places, strict=True)
    ] == told
    assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("report", ["coverage", "campaign", "cross-inspection", "province"])
def test_a_report_s_workbook_speaks_chinese_and_names_the_place_once(cast: Cast, report: str) -> None:
    by = cast.provincial_officer if report == "province" else cast.hangzhou_officer
    book = load_workbook(build(report, by).workbook.file.path)
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [text for text in texts if any(name in text for name in FIGURES)] == []
    assert [text for text in texts if "省全省" in text] == []
    place = "浙江省" if report == "province" else "杭州市"
    assert book["指标"]["A2"].value.startswith(f"{place}安责险")


def test_user_text_never_becomes_a_formula(cast: Cast) -> None:
    world.enterprise(name="=HYPERLINK(1)", address="+1+1")
    snapshot = build("coverage", cast.hangzhou_officer)
    sheet = load_workbook(snapshot.workbook.file.path)["附表3"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value in ("=HYPERLINK(1)", "+1+1")]
    assert len(cells) == 2
    assert {cell.data_type for cell in cells} == {"s"}


def test_versions_count_up_and_a_job_run_twice_has_one_effect(cast: Cast) -> None:
    first, second = build("coverage", cast.hangzhou_officer), build("coverage", cast.hangzhou_lead)
    assert (first.version, second.version) == (1, 2)
    Job.objects.filter(pk=second.job_id).update(state="QUEUED")
    jobs.run_job(second.job_id)
    assert Snapshot.objects.count() == 2
    assert build("coverage", cast.provincial_officer, CITY).version is None


def test_a_province_costs_as_many_queries_as_a_city(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """One for each pool: firms, policies, services, hazards, refusals, vouchers, contracts."""
    figures, frame = figures_of(ReportKind.COVERAGE, ReportKind.CAMPAIGN), basis()
    for cities in ([CITY], [f"33{n:02d}00" for n in range(1, 12)]):
        with django_assert_num_queries(7):
            compute(figures, frame, cities)
