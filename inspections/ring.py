"""The pairing as a picture: the cities on a circle, an arrow from who inspects to who is inspected.

Pure geometry. One cycle fills the circle with neighbours; a pairing of several cycles is drawn, too, each cycle's
last arrow then crosses the circle (the notice asks for a permutation without fixed points, not for one cycle).
"""

from collections.abc import Iterable, Sequence
from math import cos, pi, sin, tau
from typing import NamedTuple, Protocol

CENTRE, RADIUS, NODE = 170.0, 136.0, 21.5
#: Room between a city's centre and the ends of its arrows, along the circle: start, line's end, tip.
START, END, TIP, WIDTH = 0.178, 0.215, 0.163, 4.2


class Town(Protocol):
    """A city as the picture names it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


class Pairing(Protocol):
    """A task as the picture draws it."""

    @property
    def inspecting_id(self) -> str: ...
    @property
    def inspected_id(self) -> str: ...
    @property
    def inspecting(self) -> Town: ...
    @property
    def inspected(self) -> Town: ...


class City(NamedTuple):
    code: str
    name: str
    x: str
    y: str


class Arrow(NamedTuple):
    """`line` and `head`: SVG paths; x and y: where the number stands."""

    task: Pairing
    line: str
    head: str
    x: str
    y: str


class Ring(NamedTuple):
    cities: list[City]
    arrows: list[Arrow]


def order_of(goes_to: dict[str, str]) -> list[str]:
    """The cities cycle by cycle, each in the direction of inspection, beginning with the first one given."""
    order: list[str] = []
    for first in goes_to:
        city = first
        while city not in order:
            order.append(city)
            city = goes_to.get(city, city)
    return order


def draw(tasks: Iterable[Pairing]) -> Ring | None:
    """The ring of tasks that know `inspecting` and `inspected`; None where they are no pairing of two or more."""
    rows = list(tasks)
    names = {city.code: city.name for task in rows for city in (task.inspecting, task.inspected)}
    order = order_of({task.inspecting_id: task.inspected_id for task in rows})
    if len(order) < 2 or len(order) != len(rows):
        return None
    by_city = {task.inspecting_id: task for task in rows}
    cities = [City(code, names[code].removesuffix("市"), *_at(_angle(n, order))) for n, code in enumerate(order)]
    return Ring(cities, [_arrow(by_city[code], n, order) for n, code in enumerate(order)])


def _angle(position: int, order: Sequence[str]) -> float:
    """Clockwise from the top."""
    return tau * position / len(order) - pi / 2


def _at(angle: float, radius: float = RADIUS) -> tuple[str, str]:
    return f"{CENTRE + radius * cos(angle):.1f}", f"{CENTRE + radius * sin(angle):.1f}"


def _arrow(task: Pairing, position: int, order: Sequence[str]) -> Arrow:
    target = order.index(task.inspected_id)
    begin, finish = _angle(position, order), _angle(target, order)
    if target == (position + 1) % len(order):
        return _along(task, begin, begin + tau / len(order))
    return _across(task, begin, finish)


def _along(task: Pairing, begin: float, finish: float) -> Arrow:
    """To the neighbour on the circle."""
    (x1, y1), (x2, y2) = _at(begin + START), _at(finish - END)
    tip, outer, inner = (
        _at(finish - TIP),
        _at(finish - END, RADIUS + WIDTH),
        _at(finish - END, RADIUS - WIDTH),
    )
    x, y = _at((begin + finish) / 2, RADIUS - 23)
    line = f"M{x1} {y1}A{RADIUS:.0f} {RADIUS:.0f} 0 0 1 {x2} {y2}"
    return Arrow(task, line, _triangle(tip, outer, inner), x, f"{float(y) + 4:.1f}")


def _across(task: Pairing, begin: float, finish: float) -> Arrow:
    """Straight through the circle, from rim to rim of the two cities."""
    ax, ay = (float(v) for v in _at(begin))
    bx, by = (float(v) for v in _at(finish))
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    dx, dy = (bx - ax) / length, (by - ay) / length
    gap = NODE + 2
    end, tip = (bx - dx * (gap + 8), by - dy * (gap + 8)), (bx - dx * gap, by - dy * gap)
    sides = [(end[0] - sign * dy * WIDTH, end[1] + sign * dx * WIDTH) for sign in (1, -1)]
    text = [(f"{x:.1f}", f"{y:.1f}") for x, y in ((ax + dx * gap, ay + dy * gap), end, tip, *sides)]
    middle = (f"{(ax + bx) / 2 + 8:.1f}", f"{(ay + by) / 2:.1f}")
    line = f"M{text[0][0]} {text[0][1]}L{text[1][0]} {text[1][1]}"
    return Arrow(task, line, _triangle(*text[2:]), *middle)


def _triangle(*corners: tuple[str, str]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in corners) + "z"
