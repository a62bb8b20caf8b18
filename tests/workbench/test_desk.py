"""The parts of the apps on the workbench, in their order."""

from datetime import date

from core.contributions.desk import Desk, Tile, Work
from tests.cast import Cast
from workbench.desk import parts_of, tile_rows

TODAY = date(2023, 11, 23)


def tile(label: str) -> Tile:
    return Tile(label, 1, "/", "")


def test_tiles_share_a_row_unless_their_part_has_its_own() -> None:
    parts = [
        Work(place=10, tiles=[tile("a"), tile("b")]),
        Work(place=20),
        Work(place=30, tiles=[tile("c")]),
        Work(place=80, tiles=[tile("d")], own_row=True),
        Work(place=90, tiles=[], own_row=True),
    ]
    assert [[one.label for one in row] for row in tile_rows(parts)] == [["a", "b", "c"], ["d"]]
    assert tile_rows([]) == []


def test_the_parts_stand_in_the_order_of_their_places(cast: Cast) -> None:
    places = [part.place for part in parts_of(Desk(cast.insurer_a_clerk, TODAY))]
    assert places == sorted(set(places))
