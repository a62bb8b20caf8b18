"""With the English switch the portal's own words are English; names, documents and sentences of verdicts stay Chinese (ADR 24)."""

import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from core.choices import OfficialChoices, official_labels
from core.languages import listed, measured

ROOT = Path(__file__).resolve().parents[2]
#: A count before a noun in the plural, and the sentences whose number is a setting or the number of a run.
COUNTED = re.compile(r"%\((?:n|m|count|left|before|rows|accepted)\)s (?:[a-z-]+ ){0,3}?[a-z]{3,}(?<!ss)s\b")
NO_COUNTS = {
    "%(count)s rows are too many for one workbook (%(most)s): narrow the filters.",
    "None of your last %(count)s passwords.",
    "The worker was lost; run %(n)s begins by itself within a minute",
    "This was one of your last %(count)s passwords.",
    "within %(n)s days",
}
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


def test_every_english_sentence_with_a_count_has_a_singular() -> None:
    catalogue = polib.pofile(str(ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    sentences = {entry.msgid for entry in catalogue if not entry.msgid_plural and COUNTED.search(entry.msgid)}
    assert sentences - NO_COUNTS == set()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_sentence_counts_in_both_languages(language: str) -> None:
    one, many = "%(n)s hazard waits for review", "%(n)s hazards wait for review"
    with translation.override(language):
        said = [translation.ngettext(one, many, n) % {"n": n} for n in (0, 1, 2)]
    english = ["0 hazards wait for review", "1 hazard waits for review", "2 hazards wait for review"]
    assert said == (english if language == "en" else [f"{n} 项隐患待复查" for n in (0, 1, 2)])


@pytest.mark.parametrize(
    ("unit", "one"),
    [("rows", "row"), ("policies", "policy"), ("companies", "company"), ("people", "person"), ("times", "time")],
)
def test_an_english_unit_is_singular_beside_a_one(unit: str, one: str) -> None:
    with translation.override("en"):
        assert (measured(unit, 0), measured(unit, 1), measured(unit, 2)) == (unit, one, unit)
    with translation.override("zh-hans"):
        assert measured("户", 1) == "户"


def test_words_in_a_row_are_parted_as_the_language_parts_them() -> None:
    with translation.override("en"):
        assert listed(["Mining", "杭州"]) == "Mining, 杭州"
    with translation.override("zh-hans"):
        assert listed(["矿山", "杭州"]) == "矿山、杭州"


def test_no_template_parts_words_with_a_chinese_sign_on_an_english_page() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in (ROOT / "templates").rglob("*.html")
        if path.parent.name != "public"  # files of the public page, in Chinese always
        for line in path.read_text(encoding="utf-8").splitlines()
        if "、" in line and re.search(r'join:"、"|[}%>]、[{%<]|%}、{%', line) and "zh-Hans" not in line
    ]
    assert found == ['refusal_detail.html: <p class="to">{{ letter.recipients|join:"、"|dash }}：</p>']
