"""Sources of rules in words."""

import pytest

from rulebook.clauses import chinese_number, in_words


@pytest.mark.parametrize(
    ("short", "words"),
    [
        ("notice N34, law 65", "通知二（三），《安全生产法》第六十五条"),
        ("N25", "通知二（三）"),
        ("N38", "通知二（四）"),
        ("letter G20", "应急厅函〔2023〕169号四"),
        ("notice 二(四)", "通知二（四）"),
        ("AQ 9010 7.4", "AQ 9010—2019 第7.4节"),
        ("AQ 9010 6", "AQ 9010—2019 第6章"),
        ("AQ 9010 8", "AQ 9010—2019 第8章"),
        ("order 16", "安监总局令第16号"),
        ("domain 4.3, domain 4.7", "平台设定"),
        ("第三条", "第三条"),
    ],
)
def test_a_source_is_said_in_words(short: str, words: str) -> None:
    assert in_words(short) == words


def test_articles_are_counted_as_laws_count_them() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 65, 100, 102, 110, 115)] == [
        "一",
        "十",
        "十一",
        "二十",
        "六十五",
        "一百",
        "一百零二",
        "一百一十",
        "一百一十五",
    ]
