"""Filters of the lists of services and of return visits."""

import django_filters
from django.utils.translation import gettext_lazy as _

from campaigns.services import days_undecided
from core.forms import DayInput, SearchInput, StyledSelect
from core.listing.filtering import ListFilter
from core.rows import Rows
from core.views.days import DayFilter
from insurers.activities.choices import ActivityState, Mark, VisitWay
from insurers.activities.models import Activity, ActivityVisit
from insurers.activities.querysets import ActivityQuerySet
from insurers.base import questions
from insurers.base.choices import Channel, Medium, ServiceKind
from insurers.base.filters import YES_NO, InsurerRowFilter, by_value


class ActivityFilter(InsurerRowFilter):
    number = "activity_no"

    q = django_filters.CharFilter(label=_("Service number or credit code"), method="search", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    assist = django_filters.ChoiceFilter(
        field_name="campaign_assist",
        label=_("Campaign assistance"),
        choices=YES_NO,
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_assist",
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ActivityState.choices, empty_label=_("All"), widget=StyledSelect
    )
    counted = django_filters.ChoiceFilter(
        label=_("Counted as a service"),
        choices=YES_NO,
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_counted",
    )
    start_from = DayFilter(field_name="start_on", lookup_expr="gte", label=_("Services from"), widget=DayInput)
    start_to = DayFilter(field_name="start_on", lookup_expr="lte", label=_("Services until"), widget=DayInput)
    channel = django_filters.ChoiceFilter(
        field_name="detail__channel",
        label=_("Channel"),
        choices=Channel.choices,
        empty_label=_("All"),
        widget=StyledSelect,
    )
    medium = django_filters.ChoiceFilter(
        field_name="detail__medium",
        label=_("Form of the content"),
        choices=Medium.choices,
        empty_label=_("All"),
        widget=StyledSelect,
    )

    mark = django_filters.ChoiceFilter(
        label=_("Mark"), choices=Mark.choices, empty_label=_("All"), widget=StyledSelect, method="of_mark"
    )

    ask = django_filters.ChoiceFilter(
        label=_("Question"),
        choices=lambda: questions.choices("activities"),
        empty_label=_("All"),
        widget=StyledSelect,
        method="of_question",
    )

    class Meta:
        model = Activity
        fields: list[str] = []

    @by_value
    def of_mark(self, rows: ActivityQuerySet[Activity], value: str) -> ActivityQuerySet[Activity]:
        if value == Mark.UNNAMED:
            return rows.unnamed(days_undecided())
        return rows.marked(value, self.today)

    @by_value
    def of_question(self, rows: Rows, value: str) -> Rows:
        return questions.rows_in_question("activities", value, rows, self.request.user, self.today)

    @by_value
    def of_counted(self, rows: ActivityQuerySet[Activity], value: str) -> ActivityQuerySet[Activity]:
        """Those that the figures count; or those to come, void or replaced by a correction."""
        return rows.given() if value == "true" else rows.not_given()

    @by_value
    def of_assist(self, rows: Rows, value: str) -> Rows:
        return rows.filter(campaign_assist=value == "true")


class VisitFilter(ListFilter):
    satisfaction = django_filters.ChoiceFilter(
        label=_("Satisfaction"), choices=[(n, n) for n in range(5, 0, -1)], empty_label=_("All"), widget=StyledSelect
    )
    way = django_filters.ChoiceFilter(
        label=_("Way"), choices=VisitWay.choices, empty_label=_("All"), widget=StyledSelect
    )
    visited_from = DayFilter(field_name="visited_on", lookup_expr="gte", label=_("Visited from"), widget=DayInput)
    visited_to = DayFilter(field_name="visited_on", lookup_expr="lte", label=_("Visited until"), widget=DayInput)

    class Meta:
        model = ActivityVisit
        fields: list[str] = []
