"""The board: who sees which rows, marks and links, what is counted, and what it costs."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from python_calamine import CalamineWorkbook

from core import clock
from inspections import services
from inspections.board import lines
from inspections.models import Finding, InspectedEnterprise, InspectedInsurer, Task
from tests.cast import Cast
from tests.inspections.conftest import Add
from tests.inspections.plan_rows import draft
from tests.inspections.rows import find

Enter = Callable[[Any], Client]


def board(client: Client, **query: str) -> str:
    return client.get(reverse("inspections:board"), query).content.decode()


def test_rows_stand_in_the_order_of_the_annex_with_the_own_two_marked(cast: Cast) -> None:
    found = lines(cast.hangzhou_officer, 2023)
    assert [line.task.annex_no for line in found] == list(range(1, 12))
    assert {line.task.annex_no: line.side for line in found if line.side} == {1: "out", 7: "in"}
    assert [line.task.annex_no for line in found if line.may_open] == [1, 7]
    assert all(line.may_open and not line.side for line in lines(cast.provincial_officer, 2023))


def test_forms_and_findings_are_counted_once(
    cast: Cast, add: Add, item: InspectedEnterprise, insurer_item: InspectedInsurer
) -> None:
    add(), add()
    services.save_form(
        item=item, values={"checked_on": clock.today()}, version=1, by=cast.hangzhou_officer, at=clock.now()
    )
    find(item, cast), find(item, cast), find(insurer_item, cast, subject="INSURER")
    row: Any = lines(cast.quzhou_officer, 2023)[0].task
    assert (row.enterprises, row.chosen, row.insurers, row.chosen_insurers, row.found) == (1, 3, 0, 1, 3)
    assert row.drafts == 4


def test_findings_handed_over_and_settled_are_counted_and_revoked_ones_are_not(
    cast: Cast, item: InspectedEnterprise
) -> None:
    found = [find(item, cast) for _each in range(5)]
    states = ("RECORDED", "REVOKED", "ROUTED", "RECEIVED", "SETTLED")
    for finding, state in zip(found, states, strict=True):
        Finding.objects.filter(pk=finding.pk).update(state=state)
    row: Any = lines(cast.quzhou_officer, 2023)[0].task
    assert (row.found, row.handed_over, row.settled) == (4, 3, 1)


def test_other_cities_see_counts_and_no_contents(cast: Cast, as_user: Enter, item: InspectedEnterprise) -> None:
    finding = find(item, cast)
    page = board(as_user(cast.quzhou_officer))
    assert "检查中" in page
    for secret in (item.enterprise.name, item.enterprise.uscc, finding.fact, finding.no):
        assert secret not in page


def test_the_tabs_show_the_own_row_alone(cast: Cast, as_user: Enter) -> None:
    client = as_user(cast.hangzhou_officer)
    for view, number in (("out", 1), ("in", 1), ("", 11), ("nonsense", 11)):
        assert board(client, view=view).count('class="num idx kicker"') == number, view
    assert '交叉检查办结目标日期 <time datetime="2023-11-30">' in board(client)


def test_the_ring_names_all_eleven_pairs_for_those_who_hear_the_page(cast: Cast, as_user: Enter) -> None:
    page = board(as_user(cast.provincial_officer))
    title = page.split('<title id="ring-t">')[1].split("</title>")[0]
    assert title.startswith("杭州市检查绍兴市，绍兴市检查丽水市")
    assert title.count("检查") == 11


def test_without_a_pairing_the_board_says_so(cast: Cast, as_user: Enter) -> None:
    Task.objects.all().delete()
    assert "省厅尚未发布分组表" in board(as_user(cast.hangzhou_officer))


def test_the_board_costs_the_same_with_one_form_and_with_ten(
    cast: Cast, as_user: Enter, add: Add, item: InspectedEnterprise, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_user(cast.hangzhou_officer)
    board(client)
    with CaptureQueriesContext(
        connection,
    ) as few:
        board(client)
    for _ in range(9):
        find(add(), cast)
    with django_assert_num_queries(len(few)):
        board(client)
    assert len(few) <= 8


def test_the_board_says_how_far_each_plan_is(cast: Cast, as_user: Enter) -> None:
    task = Task.objects.select_related("campaign").get(annex_no=1)
    found = {line.task.annex_no: line for line in lines(cast.quzhou_officer, 2023)}
    assert found[1].plan is None
    draft(cast, task)
    line = lines(cast.quzhou_officer, 2023)[0]
    assert (line.planned, line.lacks_plan) == (None, False)
    assert "拟11-21" not in board(as_user(cast.quzhou_officer))
    assert lines(cast.hangzhou_officer, 2023)[0].to_do == "draft"
    plan = services.last_plan(task)
    assert plan is not None
    services.send_plan(plan=plan, seen="1", by=cast.hangzhou_officer, at=clock.now())
    assert [lines(who, 2023)[0].to_do for who in (cast.hangzhou_officer, cast.shaoxing_officer)] == ["", "answer"]
    assert "拟11-21" in board(as_user(cast.quzhou_officer))
    Task.objects.filter(pk=task.pk).update(state="IN_PROGRESS")
    assert lines(cast.quzhou_officer, 2023)[0].lacks_plan


def test_on_a_phone_a_city_has_its_own_two_rows_first(cast: Cast, as_user: Enter) -> None:
    client = as_user(cast.hangzhou_officer)
    assert "p-mine-only" in board(client)
    assert "p-mine-only" not in board(client, view="all")
    assert "p-mine-only" not in board(as_user(cast.provincial_officer))


def test_a_regulator_has_no_row_that_is_not_of_its_place(cast: Cast) -> None:
    """Which tasks these are is said by `visible_to`; the board never shows more."""
    for who in (cast.zhejiang_regulator, cast.wenzhou_regulator, cast.ningbo_regulator):
        shown = {line.task.pk for line in lines(who, 2023)}
        assert shown == set(Task.objects.visible_to(who).values_list("pk", flat=True))


def test_the_board_is_taken_along_as_it_stands(cast: Cast, as_user: Enter) -> None:
    answer = as_user(cast.hangzhou_officer).get(reverse("inspections:board"), {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    cities = [(row[1], row[2]) for row in rows if isinstance(row[0], float)]
    assert cities == [
        (line.task.inspecting.name, line.task.inspected.name) for line in lines(cast.hangzhou_officer, 2023)
    ]
    assert "合计" in [row[0] for row in rows] + [row[1] for row in rows]


def test_what_was_not_counted_yet_is_a_dash_and_a_counted_nothing_is_0(
    cast: Cast, as_user: Enter, running: Task
) -> None:
    begun, waiting = (next(one for one in lines(cast.hangzhou_officer, 2023) if one.task.annex_no == n) for n in (1, 7))
    assert begun.task.pk == running.pk
    names = ("enterprises", "insurers", "found", "handed_over", "settled")
    assert [getattr(begun, name) for name in names] == [0] * 5
    assert [getattr(waiting, name) for name in names] == [None] * 5
    page = board(as_user(cast.hangzhou_officer))
    own = [row.split("</tr>")[0] for row in page.split('<tr class="is-mine">')[1:]]
    cells = [
        [
            "".join(re.sub("<[^>]*>", "", cell).split())
            for cell in re.findall(r'<td class="num is-meta".*?</td>', row, re.DOTALL)
        ]
        for row in own
    ]
    assert cells == [["0/0", "0/0", "0", "0", "0"], ["—"] * 5]
    answer = as_user(cast.hangzhou_officer).get(reverse("inspections:board"), {"export": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer))).get_sheet_by_index(0).to_python()
    told = {row[1]: row[5:10] for row in rows if isinstance(row[0], float)}
    assert told[running.inspecting.name] == [0.0] * 5
    assert told[waiting.task.inspecting.name] == [""] * 5


def test_the_own_inspection_is_offered_until_it_is_complete(cast: Cast, as_user: Enter, running: Task) -> None:
    client = as_user(cast.hangzhou_officer)
    assert "开展检查：绍兴市" in board(client)
    Task.objects.filter(pk=running.pk).update(state="COMPLETED")
    assert "开展检查" not in board(client)
