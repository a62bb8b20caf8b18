"""Forms of the fee ledger."""

from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import AmountField, AmountInput, DayField, DayInput, LineInput, MonthInput, PickerInput, StyledSelect
from core.identifiers import complain_uscc, squeeze_code
from core.views.days import month_in
from insurers.expenses.choices import ExpenseCategory
from insurers.expenses.services import Share, Voucher

LINES = 5

MOST_LINES = 50


class VoucherForm(forms.Form):
    """The head of a voucher."""

    voucher_no = forms.CharField(label=_("Voucher number"), max_length=40, widget=LineInput)
    category = forms.ChoiceField(label=_("Category"), choices=ExpenseCategory.choices, widget=StyledSelect)
    amount = AmountField(label=_("Amount (yuan)"), max_digits=14, decimal_places=2, widget=AmountInput)
    payee = forms.CharField(label=_("Payee"), max_length=200, widget=LineInput)
    payee_uscc = forms.CharField(label=_("Payee's credit code"), max_length=30, widget=LineInput)
    booked_on = DayField(label=_("Booked on"), widget=DayInput)
    invoice_no = forms.CharField(label=_("Invoice number"), max_length=20, required=False, widget=LineInput)
    invoice_on = DayField(label=_("Invoice date"), required=False, widget=DayInput)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=LineInput)
    tax_incl = forms.TypedChoiceField(
        label=_("Tax included"),
        choices=(("yes", _("Yes")), ("no", _("No"))),
        coerce=lambda text: text != "no",
        empty_value="yes",
        required=False,
        widget=StyledSelect,
    )

    def clean_payee_uscc(self) -> str:
        code = squeeze_code(self.cleaned_data["payee_uscc"])
        complaint = complain_uscc(code)
        if complaint is not None:
            raise ValidationError(f"“收款单位统一社会信用代码”{complaint[1]}")
        return code

    def voucher(self) -> Voucher:
        """What was written, once the form is valid."""
        data = self.cleaned_data
        return Voucher(**{**data, "tax_incl": data["tax_incl"] is not False})


class ShareForm(forms.Form):
    """One line: a policy, its service, an amount; an empty line is none."""

    policy_no = forms.CharField(label=_("Policy number"), max_length=40, required=False, widget=PickerInput("policy"))
    activity_no = forms.CharField(
        label=_("Service number"), max_length=40, required=False, widget=PickerInput("activity")
    )
    amount = AmountField(label=_("Amount (yuan)"), max_digits=14, decimal_places=2, required=False, widget=AmountInput)

    def clean(self) -> dict[str, object]:
        values = self.cleaned_data
        if values.get("policy_no") == "":
            self.add_error("policy_no", _("Write the policy number of the line, or leave the line empty."))
        if "amount" in values and values["amount"] is None:
            self.add_error("amount", _("Write the amount of the line, or leave the line empty."))
        return values

    def share(self) -> Share:
        values = self.cleaned_data
        amount: Decimal = values["amount"]
        return Share(values["policy_no"], values["activity_no"], amount)


ShareLines = forms.formset_factory(ShareForm, extra=LINES, max_num=MOST_LINES, absolute_max=MOST_LINES)


class ReversalForm(forms.Form):
    """Number and day of the voucher that takes another one back."""

    voucher_no = forms.CharField(label=_("Voucher number"), max_length=40, widget=LineInput)
    booked_on = DayField(label=_("Booked on"), widget=DayInput)


class MonthForm(forms.Form):
    """A month, picked or typed: 2023-09."""

    month = forms.CharField(label=_("Month"), max_length=12, widget=MonthInput)

    def clean_month(self) -> date:
        text = self.cleaned_data["month"]
        month = month_in(text)
        if month is None:
            raise ValidationError(f"“月份”的值“{text}”不是年月，请按 2023-09 的格式填写。")
        return month


def shares_of(lines: "forms.BaseFormSet[ShareForm]") -> list[Share]:
    """The lines that were filled in."""
    return [line.share() for line in lines.forms if line.has_changed()]
