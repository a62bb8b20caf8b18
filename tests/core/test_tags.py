"""The tags of the pages: lines that come out as one."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

PAGES = Path(__file__).resolve().parents[2] / "templates"
ONE_LINE = re.compile(r"{% oneline %}.*?{% endoneline %}", re.DOTALL)
LOOSE_TEXT = re.compile(r"""class="[^"]*\bp-pre\b[^"]*"[^>]*>\s*\n""")


def rendered(source: str, **values: object) -> str:
    return Template("{% load i18n portal %}" + source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% oneline %}\n  甲\n  ，乙\n{% endoneline %}", "甲，乙"),
        ("{% oneline %}甲 \t\n\n  乙{% endoneline %}", "甲乙"),
        ("{% oneline %}甲 乙{% endoneline %}", "甲 乙"),
        ('{% oneline %}甲{{ " " }}\n乙{% endoneline %}', "甲 乙"),
        ("{% oneline %}\n  {% if a %}\n    甲\n  {% endif %}\n  乙\n{% endoneline %}", "甲乙"),
        ("{% oneline %}<a\n  href='x'\n  id='y'>\n  甲\n</a>{% endoneline %}", "<a href='x' id='y'>甲</a>"),
        (
            "{% oneline %}<a\n  {% if a %}id='y'{% endif %}\n  href='x'>甲</a>{% endoneline %}",
            "<a id='y' href='x'>甲</a>",
        ),
        ("甲\n{% oneline %}\n乙\n{% endoneline %}\n丙", "甲\n乙\n丙"),
        ("{% oneline %}\n{{ b }}\n{% endoneline %}", "one\ntwo"),
    ],
)
def test_lines_come_out_as_one_and_values_stay(source: str, text: str) -> None:
    assert rendered(source, a=True, b="one\ntwo") == text


def test_in_english_words_and_numbers_that_meet_keep_a_blank() -> None:
    source = "{% oneline %}\n  planned\n  {% if a %}\n    11-25\n  {% endif %}\n  —11-28\n{% endoneline %}"
    assert rendered(source, a=True) == "planned11-25—11-28"
    with translation.override("en"):
        assert rendered(source, a=True) == "planned 11-25—11-28"


def test_a_message_keeps_its_blanks() -> None:
    source = "{% oneline %}\n  {% blocktranslate trimmed %}\n    one word\n    and more\n  {% endblocktranslate %}\n{% endoneline %}"
    assert rendered(source) == "one word and more"


def test_oneline_inside_oneline_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        rendered("{% oneline %}甲{% oneline %}乙{% endoneline %}{% endoneline %}")


def test_text_whose_line_breaks_are_seen_begins_beside_its_tag() -> None:
    texts = {str(page.relative_to(PAGES)): page.read_text(encoding="utf-8") for page in PAGES.rglob("*.html")}
    assert [name for name, text in texts.items() if LOOSE_TEXT.search(ONE_LINE.sub("", text))] == []
