"""Verdicts of uploads in templates."""

from django import template
from django.utils.functional import Promise

from core.imports.choices import CODE_LABELS

register = template.Library()


@register.filter
def code_label(code: str) -> str | Promise:
    """A verdict's code in words; codes themselves are language-free."""
    return CODE_LABELS.get(code, code)
