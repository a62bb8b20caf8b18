"""The filter of the list of questions to insurers."""

import django_filters
from django.utils.translation import gettext_lazy as _

from core.forms import SearchInput, StyledSelect
from crosschecks.cases import cases_known
from crosschecks.choices import ActivityAsk, FeeAsk, InquiryState, PolicyAsk, PromiseAsk
from crosschecks.models import Inquiry
from crosschecks.permissions import QuestionPermission
from crosschecks.querysets import InquiryQuerySet
from insurers.base.filters import InsurerRowFilter, by_value

STANDINGS = (
    ("open", _("To be settled")),
    ("late", _("Answer overdue")),
    *InquiryState.choices,
)
KINDS = (
    ("policies", _("Policies"), PolicyAsk),
    ("fees", _("Prevention fees"), FeeAsk),
    ("activities", _("Services"), ActivityAsk),
    ("plans", _("Service plans"), PromiseAsk),
)


class QuestionFilter(InsurerRowFilter):
    number = "policy__policy_no"

    start_from = start_to = None
    q = django_filters.CharFilter(label=_("Policy number or credit code"), method="search", widget=SearchInput)
    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=STANDINGS, method="of_standing", empty_label=_("All"), widget=StyledSelect
    )
    kind = django_filters.ChoiceFilter(
        label=_("About"),
        choices=[(code, label) for code, label, _asks in KINDS],
        method="of_kind",
        empty_label=_("All"),
        widget=StyledSelect,
    )
    code = django_filters.ChoiceFilter(
        label=_("Question"),
        choices=[(label, asks.choices) for _code, label, asks in KINDS],
        empty_label=_("All"),
        widget=StyledSelect,
    )

    class Meta:
        model = Inquiry
        fields: list[str] = []

    @by_value
    def of_standing(self, rows: InquiryQuerySet[Inquiry], value: str) -> InquiryQuerySet[Inquiry]:
        if value == "open":
            return rows.open()
        if value == "late":
            return rows.overdue(self.today)
        found = rows.filter(state=value)
        user = self.request.user
        if value == InquiryState.FURTHER and user.may(QuestionPermission.QUESTION_ANSWER):
            return found.filter(case_name__in=cases_known(user).values("number"))
        return found

    @by_value
    def of_kind(self, rows: InquiryQuerySet[Inquiry], value: str) -> InquiryQuerySet[Inquiry]:
        asks = next(asks for code, _label, asks in KINDS if code == value)
        return rows.filter(code__in=asks.values)
