"""Figures and table 9 of cross-inspection: what a city inspected is never added to what was inspected in it."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from reports.definitions import Place
from reports.definitions.cross_inspection import tasks
from reports.figures import FIGURES, compute
from tests.cast import Cast
from tests.reports.crossing import IN, OUT, check, find, hand_in, start, visit
from tests.reports.figuring import CITY, CUTOFF, basis, build, figure

ONE_DAY = timedelta(days=1)
HANGZHOU, SHAOXING = CITY, "330600"


@pytest.fixture
def both_sides(cast: Cast) -> None:
    """Hangzhou checked three firms and an insurer and found two things; Jinhua checked one firm in Hangzhou."""
    out = start(OUT, cast.hangzhou_officer)
    firms = [check(out, cast.hangzhou_officer, CUTOFF) for _ in range(3)]
    visit(out, cast.hangzhou_officer, CUTOFF)
    for firm in firms[:2]:
        find(firm, cast.hangzhou_officer, CUTOFF)
    hand_in(out)
    received = start(IN, cast.jinhua_officer)
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
    assert [list(line[4:7]) for line in table.rows] == [[3, 1, 2], [1, 0, 0]]
    total, _cities = compute(FIGURES.values(), basis(), [HANGZHOU])
    measures = ("enterprises_checked", "insurers_checked", "findings", "routed", "disposed")
    assert [list(line) for line in table.totals] == [
        ["检查他市", "", "", "", *[total[f"cross.{name}"] for name in measures]],
        ["接受检查", "", "", "", *[total[f"cross.received.{name}"] for name in measures]],
    ]


def test_table_9_of_the_province_has_each_task_once_and_one_total(both_sides: None) -> None:
    table = tasks(basis(), Place.province())
    assert len(table.rows) == 11
    assert [list(line) for line in table.totals] == [["", "", "", "", 4, 1, 2, None, None]]


def test_table_9_as_it_is_printed(cast: Cast, both_sides: None) -> None:
    sheet = load_workbook(build("cross-inspection", cast.hangzhou_officer).workbook.file.path)["附表9"]
    printed = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=7, max_row=8, max_col=10)]
    assert printed == [
        ["合计", "检查他市", None, None, None, 3, 1, 2, "—", "—"],
        ["合计", "接受检查", None, None, None, 1, 0, 0, "—", "—"],
    ]


@pytest.mark.parametrize(("days", "counts"), [(-1, 1), (0, 1), (1, 0)])
def test_the_cut_off_of_forms_and_findings(cast: Cast, days: int, counts: int) -> None:
    task, day = start(OUT, cast.hangzhou_officer), CUTOFF + ONE_DAY * days
    find(check(task, cast.hangzhou_officer, day), cast.hangzhou_officer, day)
    visit(task, cast.hangzhou_officer, day)
    hand_in(task)
    for name in ("enterprises_checked", "insurers_checked", "findings"):
        assert figure(f"cross.{name}") == counts
        assert figure(f"cross.received.{name}", city=SHAOXING) == counts


def test_drafts_and_what_was_found_on_them_do_not_count(cast: Cast) -> None:
    task = start(OUT, cast.hangzhou_officer)
    find(check(task, cast.hangzhou_officer, CUTOFF), cast.hangzhou_officer, CUTOFF)
    names = [f"cross.{side}{name}" for side in ("", "received.") for name in ("enterprises_checked", "findings")]
    assert [figure(name) for name in names[:2]] == [0, 0]
    assert [figure(name, city=SHAOXING) for name in names[2:]] == [0, 0]
    hand_in(task)
    assert [figure(name) for name in names[:2]] == [1, 1]
    assert [figure(name, city=SHAOXING) for name in names[2:]] == [1, 1]
