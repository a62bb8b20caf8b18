"""The rows of tests: codes that nobody can mix up, numbers that every test counts from one."""

from itertools import combinations

import pytest
from rapidfuzz.distance import Levenshtein

from core.identifiers import has_org_code, is_uscc
from tests import world

COUNTIES = (world.HANGZHOU, world.SHAOXING, world.QUZHOU, world.NINGBO)


@pytest.mark.parametrize("first", [0, 341, 16_700, 99_000, 117_349])
def test_codes_lie_three_characters_apart(first: int) -> None:
    codes = [world.credit_code(number, COUNTIES[number % 4]) for number in range(first, first + 300)]
    assert all(is_uscc(code) and has_org_code(code) for code in codes)
    assert min(Levenshtein.distance(one, other) for one, other in combinations(codes, 2)) >= 3


@pytest.mark.parametrize("_turn", [1, 2])
def test_every_test_counts_from_one(_turn: int) -> None:
    assert (world.next_number(), world.next_number()) == (1, 2)
