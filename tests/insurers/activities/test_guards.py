"""What stands in the way of a step of a service, at its borders."""

from datetime import date

import pytest

from insurers.activities import guards
from insurers.activities.models import Activity
from insurers.activities.states import kept_until
from tests import world
from tests.cast import Cast
from tests.insurers.activities.life import create

COURSE = "服务措施与过程（不少于 20 字）"


@pytest.mark.parametrize(
    ("content", "course", "lacks"), [(19, 19, True), (20, 0, False), (0, 20, False), (19, 0, True)]
)
def test_a_record_tells_its_course_in_twenty_signs(cast: Cast, content: int, course: int, lacks: bool) -> None:
    row = create(cast, world.policy(world.enterprise()))
    row.content, row.detail.course = "查" * content, "查" * course
    assert (COURSE in guards.missing_in_record(row)) == lacks


def test_a_drill_tells_its_type(cast: Cast) -> None:
    row = create(
        cast,
        world.policy(world.enterprise()),
        kind="DRILL",
        topics=("D1",),
        participants=12,
        h1_checked=None,
        h1_problems=None,
    )
    assert "演练类型" in guards.missing_in_record(row)
    row.detail.drill_type = "TABLETOP"
    assert "演练类型" not in guards.missing_in_record(row)
    bare = Activity(kind="DRILL", content="查" * 20, topics=[])
    assert guards.missing_in_record(bare) == ["演练类型"]


def test_a_step_is_the_insurers_and_waits_for_what_it_confirms(cast: Cast) -> None:
    row = create(cast, world.policy(world.enterprise()))
    for guard, waits in (
        (guards.needs_confirmation, "请先填写投保单位确认信息"),
        (guards.needs_visit, "请先填写回访记录"),
    ):
        assert guard(row, cast.insurer_b_clerk) == "只有本服务的保险机构可以办理"
        assert guard(row, cast.insurer_a_clerk) == waits


@pytest.mark.parametrize(("general", "major", "lacks"), [(0, 0, False), (1, 0, True), (0, 1, True)])
def test_the_file_of_a_service_with_hazards_holds_their_notice(
    cast: Cast, general: int, major: int, lacks: bool
) -> None:
    row = create(cast, world.policy(world.enterprise()))
    row.content = "查" * guards.LEAST_COURSE
    row.general_hazards, row.major_hazards = general, major
    reason = guards.needs_files(row, cast.insurer_a_clerk) or ""
    assert ("书面告知书" in reason) == lacks
    assert "投保单位确认件" in reason


@pytest.mark.parametrize(
    ("filed", "kept"),
    [
        (date(2023, 11, 23), date(2028, 11, 23)),
        (date(2024, 2, 29), date(2029, 2, 28)),
        (date(2024, 2, 28), date(2029, 2, 28)),
    ],
)
def test_records_are_kept_five_years(filed: date, kept: date) -> None:
    assert kept_until(filed) == kept
