"""Figures and table 9 of cross-inspection: what a city inspected is never added to what was inspected in it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from core.contributions.desk import Desk
from inspections.models import Finding, PlanVersion, Routing, Task
from inspections.todos import work
from reports.definitions import Place
from reports.definitions.cross_inspection import list_of_findings, tasks
from reports.figures import FIGURES, compute
from reports.todos import work as reports_work
from tests.cast import Cast
from tests.inspections.plan_rows import agreed
from tests.reports.crossing import IN, OUT, check, find, hand_in, route, settle, start, visit
from tests.reports.figuring import CITY, CUTOFF, basis, build, figure

ONE_DAY = timedelta(days=1)
HANGZHOU, SHAOXING = CITY, "330600"


@pytest.fixture
def both_sides(cast: Cast) -> None:
    """Hangzhou checked three firms and an insurer and found two things; Jinhua checked one firm in Hangzhou."""
    out = start(OUT)
    firms = [check(out, cast.hangzhou_officer, CUTOFF) for _ in range(3)]
    visit(out, cast.hangzhou_officer, CUTOFF)
    for firm in firms[:2]:
        find(firm, cast.hangzhou_officer, CUTOFF)
    hand_in(out)
    received = start(IN)
    check(received, cast.jinhua_officer, CUTOFF)
    hand_in(received)


def test_the_two_sides_of_a_city(both_sides: None) -> None:
    measures = ("enterprises_checked", "insurers_checked", "findings")
    assert [figure(f"cross.{name}") for name in measures] == [3, 1, 2]
    assert [figure(f"cross.received.{name}") for name in measures] == [1, 0, 0]
    assert [figure(f"cross.received.{name}", city=SHAOXING) for name in measures] == [3, 1, 2]
    assert [figure(f"cross.{name}", city=SHAOXING) for name in measures] == [0, 0, 0]


def test_table_9_of_a_city_totals_each_side_by_itself(both_sides: None) -> None:
    table = tasks(basis(), Place.city(HANGZHOU))
    assert [list(line[5:8]) for line in table.rows] == [[3, 1, 2], [1, 0, 0]]
    total, _cities = compute(FIGURES.values(), basis(), [HANGZHOU])
    measures = ("enterprises_checked", "insurers_checked", "findings", "routed", "disposed")
    assert [column.title for column in table.columns[-2:]] == ["整改问题数", "办结问题数"]
    assert [[*line[:9], line[10]] for line in table.totals] == [
        ["检查他市", "", "", "", "", *[total[f"cross.{name}"] for name in measures]],
        ["接受检查", "", "", "", "", *[total[f"cross.received.{name}"] for name in measures]],
    ]


def test_table_9_of_the_province_has_each_task_once_and_one_total(both_sides: None) -> None:
    table = tasks(basis(), Place.province())
    assert len(table.rows) == 11
    assert [list(line) for line in table.totals] == [["", "", "", "", "", 4, 1, 2, 0, 0, 0]]


def test_table_9_as_it_is_printed(cast: Cast, both_sides: None) -> None:
    sheet = load_workbook(build("cross-inspection", cast.hangzhou_officer).workbook.file.path)["附表9"]
    printed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=8, max_col=12)]
    assert printed == [
        ["合计", "检查他市", None, None, None, None, 3, 1, 2, 0, 0, 0],
        ["合计", "接受检查", None, None, None, None, 1, 0, 0, 0, 0, 0],
    ]


@pytest.mark.parametrize(("days", "counts"), [(-1, 1), (0, 1), (1, 0)])
def test_the_cut_off_of_forms_and_findings(cast: Cast, days: int, counts: int) -> None:
    task, day = start(OUT), CUTOFF + ONE_DAY * days
    find(check(task, cast.hangzhou_officer, day), cast.hangzhou_officer, day)
    visit(task, cast.hangzhou_officer, day)
    hand_in(task)
    for name in ("enterprises_checked", "insurers_checked", "findings"):
        assert figure(f"cross.{name}") == counts
        assert figure(f"cross.received.{name}", city=SHAOXING) == counts


def test_drafts_and_what_was_found_on_them_do_not_count(cast: Cast) -> None:
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    names = [f"cross.{side}{name}" for side in ("", "received.") for name in ("enterprises_checked", "findings")]
    assert [figure(name) for name in names[:2]] == [0, 0]
    assert [figure(name, city=SHAOXING) for name in names[2:]] == [0, 0]
    hand_in(task)
    assert [figure(name) for name in names[:2]] == [1, 1]
    assert [figure(name, city=SHAOXING) for name in names[2:]] == [1, 1]


@pytest.mark.parametrize(("days", "counts"), [(-1, 1), (0, 1), (1, 0)])
def test_the_cut_off_of_what_was_handed_over_and_settled(cast: Cast, days: int, counts: int) -> None:
    task, day = start(OUT), CUTOFF + ONE_DAY * days
    find(check(task, cast.hangzhou_officer, CUTOFF - ONE_DAY), cast.hangzhou_officer, CUTOFF - ONE_DAY)
    hand_in(task)
    [letter] = route(task, day)
    assert figure("cross.routed") == counts
    assert figure("cross.received.routed", city=SHAOXING) == counts
    assert figure("cross.disposed") == 0
    settle(letter, day)
    assert figure("cross.disposed") == counts
    assert figure("cross.received.disposed", city=SHAOXING) == counts
    assert figure("cross.findings") == 1
    # Put right: settled as something that was wrong, or on the spot.
    rectified = tasks(basis(), Place.city(HANGZHOU)).totals[0]
    assert list(rectified[8:]) == [counts, counts, counts]
    Routing.objects.update(disposition="UNFOUNDED", amount=None)
    assert tasks(basis(), Place.city(HANGZHOU)).totals[0][9] == 0
    Finding.objects.update(on_spot=True)
    assert tasks(basis(), Place.city(HANGZHOU)).totals[0][9] == 1


def test_handed_over_by_the_cut_off_and_settled_a_day_later(cast: Cast) -> None:
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    [letter] = route(task, CUTOFF)
    settle(letter, CUTOFF + ONE_DAY)
    assert (figure("cross.routed"), figure("cross.disposed")) == (1, 0)
    [line] = list_of_findings(basis(), Place.city(HANGZHOU)).rows
    assert list(line[10:16]) == ["越城区应急管理局", CUTOFF, "", "", None, None]


def test_a_revoked_finding_counts_nowhere(cast: Cast) -> None:
    task = start(OUT)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    Finding.objects.update(state="REVOKED")
    assert (figure("cross.findings"), figure("cross.routed")) == (0, 0)
    assert not list_of_findings(basis(), Place.city(HANGZHOU)).rows


def test_completion_is_submitted_forms_over_the_forms_of_the_agreed_plan(cast: Cast) -> None:
    """Not over the list: who puts fewer firms on it than was agreed has not done more of the work."""
    assert figure("cross.completion_rate") is None
    task = start(OUT)
    for _number in range(3):
        check(task, cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    assert figure("cross.completion_rate") is None
    plan = agreed(cast, task, enterprises=5, insurers=1)
    PlanVersion.objects.filter(pk=plan.pk).update(answered_at=noon(CUTOFF))
    assert figure("cross.completion_rate") == Decimal("0.5000")
    assert figure("cross.completion_rate", city=SHAOXING) is None
    assert figure("cross.completion_rate", cutoff=CUTOFF - ONE_DAY) is None
    visit(task, cast.hangzhou_officer, CUTOFF)
    hand_in(task)
    assert figure("cross.completion_rate") == Decimal("0.6667")
    # The workbench shows the same share, and the workbook names the rows of both kinds of forms.
    [meter] = work(Desk(cast.hangzhou_officer, CUTOFF)).meters
    assert (meter.part, meter.whole) == (4, 6)
    assert not work(Desk(cast.shaoxing_officer, CUTOFF)).meters[0].whole
    # A meter of the city opens the rows of that city alone: it sees those where it inspects, too.
    assert all("city=330100" in one.url for one in reports_work(Desk(cast.hangzhou_officer, CUTOFF)).meters)
    snapshot = build("cross-inspection", cast.hangzhou_officer)
    rows = load_workbook(snapshot.workbook.file.path)["溯源"].iter_rows(min_row=5, values_only=True)
    [line] = [row for row in rows if row[1] == "交叉检查完成率"]
    digests = [
        snapshot.capture.figures.get(figure=f"cross.{name}_checked").digest for name in ("enterprises", "insurers")
    ]
    assert line[4:6] == (4, "、".join(digests))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo("Asia/Shanghai"))


def test_table_10_sums_each_side_by_itself(both_sides: None, cast: Cast) -> None:
    out = Task.objects.select_related("campaign").get(annex_no=OUT)
    [letter] = route(out, CUTOFF)
    # As long as no line knows a fine, the total is unknown as well; without lines it is nothing.
    assert [line[-2] for line in list_of_findings(basis(), Place.city(HANGZHOU)).totals] == [None, Decimal("0.00")]
    settle(letter, CUTOFF, only=1)
    table = list_of_findings(basis(), Place.city(HANGZHOU))
    assert [line[1:3] for line in table.rows] == [("杭州市", "绍兴市")] * 2
    sums = [[cell for cell in line if cell not in ("", None)] for line in table.totals]
    assert sums == [
        ["检查他市", "问题2个", "已移交2个", "已办结1个", Decimal("6.00")],
        ["接受检查", "问题0个", "已移交0个", "已办结0个", Decimal("0.00")],
    ]
    assert table.rows[0][12:16] == ("行政处罚", "越应急罚〔2023〕1号", Decimal("6.00"), CUTOFF)
    [whole] = list_of_findings(basis(), Place.province()).totals
    assert [cell for cell in whole if cell not in ("", None)] == ["问题2个", "已移交2个", "已办结1个", Decimal("6.00")]
