"""The filter of the list of cases."""

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from core.forms import DayInput, SearchInput, StyledSelect
from core.rows import Rows
from core.views.days import DayFilter
from dispositions.choices import Age, CaseSource, CaseState, Wait
from dispositions.models import Case
from inspections.choices import Disposition, FindingSubject
from insurers.base.filters import by_value

#: Any state but the last.
OPEN = "open"
STATES = ((OPEN, _("All that are open")), *CaseState.choices)


def authorities_of(user: User) -> Rows:
    """The authorities of the cases that a person sees."""
    mine = Case.objects.visible_to(user).order_by().values("authority")
    found: Rows = Organisation.objects.visible_to(user).filter(pk__in=mine).order_by("code")
    return found


class CaseFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Case, document, name or matter"), method="search", widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=STATES, method="of_state", empty_label=_("All"), widget=StyledSelect
    )
    wait = django_filters.ChoiceFilter(
        label=pgettext_lazy("disposition", "Waits for"),
        choices=Wait.choices,
        method="of_wait",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    subject = django_filters.ChoiceFilter(
        label=_("Subject"), choices=FindingSubject.choices, empty_label=_("All"), widget=StyledSelect
    )
    source = django_filters.ChoiceFilter(
        label=_("Origin"), choices=CaseSource.choices, empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Measure"), choices=Disposition.choices, method="of_kind", empty_label=_("All"), widget=StyledSelect
    )
    age = django_filters.ChoiceFilter(
        label=_("Open for"), choices=Age.choices, method="of_age", empty_label=_("All"), widget=StyledSelect
    )
    authority = django_filters.ModelChoiceFilter(
        queryset=lambda request: authorities_of(request.user),
        label=_("Authority"),
        empty_label=_("All"),
        widget=StyledSelect,
    )
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )
    opened_from = DayFilter(field_name="opened_on", lookup_expr="gte", label=_("Opened from"), widget=DayInput)
    opened_to = DayFilter(field_name="opened_on", lookup_expr="lte", label=_("Opened until"), widget=DayInput)

    class Meta:
        model = Case
        fields: list[str] = []

    @by_value
    def search(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.search(value.strip())  # type: ignore[attr-defined]
        return found

    @by_value
    def of_state(self, rows: Rows, value: str) -> Rows:
        return rows.exclude(state=CaseState.CLOSED) if value == OPEN else rows.filter(state=value)

    @by_value
    def of_wait(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.waiting(value, self.today)  # type: ignore[attr-defined]
        return found

    @by_value
    def of_kind(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.with_kind(value)  # type: ignore[attr-defined]
        return found

    @by_value
    def of_age(self, rows: Rows, value: str) -> Rows:
        found: Rows = rows.aged(value, self.today)  # type: ignore[attr-defined]
        return found
