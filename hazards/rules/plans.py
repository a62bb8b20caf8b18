"""Treatment of a major hazard: the five points (五落实) and the six elements of its plan (order 16; domain.md 3.4).

Pure: `five_missing` and `plan_missing` name in Chinese what is not settled yet, as `hazards.facts.Facts` wants it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypedDict

#: The five points by key, in the usual order.
FIVE: Final[dict[str, str]] = {
    "measures": "措施落实",
    "persons": "责任落实",
    "funds": "资金落实",
    "limits": "时限落实",
    "emergency": "预案落实",
}
#: The six elements of the plan by key (order 16; rules of the province of 2016, article 15).
SIX: Final[dict[str, str]] = {
    "goal": "治理的目标和任务",
    "methods": "采取的方法和措施",
    "means": "经费和物资的落实",
    "body": "负责治理的机构和人员",
    "limits": "治理的时限和要求",
    "safety": "安全措施和应急预案",
}


class StoredPoint(TypedDict, total=False):
    """A point as it is stored; `amount` in yuan, as a text."""

    settled: bool
    text: str
    person: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class Point:
    """One of the five points. `amount` in yuan counts for the funds alone; zero is an answer, none is not."""

    settled: bool
    text: str = ""
    person: str = ""
    amount: Decimal | None = None


def five_missing(points: Mapping[str, Point]) -> tuple[str, ...]:
    """Each unsettled point, with what it lacks; keys are those of `FIVE`."""
    return tuple(f"{label}（{lack}）" for key, label in FIVE.items() if (lack := _lack(key, points.get(key))))


def _lack(key: str, point: Point | None) -> str:
    if point is None or not point.settled:
        return "未落实"
    wanted = (("内容", point.text.strip()), ("责任人", point.person.strip()))
    lacks = [label for label, value in wanted if not value]
    if key == "funds" and (point.amount is None or point.amount < 0):
        lacks.append("金额")
    return "缺" + "、".join(lacks) if lacks else ""


def plan_missing(texts: Mapping[str, str], *, has_file: bool) -> tuple[str, ...]:
    """The plan's file and each element without text; keys are those of `SIX`."""
    file = () if has_file else ("治理方案文件",)
    return (*file, *(f"治理方案：{label}" for key, label in SIX.items() if not texts.get(key, "").strip()))
