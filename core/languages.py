"""What follows the language of the person, and what is Chinese whatever it is (ADR 24).

Menus, headings, labels, buttons, states and code lists follow it. Sentences of verdicts and refusals, workbooks and
documents are Chinese always: they are written inside `official()`.
"""

from typing import Final

from django.utils import translation
from django.utils.functional import lazy

#: The language of the offices.
OFFICIAL: Final = "zh-hans"


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
