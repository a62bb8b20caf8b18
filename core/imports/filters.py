"""Filters of core's lists."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from core.imports import registry
from core.imports.choices import UploadState
from core.imports.models import Upload
from core.languages import shown_lazy
from core.listing.filtering import ListFilter


class UploadFilter(ListFilter):
    name = django_filters.CharFilter(
        field_name="file__name", lookup_expr="icontains", label=_("File name"), widget=SearchInput
    )
    kind = django_filters.ChoiceFilter(label=_("Ledger"), choices=[], empty_label=_("All"), widget=StyledSelect)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=UploadState.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Upload
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # The ledgers' rooms register their kinds when the apps are ready, which is after this module is read.
        titles = [(kind, shown_lazy(registry.importer(kind).title, "ledger")) for kind in registry.kinds()]
        self.filters["kind"].extra["choices"] = titles
