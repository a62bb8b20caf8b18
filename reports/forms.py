"""Input of the report centre."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Division, User
from accounts.roles import Role
from core.forms import DayField, DayInput, StyledSelect
from reports.choices import CITY_REPORTS, ReportKind


class BuildForm(forms.Form):
    """Which report, of which city (the province only), up to which day."""

    report = forms.ChoiceField(label=gettext_lazy("Report"), widget=StyledSelect)
    city = forms.ChoiceField(label=gettext_lazy("City"), required=False, widget=StyledSelect)
    cutoff = DayField(label=gettext_lazy("Cut-off (inclusive)"), widget=DayInput)

    def __init__(self, data: QueryDict | None = None, *, user: User, today: date) -> None:
        super().__init__(data)
        self.today, self.is_province = today, user.role == Role.PROV_EM
        kinds = [ReportKind.PROVINCE, *CITY_REPORTS] if self.is_province else list(CITY_REPORTS)
        self._offer("report", [(kind.value, str(kind.label)) for kind in kinds])
        self.fields["cutoff"].initial = today
        if self.is_province:
            cities = Division.objects.cities()
            self._offer("city", [("", _("Whole province")), *[(city.code, city.name) for city in cities]])
        else:
            del self.fields["city"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a field its choices."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_cutoff(self) -> date:
        cutoff: date = self.cleaned_data["cutoff"]
        if cutoff > self.today:
            raise ValidationError(_("The cut-off lies in the future; choose today or an earlier day."))
        return cutoff

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        report, city = data.get("report"), data.get("city")
        if self.is_province and report in set(CITY_REPORTS) and not city:
            self.add_error("city", _("Choose the city whose report is to be built."))
        return data
