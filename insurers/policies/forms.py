"""Forms of what hangs on a policy: details, endorsement, coinsurance."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from core.forms import AmountField, AmountInput, CountField, DayField, DayInput, PercentField, StyledSelect
from core.writing import version_of
from enterprises.forms import PlainText, text_field
from insurers.base.fields import Label
from insurers.policies.choices import PolicyEnd, Roster
from insurers.policies.models import PolicyDetail
from insurers.policies.services import Change, Part

LINES = 4

MOST_LINES = 20

EMPTY = ("", "—")


def money_field(label: Label, *, least: Decimal | None = Decimal(0), help_text: Label = "") -> AmountField:
    return AmountField(
        label=label,
        max_digits=14,
        decimal_places=2,
        min_value=least,
        required=False,
        widget=AmountInput,
        help_text=help_text,
    )


def percent_field(label: Label, *, help_text: Label = "") -> PercentField:
    """Typed in percent, stored as a fraction."""
    return PercentField(
        label=label,
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal(100),
        required=False,
        widget=AmountInput,
        help_text=help_text,
    )


class DetailForm(forms.Form):
    """Facts that the workbook of policies does not carry."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    branch = PlainText(_("Issuing branch"), 100, required=False)
    product = PlainText(_("Product"), 100, required=False)
    filing_no = PlainText(_("Product filing number"), 60, required=False)
    roster = forms.ChoiceField(
        label=_("Roster"),
        choices=[EMPTY, *Roster.choices],
        required=False,
        widget=StyledSelect,
        help_text=_("The portal never takes the names themselves"),
    )
    commission = percent_field(_("Commission rate (%)"))
    fee_budget = money_field(_("Budget of the prevention fee (yuan)"))
    budget_reason = PlainText(_("Reason for another budget"), 300, required=False)
    disclosed_on = DayField(
        label=_("Use of the fee last told on"),
        widget=DayInput,
        required=False,
        help_text=_("The insured is told once a year how the fee was used"),
    )
    claims = CountField(label=_("Claims paid"), min_value=0, required=False, widget=AmountInput)
    claims_amount = money_field(_("Amount of the claims (yuan)"))

    @classmethod
    def of(cls, detail: PolicyDetail | None, data: Mapping[str, object] | None = None) -> "DetailForm":
        """The form with what is stored."""
        if detail is None:
            return cls(data)
        plain = (
            "branch",
            "product",
            "filing_no",
            "roster",
            "fee_budget",
            "budget_reason",
            "disclosed_on",
            "claims",
            "claims_amount",
        )
        initial: dict[str, object] = {name: getattr(detail, name) for name in plain}
        rate: Decimal | None = detail.commission_rate
        initial["commission"] = None if rate is None else (rate * 100).quantize(Decimal("0.01"))
        return cls(data, initial={**initial, "seen": version_of(detail)})

    def values(self) -> dict[str, object]:
        """Field values as `services.save_detail` takes them."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "commission"}}
        rate = self.cleaned_data["commission"]
        return {**data, "commission_rate": None if rate is None else rate / 100}


class EndorsementForm(forms.Form):
    """One endorsement; what stays empty stays as it is."""

    endorsement_no = PlainText(_("Endorsement number"), 40)
    effective_on = DayField(label=_("Effective on"), widget=DayInput)
    insured_people = CountField(label=_("People insured"), min_value=1, required=False, widget=AmountInput)
    limit_per_person = money_field(_("Limit per person (yuan)"))
    limit_per_accident = money_field(_("Limit per accident (yuan)"))
    limit_total = money_field(_("Total limit (yuan)"))
    premium_due_change = money_field(
        _("Premium due, change (yuan)"), least=None, help_text=_("What is given back is negative")
    )
    premium_paid_change = money_field(
        _("Premium paid, change (yuan)"), least=None, help_text=_("What is given back is negative")
    )
    end_on = DayField(label=_("New last day"), widget=DayInput, required=False)
    ends = forms.ChoiceField(
        label=_("Ends the policy"),
        choices=[EMPTY, *PolicyEnd.choices],
        required=False,
        widget=StyledSelect,
        help_text=_("Cover then ends with the day before the endorsement takes effect"),
    )
    reason = text_field(_("Reason"), 300)

    def value(self) -> Change:
        return Change(**self.cleaned_data)


class PartForm(forms.Form):
    """One insurer's part; an empty line is none."""

    insurer = forms.ModelChoiceField(
        label=_("Insurer"), queryset=Organisation.objects.none(), required=False, widget=StyledSelect
    )
    name = PlainText(_("Insurer not registered here"), 100, required=False)
    share = PercentField(label=_("Share (%)"), max_digits=5, decimal_places=2, required=False, widget=AmountInput)
    is_lead = forms.BooleanField(label=_("Leads"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Organisation]", self.fields["insurer"])
        field.queryset = Organisation.objects.insurers().order_by("code")

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        named = bool(values.get("insurer") or values.get("name"))
        if named and "share" in values and values["share"] is None:
            self.add_error("share", _("Write the share of the line, or leave the line empty."))
        if values.get("share") is not None and not named:
            self.add_error("insurer", _("Choose the insurer of the line, or write its name."))
        if values.get("insurer") and values.get("name"):
            self.add_error("name", _("Choose the insurer or write its name, not both."))
        return values

    def part(self) -> Part | None:
        data = self.cleaned_data
        if data.get("share") is None:
            return None
        insurer = data["insurer"]
        return Part(insurer.name if insurer else data["name"], data["share"], data["is_lead"], insurer)


PartLines = forms.formset_factory(PartForm, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)
