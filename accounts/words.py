"""Audited actions in words, for those who read them without knowing the code; each app says its own."""

from functools import cache

from django.utils.functional import Promise

from core.contributions import Words, contributions


@cache
def actions() -> Words:
    """What the `audit_words.py` of all apps say, by action."""
    found: dict[str, str | Promise] = {}
    for words in contributions("audit_words", "ACTIONS", dict):
        found |= words
    return found


def action_words(action: str) -> str:
    """What an audited action is called; the code itself for one that no app names."""
    return str(actions().get(action, action))
