"""The table of who inspects whom: what the database holds, how it is made, approved, published, and by whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import InternalError

from core import audit
from core.gate import NotAllowed
from core.models import AuditEvent
from core.writing import Refused, Stale, version_of
from inspections import rules, services
from inspections.choices import PairingOrigin, PairingState
from inspections.cities import earlier_pairs, names_of_cities
from inspections.models import PairingRow, PairingTable, Task
from inspections.seeding import seed_pairing
from tests.cast import Cast
from tests.inspections.pairs import circle, next_campaign
from tests.world import now

Make = Callable[..., PairingTable]


@pytest.fixture
def make(cast: Cast) -> Make:
    def made(pairs: list[rules.Pair] | None = None, year: int = 2024) -> PairingTable:
        return services.make_table(
            year=year, pairs=pairs or circle(), note="", origin=services.Origin(), by=cast.provincial_officer, at=now()
        )

    return made


@pytest.fixture
def approved(cast: Cast, make: Make) -> PairingTable:
    table = services.propose_table(table=make(), seen="1", by=cast.provincial_officer, at=now())
    return services.approve_table(table=table, note="", seen=version_of(table), by=cast.provincial_lead, at=now())


def commit() -> None:
    """What the database checks at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def sql(text: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# --- the annex ------------------------------------------------------------------------------------------------


def test_the_table_of_2023_is_published_in_the_order_of_the_annex(cast: Cast) -> None:
    table = PairingTable.objects.published().get(year=2023)
    pairs = [row.pair for row in table.rows.order_by("annex_no")]
    assert len(pairs) == 11
    assert pairs[0] == ("330100", "330600")
    assert pairs[10] == ("331100", "330400")
    assert rules.cell_faults(pairs, names_of_cities()) == []
    assert rules.reciprocal_pairs(pairs) == []
    assert [(task.inspecting_id, task.inspected_id) for task in Task.objects.order_by("annex_no")] == pairs
    assert table.origin == PairingOrigin.ANNEX


def test_seeding_twice_changes_nothing(cast: Cast) -> None:
    seed_pairing()
    assert PairingTable.objects.count() == 1
    assert Task.objects.count() == 11


# --- the database ---------------------------------------------------------------------------------------------

BROKEN = [
    "UPDATE inspections_pairingrow SET inspected_id = inspecting_id WHERE table_id = %s AND annex_no = 1",
    "UPDATE inspections_pairingrow SET inspected_id = '330106' WHERE table_id = %s AND annex_no = 1",
    "UPDATE inspections_pairingrow SET inspecting_id = '330200' WHERE table_id = %s AND annex_no = 1",
    "UPDATE inspections_pairingrow SET inspected_id = '330300' WHERE table_id = %s AND annex_no = 1",
    "UPDATE inspections_pairingrow SET annex_no = 2 WHERE table_id = %s AND annex_no = 1",
    "DELETE FROM inspections_pairingrow WHERE table_id = %s AND annex_no = 1",
    "INSERT INTO inspections_pairingrow (table_id, annex_no, inspecting_id, inspected_id) VALUES (%s, 12, '330106', '330203')",
]


@pytest.mark.parametrize("text", BROKEN)
def test_the_database_refuses_what_is_no_bijection_without_fixed_points(text: str, make: Make) -> None:
    table = make()
    before = [row.pair for row in table.rows.order_by("annex_no")]
    with pytest.raises(IntegrityError):
        sql(text, table.pk)
    assert [row.pair for row in table.rows.order_by("annex_no")] == before


def test_two_rows_may_change_places_within_one_transaction(make: Make) -> None:
    table = make(circle(1))
    table.rows.all().delete()
    PairingRow.objects.bulk_create(
        PairingRow(table=table, annex_no=place, inspecting_id=a, inspected_id=b)
        for place, (a, b) in enumerate(circle(2), 1)
    )
    commit()
    assert [row.pair for row in table.rows.order_by("annex_no")] == circle(2)


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE inspections_pairingrow SET annex_no = 20 WHERE table_id = %s AND annex_no = 1",
        "DELETE FROM inspections_pairingrow WHERE table_id = %s",
        "UPDATE inspections_pairingtable SET state = 'DRAFT' WHERE id = %s",
        "DELETE FROM inspections_pairingtable WHERE id = %s",
    ],
)
def test_a_published_table_does_not_change(text: str, cast: Cast) -> None:
    table = PairingTable.objects.published().get(year=2023)
    with pytest.raises((IntegrityError, InternalError)):
        sql(text, table.pk)
    assert table.rows.count() == 11


def test_the_database_holds_the_second_person_and_one_published_table_a_year(make: Make, cast: Cast) -> None:
    table = make()
    for text in (
        "UPDATE inspections_pairingtable SET state = 'APPROVED' WHERE id = %s",
        "UPDATE inspections_pairingtable SET proposed_by_id = changed_by_id, answered_by_id = changed_by_id WHERE id = %s",
        "UPDATE inspections_pairingtable SET state = 'PUBLISHED', origin = 'ANNEX', year = 2023 WHERE id = %s",
    ):
        with pytest.raises(IntegrityError):
            sql(text, table.pk)


# --- making ---------------------------------------------------------------------------------------------------


def test_a_table_that_is_no_permutation_is_refused_cell_by_cell(make: Make) -> None:
    pairs = circle()
    pairs[3] = (pairs[3][0], pairs[3][0])
    with pytest.raises(services.TableRefused) as told:
        make(pairs)
    assert (3, "inspected") in {(one.row, one.side) for one in told.value.faults}
    assert "第4行" in str(told.value)
    assert not PairingTable.objects.filter(year=2024).exists()


def test_a_year_with_a_published_table_gets_no_second(make: Make) -> None:
    with pytest.raises(Refused, match="2023年度已有发布的分组表"):
        make(year=2023)


def test_a_drawn_table_is_repeatable_and_avoids_the_years_before(cast: Cast) -> None:
    values: dict[str, Any] = {"year": 2024, "seed": "20240417", "lookback": 1, "note": "", "at": now()}
    left_out = [("330100", "330200")]
    tables = [
        services.draw_table(**values, left_out=left_out, by=who)
        for who in (cast.provincial_officer, cast.provincial_lead)
    ]
    first, second = ([row.pair for row in table.rows.order_by("annex_no")] for table in tables)
    assert first == second
    met = set(earlier_pairs(2024, 1))
    assert len(met) == 11
    assert not {frozenset(pair) for pair in met} & {frozenset(pair) for pair in first}
    assert left_out[0] not in first
    assert (tables[0].origin, tables[0].seed, tables[0].exclusions) == ("DRAWN", "20240417", ["330100-330200"])


def test_a_year_before_that_is_not_published_is_not_passed_over(cast: Cast, make: Make) -> None:
    make()
    with pytest.raises(Refused, match="2024年度的分组表尚未发布"):
        services.draw_table(year=2025, seed="7", lookback=1, left_out=[], note="", by=cast.provincial_officer, at=now())


def test_of_two_tables_of_a_year_one_is_approved(cast: Cast, approved: PairingTable, make: Make) -> None:
    other = services.propose_table(table=make(circle(2)), seen="1", by=cast.provincial_officer, at=now())
    with pytest.raises(Refused, match="已批准另一份分组表"):
        services.approve_table(table=other, note="", seen=version_of(other), by=cast.provincial_lead, at=now())


def test_an_impossible_draw_says_why_and_stores_nothing(cast: Cast) -> None:
    cities = list(names_of_cities())
    left_out = [("330100", city) for city in cities if city != "330100"]
    with pytest.raises(Refused, match="无法生成环形分组：杭州市没有可以检查的地区"):
        services.draw_table(
            year=2024, seed="7", lookback=0, left_out=left_out, note="", by=cast.provincial_officer, at=now()
        )
    with pytest.raises(Refused, match="请填写随机种子"):
        services.draw_table(year=2024, seed=" ", lookback=0, left_out=[], note="", by=cast.provincial_officer, at=now())
    assert not PairingTable.objects.filter(year=2024).exists()


def test_a_changed_draw_counts_as_one_by_hand_and_a_stale_page_is_refused(cast: Cast) -> None:
    table = services.draw_table(
        year=2024, seed="7", lookback=1, left_out=[], note="", by=cast.provincial_officer, at=now()
    )
    changed = services.change_table(
        table=table, pairs=circle(), note="改", seen="1", by=cast.provincial_officer, at=now()
    )
    assert (changed.origin, changed.seed, changed.version) == (PairingOrigin.HAND, "", 2)
    with pytest.raises(Stale):
        services.change_table(table=table, pairs=circle(2), note="", seen="1", by=cast.provincial_lead, at=now())
    assert [row.pair for row in table.rows.order_by("annex_no")] == circle()


# --- approval and publication ---------------------------------------------------------------------------------


def test_a_second_person_approves(cast: Cast, make: Make) -> None:
    table = services.propose_table(table=make(), seen="1", by=cast.provincial_officer, at=now())
    with pytest.raises(Refused, match="须由另一人办理"):
        services.approve_table(table=table, note="", seen=version_of(table), by=cast.provincial_officer, at=now())
    back = services.return_table(
        table=table, note="请核对第3行", seen=version_of(table), by=cast.provincial_lead, at=now()
    )
    assert (back.state, back.answer_note) == (PairingState.DRAFT, "请核对第3行")
    with pytest.raises(Refused, match="退回的理由"):
        services.return_table(table=table, note=" ", seen=version_of(back), by=cast.provincial_lead, at=now())


def test_whoever_changed_the_table_last_does_not_approve_it(cast: Cast, make: Make) -> None:
    table = services.change_table(table=make(), pairs=circle(2), note="", seen="1", by=cast.provincial_lead, at=now())
    table = services.propose_table(table=table, seen=version_of(table), by=cast.provincial_officer, at=now())
    for who in (cast.provincial_officer, cast.provincial_lead):
        with pytest.raises(Refused, match="须由另一人办理"):
            services.approve_table(table=table, note="", seen=version_of(table), by=who, at=now())


def test_publishing_makes_eleven_tasks_once(cast: Cast, approved: PairingTable) -> None:
    with pytest.raises(Refused, match="2024年度专项行动尚未建立"):
        services.publish_table(table=approved, by=cast.provincial_officer, at=now())
    assert PairingTable.objects.get(pk=approved.pk).state == PairingState.APPROVED
    campaign = next_campaign()
    assert services.publish_table(table=approved, by=cast.provincial_officer, at=now()) == 11
    assert services.publish_table(table=approved, by=cast.provincial_lead, at=now()) == 0
    tasks = list(Task.objects.filter(campaign=campaign).order_by("annex_no"))
    assert [(task.inspecting_id, task.inspected_id) for task in tasks] == circle()
    assert tasks[0].no == "JC-2024-01"
    commit()
    assert list(audit.broken_links()) == []


def test_an_unapproved_table_is_not_published(cast: Cast, make: Make) -> None:
    next_campaign()
    with pytest.raises(Refused, match="当前状态"):
        services.publish_table(table=make(), by=cast.provincial_officer, at=now())
    assert not Task.objects.filter(campaign__year=2024).exists()


@pytest.mark.parametrize("who", ["hangzhou_officer", "zhejiang_regulator", "insurer_a_clerk", "adm_system"])
def test_nobody_but_the_province_has_to_do_with_it(who: str, cast: Cast, approved: PairingTable) -> None:
    by, told = getattr(cast, who), AuditEvent.objects.count()
    for call in (
        lambda: services.make_table(year=2025, pairs=circle(), note="", origin=services.Origin(), by=by, at=now()),
        lambda: services.change_table(table=approved, pairs=circle(2), note="", seen="3", by=by, at=now()),
        lambda: services.propose_table(table=approved, seen="3", by=by, at=now()),
        lambda: services.approve_table(table=approved, note="", seen="3", by=by, at=now()),
        lambda: services.publish_table(table=approved, by=by, at=now()),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert AuditEvent.objects.count() >= told  # each refusal may leave its event
    assert PairingTable.objects.get(pk=approved.pk).state == PairingState.APPROVED
    assert not PairingTable.objects.visible_to(by).filter(pk=approved.pk).exists()
