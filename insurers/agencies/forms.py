"""Forms of what is entered about agencies, and of the register of professionals."""

from collections.abc import Iterable
from typing import Self, cast

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from accounts.models import Organisation
from core.forms import AmountField, AmountInput, CountField, PickerInput, StyledSelect, day_field
from core.forms.arguments import Data, Files, FormArguments
from core.writing import version_of
from enterprises.forms import PlainText, text_field
from insurers.agencies.choices import AgencyKind, CertificateKind, EvaluationConclusion, ProfessionalKind
from insurers.agencies.models import Professional
from insurers.agencies.rules import Profile
from insurers.base.fields import Label


class AgencyField(forms.CharField):
    """One of the agencies on offer, picked or typed by its full name or its code; cleaned to the organisation."""

    def __init__(self, *, label: Label, required: bool = True, help_text: Label = "") -> None:
        super().__init__(
            label=label, required=required, help_text=help_text, max_length=200, widget=PickerInput("agency")
        )
        self.offered: QuerySet[Organisation] = Organisation.objects.none()

    def prepare_value(self, value: object) -> object:
        """The name, also where an address or a stored row gives the organisation or its id."""
        if isinstance(value, Organisation):
            return value.name
        if isinstance(value, int) or (isinstance(value, str) and value.isdecimal() and len(value) < 10):
            found = self.offered.filter(pk=int(value)).first()
            return found.name if found else ""
        return value

    def clean(self, value: object) -> Organisation | None:
        text = super().clean(value)
        if not text:
            return None
        found = self.offered.filter(Q(name=text) | Q(code=text.upper())).first()
        if found is None:
            raise forms.ValidationError(
                f"没有可以选用的服务机构「{text}」：名录中没有，或者年度评价结论为停用。请从候选中选择，或者填写机构全称。"
            )
        return found

    def has_changed(self, initial: object, data: object) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class QualificationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of agency"), choices=AgencyKind.choices, widget=StyledSelect)
    cert_no = PlainText(_("Certificate number"), 60, required=False)
    scope = PlainText(_("Business scope"), 500, required=False)
    issuer = PlainText(_("Issued by"), 100, required=False)
    valid_from = day_field(_("Valid from"), required=False)
    valid_to = day_field(_("Valid until"), required=False, help_text=_("Leave empty where the end is not known"))
    ability_note = text_field(_("Professional ability and its proof"), 2000, required=False)


class ContractForm(forms.Form):
    contract_no = PlainText(_("Contract number"), 60)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"))
    amount = AmountField(label=_("Amount (yuan)"), max_digits=14, decimal_places=2, widget=AmountInput)


class EvaluationForm(forms.Form):
    year = CountField(label=_("Year"), min_value=2000, max_value=2100, widget=AmountInput)
    score = CountField(label=_("Score (0 to 100)"), widget=AmountInput)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=EvaluationConclusion.choices, widget=StyledSelect)
    note = text_field(_("Reasons"), 500, required=False)


class ProfessionalForm(forms.Form):
    """An entry of the register of those who serve; never a number of an identity card."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(label=_("Kind of person"), widget=StyledSelect)
    name = PlainText(_("Name of the person"), 50)
    speciality = PlainText(_("Speciality"), 100)
    title = PlainText(_("Professional title"), 50, required=False)
    certificate = forms.ChoiceField(
        label=_("Kind of certificate"), choices=CertificateKind.choices, widget=StyledSelect
    )
    certificate_no = PlainText(
        _("Certificate number"), 40, help_text=_("Never the number of an identity card, which the portal does not keep")
    )
    valid_from = day_field(_("Valid from"))
    valid_to = day_field(_("Valid until"), required=False, help_text=_("Leave empty where the certificate has no end"))

    def __init__(
        self,
        data: Data = None,
        files: Files = None,
        *,
        kinds: Iterable[ProfessionalKind],
        **rest: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **rest)
        field = cast("forms.ChoiceField", self.fields["kind"])
        field.choices = [(kind.value, kind.label) for kind in kinds]

    @classmethod
    def of(cls, person: Professional, kinds: Iterable[ProfessionalKind]) -> Self:
        """The form with what is stored."""
        stored = {name: getattr(person, name) for name in Profile.__slots__}
        return cls(initial={**stored, "seen": version_of(person)}, kinds=kinds)

    def profile(self) -> Profile:
        return Profile(**{name: self.cleaned_data[name] for name in Profile.__slots__})


class LeaveForm(forms.Form):
    left_on = day_field(_("Last day"))
