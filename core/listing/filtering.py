"""Filter sets of lists that cost little to make: each request has its own."""

from collections import OrderedDict
from copy import copy
from datetime import date
from typing import Any, Final

import django_filters
from django import forms
from django.utils.translation import gettext as _

#: How the filter of the last day of a span ends.
TO: Final = "_to"


class Filters(OrderedDict[str, django_filters.Filter]):
    """The declared filters of a class. A filter set takes a deep copy of them: each filter anew, with what was declared for
    its field, but without copying every choice and label, which no request changes.
    """

    def __deepcopy__(self, memo: dict[int, object]) -> "OrderedDict[str, django_filters.Filter]":
        return OrderedDict((name, _own(one)) for name, one in self.items())


class Fields(dict[str, forms.Field]):
    """The fields of a form's class that is made for one form: they are this form's own already."""

    def __deepcopy__(self, memo: dict[int, object]) -> dict[str, forms.Field]:
        return dict(self)


class ListFilter(django_filters.FilterSet):  # type: ignore[misc]  # the package has no types
    """The filter set of a list."""

    @classmethod
    def get_filters(cls) -> Filters:
        return Filters(super().get_filters())

    def get_form_class(self) -> type[forms.Form]:
        made: Any = super().get_form_class()
        made.base_fields = Fields(made.base_fields)
        made.clean = insist_spans
        return made  # type: ignore[no-any-return]


def insist_spans(form: forms.Form) -> None:
    """A span of days that ends before it begins, `…_from` to `…_to`, gets a sentence: no row would lie in it."""
    for name, last in list(form.cleaned_data.items()):
        first = form.cleaned_data.get(f"{name.removesuffix(TO)}_from") if name.endswith(TO) else None
        if isinstance(first, date) and isinstance(last, date) and last < first:
            words = {"first": first, "last": last}
            form.add_error(name, _("%(last)s is before the beginning, %(first)s; please correct it.") % words)


def _own(declared: django_filters.Filter) -> django_filters.Filter:
    own = copy(declared)
    own.extra = dict(declared.extra)
    own.method = declared.method  # by a way of its own, which asks the filter set that this one belongs to
    return own
