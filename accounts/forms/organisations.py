"""The form of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from typing_extensions import Unpack

from accounts.choices import OrganisationKind
from accounts.forms.people import OrganisationField
from accounts.models import Division, Organisation
from accounts.services import sectors
from accounts.services.organisations import ABOVE, Body
from core.forms import LineInput, StyledSelect, plain_cell
from core.forms.arguments import Data, Files, FormArguments


class OrganisationForm(forms.Form):
    """An organisation; code and kind are given once."""

    code = forms.CharField(
        label=_("Code of the organisation"),
        max_length=60,
        widget=LineInput(),
        help_text=_("Capital letters, digits and hyphens, such as EM-330106"),
    )
    name = forms.CharField(label=_("Name of the organisation"), max_length=100, widget=LineInput())
    kind = forms.ChoiceField(
        label=pgettext_lazy("organisation", "Kind"),
        choices=[("", "—"), *OrganisationKind.choices],
        widget=StyledSelect,
    )
    division = forms.ModelChoiceField(
        label=pgettext_lazy("organisation", "Place"),
        queryset=Division.objects.none(),
        to_field_name="code",
        widget=StyledSelect,
    )
    parent = OrganisationField(
        label=_("Above it"),
        queryset=Organisation.objects.none(),
        required=False,
        help_text=_("For city and county bureaus, sub-offices and city branches of insurers."),
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        choices=lambda: [("", "—"), *sectors.words().items()],
        required=False,
        widget=StyledSelect,
        help_text=_("For sector authorities alone: the enterprises that its people see."),
    )
    letter_code = forms.CharField(
        label=_("Code of its documents"),
        max_length=30,
        required=False,
        widget=LineInput(),
        help_text=_("What its document numbers begin with; no two organisations share one."),
    )

    def __init__(
        self, data: Data = None, files: Files = None, *, row: Organisation | None = None, **rest: Unpack[FormArguments]
    ) -> None:
        if row is not None:
            rest["initial"] = {
                "name": row.name,
                "division": row.division_id,
                "parent": row.parent_id,
                "sector": row.sector,
                "letter_code": row.letter_code,
            }
        super().__init__(data, files, **rest)
        self.row = row
        above = frozenset().union(*ABOVE.values())
        self.fields["division"].queryset = Division.objects.all()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = Organisation.objects.working().filter(kind__in=above)  # type: ignore[attr-defined]
        if row is not None:
            del self.fields["code"], self.fields["kind"]

    def body(self) -> Body:
        given = self.cleaned_data
        return Body(
            code=self.row.code if self.row else plain_cell(given["code"]),
            kind=self.row.kind if self.row else given["kind"],
            name=given["name"],
            division=given["division"],
            parent=given["parent"],
            sector=given["sector"],
            letter_code=plain_cell(given["letter_code"]),
        )
