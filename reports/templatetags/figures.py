"""A figure's sentence in the language of the page."""

from django import template
from django.utils.translation import get_language

from reports.catalogue import Entry

register = template.Library()


@register.simple_tag
def explained(entry: Entry) -> str:
    return entry.explained(get_language() or "zh-hans")
