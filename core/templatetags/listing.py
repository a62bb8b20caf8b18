"""The rows of a list, from its declared columns."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.listing.columns import ListTable

register = template.Library()


@register.simple_tag(takes_context=True)
def table_rows(context: Mapping[str, object], table: ListTable) -> SafeString:
    """The rows of a page's table, numbered on from the page before, with boxes where `bulk` offers something."""
    page = context.get("page")
    first = getattr(page, "start_index", lambda: 1)() or 1
    return table.body(first, _("Tick") if context.get("bulk") else "")
