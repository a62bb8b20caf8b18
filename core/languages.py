"""What follows the language of the person, and what is Chinese whatever it is (ADR 24).

Menus, headings, labels, buttons, states and code lists follow it. Sentences of verdicts and refusals, workbooks and
documents are Chinese always: they are written inside `official()`.
"""

import re
from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.utils import translation
from django.utils.functional import lazy

#: The language of the offices.
OFFICIAL: Final = "zh-hans"
ENGLISH: Final = "en"
#: English units of measure whose singular is no matter of the last letters.
ODD_ONES: Final = MappingProxyType({"people": "person", "forms, no plan agreed": "form, no plan agreed"})

#: Chinese signs between words, as English writes them.
ENGLISH_SIGNS: Final = MappingProxyType(
    {"：": ": ", "，": ", ", "；": "; ", "、": ", ", "。": ". ", "（": " (", "）": ")", "「": " “", "」": "”"}
)
_SIGNS: Final = "".join(ENGLISH_SIGNS)
#: Signs that stand between words or values: beside a Chinese character they belong to a Chinese sentence.
BETWEEN_WORDS: Final = re.compile(rf"(?<![\u4e00-\u9fff{_SIGNS}])[{_SIGNS}]+(?![\u4e00-\u9fff{_SIGNS}])")
_ENGLISH: Final = str.maketrans(dict(ENGLISH_SIGNS))


def official() -> translation.override:
    """As a context: what is written inside is Chinese, whatever the language of the person is."""
    return translation.override(OFFICIAL)


def shown(text: str, context: str) -> str:
    """An official Chinese word in the language of the person.

    The English ones stand in `locale/en` under the Chinese words, with `context` where a word has two meanings.
    """
    if translation.get_language() in {None, OFFICIAL}:
        return text
    said = translation.pgettext(context, text)
    return said if said != text else translation.gettext(text)


shown_lazy = lazy(shown, str)


def chosen(chinese: str, english: str) -> str:
    """Of a text that stands in both languages the one that the person reads."""
    return chinese if (translation.get_language() or OFFICIAL).startswith("zh") else english


def listed(items: Iterable[object], sign: str = "、") -> str:
    """Several names or words in a row, parted as the language of the person parts them; `sign` is the Chinese one."""
    return signs(sign).join(map(str, items))


def signs(text: str) -> str:
    """Signs as the language of the person writes them; `text` holds Chinese ones."""
    return text.translate(_ENGLISH) if translation.get_language() == ENGLISH else text


def put(pattern: str, *values: object) -> str:
    """Values with signs between them: `put("{}：{}", label, value)` is "label: value" in English."""
    return signs(pattern).format(*values)


def measured(unit: object, number: object) -> str:
    """The word of a unit of measure beside its number: English ones stand in the singular beside a 1."""
    word = str(unit)
    if number != 1 or translation.get_language() != ENGLISH:
        return word
    if word in ODD_ONES:
        return ODD_ONES[word]
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
