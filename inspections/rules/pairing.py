"""When a pairing of cities can be used, and how a ring is drawn (notice 二(四), annex 2; domain.md 10)."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

from accounts.choices import OrganisationKind
from accounts.roles import NINGBO

#: Code of the inspecting city, code of the inspected city.
Pair = tuple[str, str]
#: The sides of a row, as the columns of the table are called.
SIDES: Final = {"inspecting": "检查地区", "inspected": "被检查地区"}
#: Two cities would inspect each other.
SHORTEST_RING: Final = 3
PROVINCE: Final = "330000"
CAPITAL: Final = "330100"


def pairing_faults(pairs: Sequence[Pair]) -> list[str]:
    """What is wrong with a pairing of inspecting and inspected cities; empty when it can be used.

    Enforced are the two equal sets, each city once on each side, none with itself (domain.md 10); that the table of
    2023 is one ring of eleven is its own property and no rule.
    """
    inspecting, inspected = [a for a, _ in pairs], [b for _, b in pairs]
    faults = []
    if len(set(inspecting)) != len(inspecting):
        faults.append("检查地区有重复")
    if len(set(inspected)) != len(inspected):
        faults.append("被检查地区有重复")
    if set(inspecting) != set(inspected):
        faults.append("检查地区与被检查地区不是同一组城市")
    if any(a == b for a, b in pairs):
        faults.append("有地区被安排检查本地区")
    return faults


class CellFault(NamedTuple):
    """A fault at the cell of a table: place of the row from 0, `side` a key of SIDES; row -1 for the whole column."""

    row: int
    side: str
    sentence: str


def cell_faults(pairs: Sequence[Pair], names: Mapping[str, str]) -> list[CellFault]:
    """What is wrong with a table over the cities of `names` (code to name), cell by cell; an empty code is a gap."""
    return [
        *_cells_alone(pairs, names),
        *(
            fault
            for place, side in enumerate(SIDES)
            for fault in _side_faults([pair[place] for pair in pairs], side, names)
        ),
    ]


def _cells_alone(pairs: Sequence[Pair], names: Mapping[str, str]) -> Iterable[CellFault]:
    for row, (inspecting, inspected) in enumerate(pairs):
        for side, code in zip(SIDES, (inspecting, inspected), strict=True):
            if not code:
                yield CellFault(row, side, f"{SIDES[side]}未填写，请填写设区市名称")
            elif code not in names:
                yield CellFault(
                    row, side, f"「{code}」不是本省设区市，请填写设区市全称，如「{next(iter(names.values()))}」"
                )
        if inspecting and inspecting == inspected:
            yield CellFault(row, "inspected", f"「{names.get(inspected, inspected)}」不能检查本地区，请改为其他设区市")


def _side_faults(codes: Sequence[str], side: str, names: Mapping[str, str]) -> Iterable[CellFault]:
    """A city twice on a side at each later cell, and the cities that the side lacks."""
    first: dict[str, int] = {}
    for row, code in enumerate(codes):
        if code in names and first.setdefault(code, row) != row:
            sentence = (
                f"「{names[code]}」在第{first[code] + 1}行已是{SIDES[side]}，每个设区市在{SIDES[side]}一栏只能出现一次"
            )
            yield CellFault(row, side, sentence)
    missing = [name for code, name in names.items() if code not in first]
    if missing:
        yield CellFault(-1, side, f"{SIDES[side]}一栏缺少：{'、'.join(missing)}，请补齐")


def reciprocal_pairs(pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs of cities that inspect each other, each told once."""
    found = set(pairs)
    return sorted((a, b) for a, b in found if a < b and (b, a) in found)


def repeated_pairs(pairs: Iterable[Pair], barred: Collection[Pair]) -> list[Pair]:
    """The pairs of a table that are barred."""
    return [pair for pair in pairs if pair in barred]


def barred_pairs(earlier: Iterable[Pair], left_out: Iterable[Pair]) -> frozenset[Pair]:
    """Pairs that a ring may not hold: two cities that met in an earlier year, either way round, and those left out."""
    met = set(earlier)
    return frozenset(met | {(b, a) for a, b in met} | set(left_out))


def complain_cities_off(
    pairs: Iterable[Pair], cities_off: Collection[str], names: Mapping[str, str], campaign: str
) -> str | None:
    """A pairing names no city that takes no part in the campaign: a sentence, or None."""
    off = set(cities_off)
    met = sorted({code for pair in pairs for code in pair if code in off})
    if not met:
        return None
    words = "、".join(names.get(code, code) for code in met)
    return f"{words}未纳入「{campaign}」，分组表不能包含；请改分组表，或在行动设置中恢复该市"


def drawn_ring(cities: Sequence[str], seed: str, barred: Collection[Pair]) -> list[Pair] | None:
    """One ring over all cities without a barred pair, in the order of `cities`; None where there is none.

    It begins with the first city; each next one is tried in the order of the tickets SHA-256(seed|from|to) in
    hexadecimal digits, going back where the ring cannot be closed. The same cities, seed and bars give the same ring on
    every machine. A ring of three or more has no two cities that inspect each other.
    """
    if len(cities) < SHORTEST_RING or len(set(cities)) != len(cities):
        return None
    ways = {a: sorted(_open_to(a, cities, barred), key=partial(_ticket, seed, a)) for a in cities}
    path = _closed([cities[0]], ways, len(cities), set())
    if path is None:
        return None
    goes_to = dict(zip(path, [*path[1:], path[0]], strict=True))
    return [(city, goes_to[city]) for city in cities]


def _open_to(here: str, cities: Sequence[str], barred: Collection[Pair]) -> list[str]:
    return [there for there in cities if there != here and (here, there) not in barred]


def _ticket(seed: str, here: str, there: str) -> str:
    """What decides the order in which the cities that may follow `here` are tried."""
    return hashlib.sha256(f"{seed}|{here}|{there}".encode()).hexdigest()


def _closed(
    path: list[str], ways: Mapping[str, Sequence[str]], length: int, dead: set[tuple[str, frozenset[str]]]
) -> list[str] | None:
    """The path continued to a ring. `dead` are ends that led nowhere, so that each is tried once: 11 cities at most
    have 11 x 2^10 of them.
    """
    here = path[-1]
    if len(path) == length:
        return path if path[0] in ways[here] else None
    end = (here, frozenset(path))
    if end in dead:
        return None
    for there in ways[here]:
        if there not in path:
            found = _closed([*path, there], ways, length, dead)
            if found:
                return found
    dead.add(end)
    return None


def why_no_ring(cities: Sequence[str], barred: Collection[Pair], names: Mapping[str, str]) -> str:
    """The sentence for bars that no ring gets round: which city has no way out or in, and what to loosen."""
    stuck = [names[city] for city in cities if not _open_to(city, cities, barred)]
    unreached = [names[b] for b in cities if not any(b in _open_to(a, cities, barred) for a in cities)]
    parts = [f"{'、'.join(stuck)}没有可以检查的地区"] if stuck else []
    parts += [f"没有地区可以检查{'、'.join(unreached)}"] if unreached else []
    reason = "，".join(parts) or "在这些限制下连不成一个环"
    return f"无法生成环形分组：{reason}。请减少「不与前几年重复」的年数或排除的组合"


def regulator_of(city: str) -> tuple[str, str]:
    """Kind and division of the regulator of a city: Hangzhou's is the provincial one, Ningbo has its own (domain.md 1.2)."""
    if city == CAPITAL:
        return OrganisationKind.PROVINCIAL_REGULATOR, PROVINCE
    return OrganisationKind.PROVINCIAL_REGULATOR if city == NINGBO else OrganisationKind.REGULATOR_SUBOFFICE, city
