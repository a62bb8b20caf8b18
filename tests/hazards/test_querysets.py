"""Search by two characters and by initials; the plan uses the index."""

import re

import pytest
from django.db import connection

from core.rows import begins
from enterprises.initials import initials_of, refresh
from enterprises.models import Enterprise
from hazards.models import Hazard
from hazards.services.searching import refresh as refresh_words
from hazards.walls import WITH_WORDS
from tests import world
from tests.cast import Cast
from tests.hazards import life


def numbers(text: str) -> set[int]:
    return set(Hazard.objects.search(text).values_list("pk", flat=True))


def test_two_characters_that_stand_together_find_description_and_place(cast: Cast) -> None:
    hot = life.hazard(world.enterprise(), description="动火作业未办理审批", place="锅炉房")
    life.hazard(world.enterprise(), description="火动不得相连的文字", place="食堂")
    assert numbers("动火") == {hot.pk}
    assert numbers("锅炉") == {hot.pk}
    assert numbers("作业未办") == {hot.pk}
    assert numbers("办作") == set()


def test_number_and_initials_find_the_row(cast: Cast) -> None:
    made = life.hazard(world.enterprise(name="杭州示例化工有限公司"))
    refresh()
    assert numbers(made.hazard_no) == {made.pk}
    assert numbers("slhg") == {made.pk}
    assert numbers("zzzz") == set()


def test_initials_follow_a_name_written_past_the_portal(cast: Cast) -> None:
    made = world.enterprise(name="杭州示例化工有限公司")
    refresh()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_enterprise SET name = '长兴示例乐器厂' WHERE id = %s", [made.pk])
    assert refresh() == 1
    made.refresh_from_db()
    assert made.initials.initials == initials_of("长兴示例乐器厂")


@pytest.mark.django_db
def test_the_search_runs_by_the_index() -> None:
    with connection.cursor() as cursor:
        # An empty table is read fastest by any index; a GIN index is only ever read as a bitmap.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute(f"EXPLAIN {re.sub(r'[$][123]', '%s', WITH_WORDS)}", ["%动\u01c1火%", 500, "%动火%", 500])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "hazard_words" in plan


def test_a_text_in_too_many_rows_finds_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = world.enterprise(name="杭州示例化工有限公司")
    made = life.hazard(firm, description="动火作业未办理审批")
    refresh()
    asked = (("动火", made.hazard_no[:9], "slhg"), ("示例化", "slhg", firm.uscc[:8]))

    def found() -> list[set[int]]:
        firms = [set(Enterprise.objects.search(text).values_list("pk", flat=True)) for text in asked[1]]
        return [numbers(text) for text in asked[0]] + firms

    few = found()
    assert all(few)
    monkeypatch.setattr("hazards.querysets.MOST_FOUND", 0)
    monkeypatch.setattr("enterprises.querysets.MOST_NAMED", 0)
    assert found() == few


@pytest.mark.django_db
def test_beginnings_are_asked_for_by_what_a_wall_lets_through() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(p.proleakproof) FROM pg_operator o JOIN pg_proc p ON p.oid = o.oprcode WHERE oprname = '^@'"
        )
        assert cursor.fetchone() == (True,)
    assert "^@" in str(Hazard.objects.filter(begins("hazard_no", "YH")).query)


def test_a_hazard_is_found_before_and_after_its_text_is_made_and_by_its_new_words_alone(cast: Cast) -> None:
    row = life.hazard(world.enterprise(), description="动火 作业100%未审批")
    for made in (1, 0):
        assert {"动火作业", "100%未", "未审批"} == {
            word for word in ("动火作业", "100%未", "未审批", "动_作", "火动") if Hazard.objects.search(word).exists()
        }
        assert refresh_words() == made
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hazards_hazard SET description = '电焊作业未办审批' WHERE id = %s", [row.pk])
    assert not Hazard.objects.search("动火").exists()
    assert Hazard.objects.search("电焊").get() == row
    assert refresh_words() == 1
    assert Hazard.objects.search("电焊").get() == row
