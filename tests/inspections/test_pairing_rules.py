"""The ring drawn from a seed, and the faults of a table, cell by cell."""

import hashlib
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspections import rules

CITIES = ["330100", "330200", "330300", "330500", "330400", "330600", "330700", "330800", "330900", "331000", "331100"]
NAMES = {code: f"{code}市" for code in CITIES}
PAIRS = [(a, b) for a in CITIES for b in CITIES if a != b]
KNOWN = "7173384fa5c61bb4"
BARS = st.sets(st.sampled_from(PAIRS), max_size=40)


def ring_of(pairs: list[rules.Pair]) -> list[str]:
    goes_to, city, seen = dict(pairs), pairs[0][0], list[str]()
    while city not in seen:
        seen.append(city)
        city = goes_to[city]
    return seen


@given(st.text(min_size=1, max_size=20), BARS)
def test_a_ring_is_one_cycle_over_all_without_a_barred_pair(seed: str, barred: set[rules.Pair]) -> None:
    pairs = rules.drawn_ring(CITIES, seed, barred)
    if pairs is None:
        return
    assert [a for a, _ in pairs] == CITIES
    assert rules.pairing_faults(pairs) == []
    assert rules.reciprocal_pairs(pairs) == []
    assert rules.repeated_pairs(pairs, barred) == []
    assert len(ring_of(pairs)) == len(CITIES)


@given(st.text(min_size=1, max_size=20), BARS)
def test_the_same_seed_gives_the_same_ring(seed: str, barred: set[rules.Pair]) -> None:
    again = frozenset(reversed(list(barred)))
    assert rules.drawn_ring(CITIES, seed, barred) == rules.drawn_ring(list(CITIES), seed, again)


@given(st.integers(3, 6), st.data())
def test_a_ring_is_found_exactly_where_there_is_one(size: int, data: st.DataObject) -> None:
    """Against trying every order of few cities."""
    cities = CITIES[:size]
    few = [pair for pair in PAIRS if set(pair) <= set(cities)]
    barred = data.draw(st.sets(st.sampled_from(few)))
    there_is = any(
        all((a, b) not in barred for a, b in zip(order, [*order[1:], order[0]], strict=True))
        for order in permutations(cities)
    )
    assert (rules.drawn_ring(cities, "1", barred) is not None) == there_is


def test_other_seeds_give_other_rings() -> None:
    rings = {tuple(rules.drawn_ring(CITIES, str(seed), set()) or ()) for seed in range(50)}
    assert len(rings) > 40


def test_a_ring_is_known_forever() -> None:
    """Printed tables are repeated years later: the way from seed to ring may not change."""
    pairs = rules.drawn_ring(CITIES, "2024", set())
    assert pairs is not None
    assert hashlib.sha256(repr(pairs).encode()).hexdigest()[:16] == KNOWN


def test_what_cannot_be_drawn_is_said() -> None:
    alone = {("330100", other) for other in CITIES}
    assert rules.drawn_ring(CITIES, "1", alone) is None
    assert "330100市没有可以检查的地区" in rules.why_no_ring(CITIES, alone, NAMES)
    unmet = {(other, "330200") for other in CITIES}
    assert rules.drawn_ring(CITIES, "1", unmet) is None
    assert "没有地区可以检查330200市" in rules.why_no_ring(CITIES, unmet, NAMES)
    split = {(a, b) for a in CITIES[:5] for b in CITIES[5:]}
    assert rules.drawn_ring(CITIES, "1", split) is None
    assert "连不成一个环" in rules.why_no_ring(CITIES, split, NAMES)


@pytest.mark.parametrize("cities", [[], ["330100"], ["330100", "330200"], ["330100", "330100", "330200"]])
def test_fewer_than_three_cities_make_no_ring(cities: list[str]) -> None:
    assert rules.drawn_ring(cities, "1", set()) is None


def test_two_cities_that_met_do_not_meet_again_either_way() -> None:
    barred = rules.barred_pairs([("330100", "330600")], [("330200", "330300")])
    assert barred == {("330100", "330600"), ("330600", "330100"), ("330200", "330300")}


def test_a_sound_table_has_no_faults() -> None:
    assert rules.cell_faults(list(zip(CITIES, [*CITIES[1:], CITIES[0]], strict=True)), NAMES) == []


@given(st.lists(st.tuples(st.sampled_from([*CITIES, "", "外省"]), st.sampled_from([*CITIES, "", "外省"])), max_size=13))
def test_whatever_is_no_permutation_has_a_fault(pairs: list[rules.Pair]) -> None:
    faults = rules.cell_faults(pairs, NAMES)
    is_sound = {a for a, _ in pairs} == {b for _, b in pairs} == set(CITIES) and len(pairs) == len(CITIES)
    assert bool(faults) != (is_sound and all(a != b for a, b in pairs))


def test_faults_name_their_cells() -> None:
    pairs = [*zip(CITIES, [*CITIES[1:], CITIES[0]], strict=True)]
    pairs[2], pairs[4] = (CITIES[2], CITIES[2]), (CITIES[1], "金陵市")
    found = {(one.row, one.side) for one in rules.cell_faults(pairs, NAMES)}
    assert found == {(2, "inspected"), (4, "inspecting"), (4, "inspected"), (-1, "inspecting"), (-1, "inspected")}
