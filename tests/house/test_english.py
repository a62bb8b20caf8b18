"""With the English switch the portal's own words are English; names, documents and sentences of verdicts stay Chinese (ADR 24)."""

import re
from pathlib import Path

import polib
import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils import translation

from core.choices import OfficialChoices, official_labels
from core.languages import listed, measured, put
from core.web.signs import with_signs

ROOT = Path(__file__).resolve().parents[2]
#: A count before a noun in the plural, and the sentences whose number is a setting or the number of a run.
COUNTED = re.compile(r"%\((?:n|m|count|left|before|rows|accepted)\)s (?:[a-z-]+ ){0,3}?[a-z]{3,}(?<!ss)s\b")
NO_COUNTS = {
    "%(count)s rows are too many for one workbook (%(most)s): narrow the filters.",
    "None of your last %(count)s passwords.",
    "The worker was lost; run %(n)s begins by itself within a minute",
    "This was one of your last %(count)s passwords.",
    "Typical cases and experience: at least %(n)s characters",
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


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SIGN = re.compile("[：，；、。（）「」]")


@pytest.mark.parametrize(
    ("source", "english"),
    [
        ("{{ a }}：{{ b }}", "a: 乙"),
        ("<b>{{ a }}</b>（{{ b }}），{{ a }}", "<b>a</b> (乙), a"),
        ("{{ a }}；{{ b }}、{{ a }}。{{ b }}", "a; 乙, a. 乙"),
        ("{{ a }}「{{ b }}」", "a “乙”"),
        ('<a title="{{ a }}：{{ b }}（.docx）"></a>', '<a title="a: 乙 (.docx)"></a>'),
        ("数据已变：{{ a }} 句（{{ b }}），现场{{ a }}", "数据已变：a 句（乙），现场a"),
        ('{{ c|join:"、" }}', "甲、丙"),
        ('{{ c|listed:"；" }}', "甲; 丙"),
        ('{% load i18n %}{% language "zh-hans" %}{{ a }}：{% endlanguage %}', "a："),
    ],
)
def test_signs_between_words_follow_the_language(source: str, english: str) -> None:
    values = Context({"a": "a", "b": "乙", "c": ["甲", "丙"]})
    engine = Engine.get_default()
    with translation.override("zh-hans"):
        chinese = engine.from_string("{% load portal %}" + source).render(values)
        assert engine.from_string("{% load portal %}" + with_signs(source)).render(values) == chinese
    with translation.override("en"):
        assert engine.from_string("{% load portal %}" + with_signs(source)).render(values) == english


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_parts_words_with_a_chinese_sign_on_an_english_page(path: Path) -> None:
    """What is left of the signs stands in sentences that stay Chinese."""
    template = Engine.get_default().get_template(str(path.relative_to(ROOT / "templates")))
    found = template.nodelist.get_nodes_by_type(TextNode)
    texts = [node.s for node in found if isinstance(node, TextNode)]
    lines = [line for text in texts for line in text.splitlines() if SIGN.search(line)]
    assert [line for line in lines if not CHINESE.search(line)] == []


def test_no_template_joins_with_a_chinese_sign_but_in_what_stays_chinese() -> None:
    joined = [
        f"{path.name}: {line.strip()}"
        for path in TEMPLATES
        if path.parent.name != "public"  # files of the public page, in Chinese always
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search('join:"[：，；、]"', line) and "zh-Hans" not in line and "zh-hans" not in line
    ]
    assert joined == []


def test_python_puts_signs_between_values_as_the_language_does() -> None:
    with translation.override("en"):
        assert (put("{}：{}（{}）", "Unit", "甲", 1), listed(["甲", "乙"], "；")) == ("Unit: 甲 (1)", "甲; 乙")
    with translation.override("zh-hans"):
        assert (put("{}：{}（{}）", "单位", "甲", 1), listed(["甲", "乙"], "；")) == ("单位：甲（1）", "甲；乙")
