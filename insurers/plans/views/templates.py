"""The templates that plans are offered by sector and grade of risk (N11), for whoever reads plans."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import clock
from core.listing.columns import LINE, NUMBER, Look
from core.rows import Row
from core.templatetags.portal import state_tag
from core.views.lists import LedgerPage
from core.views.tables import Sheet
from enterprises.choices import RiskGrade, Sector
from insurers.plans.filters import TemplateFilter
from insurers.plans.models import TemplateItem
from insurers.plans.permissions import PlanPermission
from rulebook.choices import Certainty


def place_in(field: str, codes: Iterable[str]) -> Case:
    """Where a code stands in its list: sectors in the order of the law, the gravest risk first."""
    return Case(
        *(When(**{field: code}, then=Value(place)) for place, code in enumerate(codes)), output_field=IntegerField()
    )


def certainty_cell(row: Row) -> SafeString:
    return state_tag(row.get_certainty_display(), "warn" if row.certainty == Certainty.UNSURE else "")


LOOKS: Final = MappingProxyType(
    {
        "get_sector_display": Look(""),
        "get_risk_grade_display": LINE,
        "get_kind_display": LINE,
        "topic_words": Look(),
        "frequency": NUMBER,
        "get_form_display": LINE,
        "measures": Look(),
        "get_certainty_display": Look("corner", cell=certainty_cell),
    }
)


class TemplateListView(LedgerPage):
    """The lines in force today."""

    permission = PlanPermission.PLAN_VIEW
    template_name = "plans/template_list.html"
    filters = TemplateFilter
    looks = LOOKS
    sheet = Sheet("事故预防服务方案模板", "项")
    columns = (
        (gettext_lazy("Sector"), "get_sector_display"),
        (gettext_lazy("Risk grade"), "get_risk_grade_display"),
        (gettext_lazy("Service"), "get_kind_display"),
        (gettext_lazy("Topics"), "topic_words"),
        (gettext_lazy("Times a year"), "frequency"),
        (gettext_lazy("Form"), "get_form_display"),
        (gettext_lazy("Measures"), "measures"),
        (gettext_lazy("Expected goal"), "goal"),
        (gettext_lazy("Campaign assistance"), "campaign_assist"),
        (gettext_lazy("From"), "valid_from"),
        (gettext_lazy("Source"), "source"),
        (gettext_lazy("How sure"), "get_certainty_display"),
    )

    def rows(self) -> QuerySet[TemplateItem]:
        order = place_in("sector", Sector.values), place_in("risk_grade", RiskGrade.values)
        return TemplateItem.objects.visible_to(self.person).on(clock.today()).order_by(*order, "pk")
