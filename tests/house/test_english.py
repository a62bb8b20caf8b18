"""With the English switch the portal's own words are English; names, documents and sentences of verdicts stay Chinese (ADR 24)."""

import re

import pytest
from django.utils import translation

from core.choices import OfficialChoices, official_labels

CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def lists(kind: type[OfficialChoices] = OfficialChoices) -> list[type[OfficialChoices]]:
    return [found for below in kind.__subclasses__() for found in (below, *lists(below))]


@pytest.mark.parametrize("kind", lists(), ids=lambda kind: kind.__name__)
def test_every_label_of_a_code_list_has_its_english_word(kind: type[OfficialChoices]) -> None:
    with translation.override("en"):
        shown = {code: str(label) for code, label in kind.choices}
    assert [label for label in shown.values() if CHINESE.search(label)] == []
    assert len(set(shown.values())) == len(shown), "two codes have one English word"


@pytest.mark.parametrize("kind", lists(), ids=lambda kind: kind.__name__)
def test_the_official_label_stays_chinese_in_english(kind: type[OfficialChoices]) -> None:
    chinese = official_labels(kind)
    with translation.override("en"):
        assert official_labels(kind) == chinese
        assert {member.value: member.official for member in kind} == chinese
