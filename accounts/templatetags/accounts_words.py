"""Codes of accounts in words."""

from django import template

from accounts import words

register = template.Library()


@register.filter
def action_words(action: str) -> str:
    """What an audited action is called."""
    return words.action_words(action)
