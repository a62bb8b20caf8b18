"""Initials of names: the quick way gives what cutting the name into phrases gives."""

import random

import pytest
from pypinyin import Style, lazy_pinyin

from enterprises.initials import initials_of, steady_initials

NAMES = (
    "杭州示例化工有限公司",
    "长兴示例乐器厂",
    "重庆路示例银行（浙江）股份有限公司",
    "宁波市鄞州区示例厦门行单家具厂 No.7",
    "示例ABC科技（台州）有限公司",
    "",
)


def by_phrases(name: str) -> str:
    parts = lazy_pinyin(name.lower(), style=Style.FIRST_LETTER)
    return "".join(sign for part in parts for sign in part if sign.isalnum())[:200]


@pytest.mark.parametrize("name", NAMES)
def test_names_have_the_initials_of_their_phrases(name: str) -> None:
    assert initials_of(name) == by_phrases(name)


def test_a_known_name() -> None:
    assert initials_of("杭州示例化工有限公司") == "hzslhgyxgs"


def test_any_name_of_steady_characters_does() -> None:
    rng, signs = random.Random(15), sorted(steady_initials())
    assert len(signs) > 20_000
    for _ in range(300):
        name = "".join(rng.choices(signs, k=8))
        assert initials_of(name) == by_phrases(name), name
