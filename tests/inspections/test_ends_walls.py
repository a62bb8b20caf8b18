"""What the database itself gives of findings, letters and answers (wall 5), whatever the querysets ask."""

from typing import Any

import pytest

from core import clock, walls
from inspections import services
from inspections.models import (
    Feedback,
    Finding,
    Handover,
    InspectedEnterprise,
    InspectedInsurer,
    InsurerAnswer,
    Routing,
    Task,
)
from tests.cast import Cast
from tests.inspections.ends import TODAY, again, found, person, routed
from tests.inspections.rows import find

TABLES: tuple[Any, ...] = (Finding, Routing, Handover, InspectedEnterprise, InspectedInsurer, Feedback, InsurerAnswer)


def given(who: Any) -> list[int]:
    """How many rows of each table the database gives to a person who asks for all."""
    with walls.seeing_as(who):
        return [table._base_manager.count() for table in TABLES]


@pytest.fixture
def two(cast: Cast, item: InspectedEnterprise, insurer_item: InspectedInsurer) -> tuple[Finding, Finding]:
    second = find(insurer_item, cast, subject="INSURER", kind="FALSE_EXPENSE")
    InspectedInsurer.objects.update(state="SUBMITTED", checked_on=TODAY)
    return found(item, cast, kind="NOT_INSURED"), again(second)


def test_before_the_comments(cast: Cast, two: tuple[Finding, Finding], running: Task) -> None:
    assert given(cast.hangzhou_officer)[:5] == [2, 0, 0, 1, 1]
    assert given(cast.shaoxing_officer)[:5] == [2, 0, 0, 1, 1]
    assert given(cast.zhejiang_regulator) == given(person("reg-330600")) == [1, 0, 0, 0, 1, 0, 0]
    for who in (cast.insurer_a_clerk, cast.insurer_b_clerk, cast.quzhou_officer, cast.ningbo_regulator, cast.agency):
        assert given(who) == [0] * 7
    assert given(person("em-330602")) == [0] * 7


def test_after_the_letters(cast: Cast, two: tuple[Finding, Finding], running: Task) -> None:
    routed(running, cast)
    services.answer_finding(finding=again(two[1]), text="已整改", by=cast.insurer_a_clerk, at=clock.now())
    assert given(cast.hangzhou_officer) == [2, 2, 2, 1, 1, 1, 1]
    assert given(person("em-330602")) == [1, 1, 1, 1, 0, 0, 0]
    # The insurer sees its finding, who has it, and its answer; the firm's finding and the comments it does not.
    assert given(cast.insurer_a_clerk) == [1, 1, 1, 0, 1, 0, 1]
    for who in (cast.insurer_b_clerk, cast.insurer_a_ningbo_clerk, cast.quzhou_officer, cast.ningbo_regulator):
        assert given(who) == [0] * 7
    assert given(cast.xihu_county) == given(cast.builder_authority) == [0] * 7
