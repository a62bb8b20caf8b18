"""The tag of signs, which the loader of templates puts in (`core.web.signs`); every template knows it."""

from django import template

from core import languages

register = template.Library()


@register.simple_tag
def sign(chinese: str) -> str:
    """Signs between two words or values, as the language of the person writes them."""
    return languages.signs(chinese)
