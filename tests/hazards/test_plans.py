"""The five points and the six elements: what is missing is named, nothing else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hazards.rules.plans import FIVE, SIX, Point, five_missing, plan_missing

GOOD = Point(settled=True, text="示例内容", person="示例责任人", amount=Decimal(0))
ALL = dict.fromkeys(FIVE, GOOD)


def test_a_whole_form_lacks_nothing_and_an_empty_one_everything() -> None:
    assert five_missing(ALL) == ()
    assert five_missing({}) == tuple(f"{label}（未落实）" for label in FIVE.values())


@pytest.mark.parametrize(
    ("key", "point", "said"),
    [
        ("measures", replace(GOOD, settled=False), "措施落实（未落实）"),
        ("persons", replace(GOOD, person=" "), "责任落实（缺责任人）"),
        ("limits", replace(GOOD, text="", person=""), "时限落实（缺内容、责任人）"),
        ("funds", replace(GOOD, amount=None), "资金落实（缺金额）"),
        ("funds", replace(GOOD, amount=Decimal(-1)), "资金落实（缺金额）"),
    ],
)
def test_what_a_point_lacks(key: str, point: Point, said: str) -> None:
    assert five_missing(ALL | {key: point}) == (said,)


def test_money_is_asked_of_the_funds_alone() -> None:
    assert five_missing(ALL | {"emergency": replace(GOOD, amount=None)}) == ()


def test_the_plan_has_six_elements_and_a_file() -> None:
    texts = dict.fromkeys(SIX, "示例")
    assert plan_missing(texts, has_file=True) == ()
    assert plan_missing(texts | {"body": " "}, has_file=False) == ("治理方案文件", "治理方案：负责治理的机构和人员")
    assert len(plan_missing({}, has_file=True)) == 6
