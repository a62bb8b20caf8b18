"""Forms of service agencies and of the services ordered from them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.forms import DayInput, StyledSelect
from enterprises.forms import PlainText, text_field
from insurers.agencies import Certificate, Professional, Terms, Verdict
from insurers.choices import AgencyKind, EvaluationConclusion, ServiceKind
from insurers.feeforms import AmountInput
from insurers.models import Policy
from insurers.ordering import Wish


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput, required=required, help_text=help_text)


class QualificationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of agency"), choices=AgencyKind.choices, widget=StyledSelect)
    cert_no = PlainText(_("Certificate number"), 60, required=False)
    scope = PlainText(_("Business scope"), 500, required=False)
    issuer = PlainText(_("Issued by"), 100, required=False)
    valid_from = day_field(_("Valid from"), required=False)
    valid_to = day_field(_("Valid until"), required=False, help_text=_("Leave empty where the end is not known"))
    ability_note = text_field(_("Professional ability and its proof"), 2000, required=False)

    def value(self) -> Certificate:
        return Certificate(**self.cleaned_data)


class StaffForm(forms.Form):
    name = PlainText(_("Name"), 50)
    speciality = PlainText(_("Speciality"), 100)
    title = PlainText(_("Professional title"), 50, required=False)
    certificate_no = PlainText(_("Certified safety engineer's number"), 40, required=False)

    def value(self) -> Professional:
        return Professional(**self.cleaned_data)


class ContractForm(forms.Form):
    contract_no = PlainText(_("Contract number"), 60)
    starts_on = day_field(_("From"))
    ends_on = day_field(_("To"))
    amount = forms.DecimalField(label=_("Amount (yuan)"), max_digits=14, decimal_places=2, widget=AmountInput)

    def value(self) -> Terms:
        return Terms(**self.cleaned_data)


class EvaluationForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100, widget=AmountInput)
    score = forms.IntegerField(label=_("Score (0 to 100)"), widget=AmountInput)
    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=EvaluationConclusion.choices, widget=StyledSelect)
    note = text_field(_("Reasons"), 500, required=False)

    def value(self) -> Verdict:
        return Verdict(**self.cleaned_data)


AGENCY_FORMS: dict[str, type[Any]] = {
    "qualification": QualificationForm,
    "staff": StaffForm,
    "contract": ContractForm,
    "evaluation": EvaluationForm,
}


class ServiceOrderForm(forms.Form):
    """The policy is written by its number, as it stands in the ledger."""

    policy_no = PlainText(_("Policy number"), 40)
    agency = forms.ModelChoiceField(label=_("Agency"), queryset=Organisation.objects.none(), widget=StyledSelect)
    kind = forms.ChoiceField(label=_("Service"), choices=ServiceKind.choices, widget=StyledSelect)
    service_on = day_field(_("Day of the service"))
    note = text_field(_("What is wanted"), 500, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["agency"]
        field.queryset = Organisation.objects.visible_to(user).agencies().order_by("code")

    def clean_policy_no(self) -> Policy:
        number = self.cleaned_data["policy_no"].upper()
        policy = Policy.objects.visible_to(self.user).filter(policy_no=number).first()
        if policy is None:
            raise forms.ValidationError(f"本机构没有保单「{number}」，请按保单台账核对保单号。")
        return policy

    def value(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            agency=data["agency"], policy=data["policy_no"], kind=data["kind"], service_on=data["service_on"],
            note=data["note"],
        )  # fmt: skip


class AnswerOrderForm(forms.Form):
    note = text_field(_("Answer"), 500, required=False)
