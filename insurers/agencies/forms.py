"""Forms of service agencies and of the services ordered from them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, AmountInput, CountField, StyledSelect, day_field
from enterprises.forms import PlainText, text_field
from insurers.agencies.choices import AgencyKind, EvaluationConclusion
from insurers.agencies.services import Certificate, Professional, Terms, Verdict


class EntryForm(forms.Form):
    """What is entered about an agency."""

    def value(self) -> object:
        """What was written, as its service takes it."""
        raise NotImplementedError


class QualificationForm(EntryForm):
    kind = forms.ChoiceField(label=_("Kind of agency"), choices=AgencyKind.choices, widget=StyledSelect)
    cert_no = PlainText(_("Certificate number"), 60, required=False)
    scope = PlainText(_("Business scope"), 500, required=False)
    issuer = PlainText(_("Issued by"), 100, required=False)
    valid_from = day_field(_("Valid from"), required=False)
    valid_to = day_field(_("Valid until"), required=False, help_text=_("Leave empty where the end is not known"))
    ability_note = text_field(_("Professional ability and its proof"), 2000, required=False)

    def value(self) -> Certificate:
        return Certificate(**self.cleaned_data)


class StaffForm(EntryForm):
    name = PlainText(_("Name"), 50)
    speciality = PlainText(_("Speciality"), 100)
    title = PlainText(_("Professional title"), 50, required=False)
    certificate_no = PlainText(_("Certified safety engineer's number"), 40, required=False)

    def value(self) -> Professional:
        return Professional(**self.cleaned_data)


class ContractForm(EntryForm):
    contract_no = PlainText(_("Contract number"), 60)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"))
    amount = AmountField(label=_("Amount (yuan)"), max_digits=14, decimal_places=2, widget=AmountInput)

    def value(self) -> Terms:
        return Terms(**self.cleaned_data)


class EvaluationForm(EntryForm):
    year = CountField(label=_("Year"), min_value=2000, max_value=2100, widget=AmountInput)
    score = CountField(label=_("Score (0 to 100)"), widget=AmountInput)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=EvaluationConclusion.choices, widget=StyledSelect)
    note = text_field(_("Reasons"), 500, required=False)

    def value(self) -> Verdict:
        return Verdict(**self.cleaned_data)


AGENCY_FORMS: dict[str, type[EntryForm]] = {
    "qualification": QualificationForm,
    "staff": StaffForm,
    "contract": ContractForm,
    "evaluation": EvaluationForm,
}
