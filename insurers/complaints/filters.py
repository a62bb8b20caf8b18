"""The filter of the list of complaints."""

from typing import Final

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.scope import scope_for
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows
from core.views.days import DayFilter
from insurers.base.filters import by_value
from insurers.complaints.choices import UNCLOSED, ComplaintState
from insurers.complaints.models import Complaint

#: Any state but the last.
WAITING: Final = "waiting"


class ComplaintFilter(ListFilter):
    q = django_filters.CharFilter(
        label=_("Complaint or policy number, or credit code"), method="search", widget=SearchInput
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=((WAITING, _("All that are not closed")), *ComplaintState.choices),
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_state",
    )
    insurer = django_filters.ModelChoiceFilter(
        field_name="policy__insurer",
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )
    received_from = DayFilter(field_name="received_on", lookup_expr="gte", label=_("Received from"), widget=DayInput)
    received_to = DayFilter(field_name="received_on", lookup_expr="lte", label=_("Received until"), widget=DayInput)

    class Meta:
        model = Complaint
        fields: list[str] = []

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        text = value.strip()
        return rows.filter(Q(complaint_no=text) | Q(policy__policy_no=text) | Q(policy__enterprise__uscc=text))

    @by_value
    def of_state(self, rows: Rows, value: str) -> Rows:
        return rows.filter(state__in=UNCLOSED) if value == WAITING else rows.filter(state=value)
