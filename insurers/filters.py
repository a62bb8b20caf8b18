"""Filters of the ledgers' lists. Choices of places follow the person's scope."""

from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.permissions import Permission
from accounts.scope import scope_for
from core import clock
from core.forms import DayInput, SearchInput, StyledSelect
from enterprises.choices import EnterpriseStatus, Sector
from enterprises.filters import PlaceFilterSet
from insurers.agencies import visible_agencies
from insurers.booking import lacking_files
from insurers.choices import (
    ComplaintState,
    ExpenseCategory,
    MaterialKind,
    MaterialState,
    OrderState,
    ServiceKind,
    VisitWay,
)
from insurers.fees import FLAGS
from insurers.hazardsource import differing
from insurers.models import (
    Activity,
    ActivityVisit,
    Assignment,
    Complaint,
    Expense,
    Material,
    Policy,
    ServiceOrder,
)
from insurers.models.activities import ActivityState
from insurers.policyrules import QUESTIONS, STANDINGS, Eye, asked, of_standing

COVER = (
    ("must", _("Must insure")),
    ("insured", _("Insured")),
    ("missing", _("Must insure, not insured")),
    ("expiring", _("Expiring within 30 days")),
)
#: Lists beside the figures of the gap.
TAB_LABELS = {
    "open": _("To be dealt with"),
    "never": _("Never insured"),
    "lapsed": _("Lapsed"),
    "cancelled": _("Given back"),
    "cleared": _("Cleared"),
    "partly": _("Not all people insured"),
    "under_limit": _("Under the limit"),
}
EARLIEST_DAY, LATEST_DAY = date(2015, 1, 1), date(2050, 12, 31)
YES_NO = (("true", _("Yes")), ("false", _("No")))


class EnterpriseFilter(PlaceFilterSet):
    q = django_filters.CharFilter(label=_("Name or credit code"), method="search", widget=SearchInput)
    sector = django_filters.ChoiceFilter(
        label=_("Sector"), choices=Sector.choices, method="of_sector", empty_label=_("All"), widget=StyledSelect
    )
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=EnterpriseStatus.choices, empty_label=_("All"), widget=StyledSelect
    )
    cover = django_filters.ChoiceFilter(
        label=_("Cover"), choices=COVER, method="of_cover", empty_label=_("All"), widget=StyledSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.request.user.may(Permission.GAP_VIEW):
            del self.filters["cover"]

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.search(value.strip())

    def of_sector(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(sectors__contains=[value])

    def of_cover(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """Left to the page, which knows the day and the campaign."""
        return rows


class GapFilter(EnterpriseFilter):
    """The gap's list always shows the rows of one figure, so there is no "all"."""

    cover = django_filters.ChoiceFilter(
        label=_("Cover"),
        choices=(*COVER, *TAB_LABELS.items()),
        method="of_cover",
        empty_label=None,
        widget=StyledSelect,
    )
    on = django_filters.DateFilter(
        label=_("Reference date"),
        method="of_cover",
        widget=DayInput,
        validators=[MinValueValidator(EARLIEST_DAY), MaxValueValidator(LATEST_DAY)],
    )


class InsurerRowFilter(PlaceFilterSet):
    """Search, insurer and period, shared by policies and services. `number` is the column searched by its beginning."""

    number = ""

    start_from = django_filters.DateFilter(
        field_name="start_on", lookup_expr="gte", label=_("Begins from"), widget=DayInput
    )
    start_to = django_filters.DateFilter(
        field_name="start_on", lookup_expr="lte", label=_("Begins until"), widget=DayInput
    )
    insurer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Organisation.objects.visible_to(request.user).insurers(),
        label=_("Insurer"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if scope_for(self.request.user).insurer_id is not None:
            del self.filters["insurer"]

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        begins = {f"{self.number}__istartswith": text}
        return rows.filter(Q(**begins) | Q(enterprise__uscc__startswith=text.upper()))


class PolicyFilter(InsurerRowFilter):
    number = "policy_no"

    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    status = django_filters.ChoiceFilter(
        label=_("State"), choices=STANDINGS, empty_label=_("All"), widget=StyledSelect, method="of_standing"
    )
    ask = django_filters.ChoiceFilter(
        label=_("Question"), choices=QUESTIONS, empty_label=_("All"), widget=StyledSelect, method="of_question"
    )

    class Meta:
        model = Policy
        fields: list[str] = []

    def of_standing(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """As the list shows it today; 到期 follows from the days."""
        return of_standing(rows, value, clock.today())

    def of_question(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        person: Any = self.request.user
        return asked(rows, value, Eye(Policy.objects.visible_to(person), clock.today()))


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

    ask = django_filters.ChoiceFilter(
        label=_("Question"), choices=(("hazards", _("Hazards differ")),), empty_label=_("All"), widget=StyledSelect,
        method="of_question",
    )  # fmt: skip

    class Meta:
        model = Activity
        fields: list[str] = []

    def of_question(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """Services whose counts differ from their hazards on record."""
        return differing(rows)

    def of_assist(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(campaign_assist=value == "true")


class ComplaintFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Complaint or policy number, or credit code"), method="search", widget=SearchInput
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=ComplaintState.choices, empty_label=_("All"), widget=StyledSelect
    )
    received_from = django_filters.DateFilter(
        field_name="received_on", lookup_expr="gte", label=_("Received from"), widget=DayInput
    )
    received_to = django_filters.DateFilter(
        field_name="received_on", lookup_expr="lte", label=_("Received until"), widget=DayInput
    )

    class Meta:
        model = Complaint
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        return rows.filter(Q(complaint_no=text) | Q(policy__policy_no=text) | Q(policy__enterprise__uscc=text))


class MaterialFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Title"), field_name="title", lookup_expr="contains", widget=SearchInput)
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), choices=MaterialKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=MaterialState.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Material
        fields: list[str] = []


class AssignmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    material = django_filters.NumberFilter(label=_("Material"), widget=forms.HiddenInput)
    read = django_filters.ChoiceFilter(
        label=_("Read"), choices=YES_NO, empty_label=_("All"), widget=StyledSelect, method="of_read"
    )

    class Meta:
        model = Assignment
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        return rows.filter(Q(policy__policy_no=text) | Q(policy__enterprise__uscc=text))

    def of_read(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(read_on__isnull=value != "true")


class VisitFilter(django_filters.FilterSet):
    satisfaction = django_filters.ChoiceFilter(
        label=_("Satisfaction"), choices=[(n, n) for n in range(5, 0, -1)], empty_label=_("All"), widget=StyledSelect
    )
    way = django_filters.ChoiceFilter(
        label=_("Way"), choices=VisitWay.choices, empty_label=_("All"), widget=StyledSelect
    )
    visited_from = django_filters.DateFilter(
        field_name="visited_on", lookup_expr="gte", label=_("Visited from"), widget=DayInput
    )
    visited_to = django_filters.DateFilter(
        field_name="visited_on", lookup_expr="lte", label=_("Visited until"), widget=DayInput
    )

    class Meta:
        model = ActivityVisit
        fields: list[str] = []


class ExpenseFilter(InsurerRowFilter):
    """The period is the day booked."""

    number = "voucher_no"

    start_from = start_to = None
    q = django_filters.CharFilter(
        label=_("Voucher or policy number, or credit code"), method="search", widget=SearchInput
    )
    booked_from = django_filters.DateFilter(
        field_name="booked_on", lookup_expr="gte", label=_("Booked from"), widget=DayInput
    )
    booked_to = django_filters.DateFilter(
        field_name="booked_on", lookup_expr="lte", label=_("Booked until"), widget=DayInput
    )
    file = django_filters.ChoiceFilter(
        label=_("File"), choices=(("missing", _("File missing")),), empty_label=_("All"), widget=StyledSelect,
        method="of_file",
    )  # fmt: skip
    category = django_filters.ChoiceFilter(
        label=_("Category"), choices=ExpenseCategory.choices, empty_label=_("All"), widget=StyledSelect
    )

    class Meta:
        model = Expense
        fields: list[str] = []

    def of_file(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        """Vouchers of 1,000 yuan or more without a file."""
        return lacking_files(rows)

    def search(self, rows: Any, name: str, value: str) -> Any:
        return super().search(rows, name, value) | rows.filter(policy__policy_no__istartswith=value.strip())


class FeeFilter(InsurerRowFilter):
    """Policies with their fees, by what is to be asked about them."""

    number = "policy_no"

    start_from = start_to = None
    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    flag = django_filters.ChoiceFilter(
        label=_("Question"), choices=FLAGS, method="of_flag", empty_label=_("All"), widget=StyledSelect
    )
    cutoff = django_filters.DateFilter(label=_("Cut-off"), method="of_cutoff", widget=DayInput)

    class Meta:
        model = Policy
        fields: list[str] = []

    def of_flag(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        return rows.filter(**{value: True})

    def of_cutoff(self, rows: Any, name: str, value: Any) -> Any:  # noqa: ARG002
        """Left to the page, which adds up to that day."""
        return rows


class OrderFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="search", label=_("Policy number or enterprise"), widget=SearchInput)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=OrderState.choices, empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("Service"), choices=ServiceKind.choices, empty_label=_("All"), widget=StyledSelect
    )
    since = django_filters.DateFilter(field_name="service_on", lookup_expr="gte", label=_("Day from"), widget=DayInput)
    until = django_filters.DateFilter(field_name="service_on", lookup_expr="lte", label=_("Day until"), widget=DayInput)

    agency = django_filters.ModelChoiceFilter(
        queryset=lambda request: visible_agencies(request.user),
        label=_("Agency"),
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = ServiceOrder
        fields: list[str] = []

    def search(self, rows: Any, name: str, value: str) -> Any:  # noqa: ARG002
        text = value.strip()
        return rows.filter(Q(policy__policy_no__istartswith=text) | Q(policy__enterprise__name__icontains=text))


class AgencyFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Name"), widget=SearchInput)

    class Meta:
        model = Organisation
        fields: list[str] = []
