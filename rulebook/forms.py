"""Forms of the rule book: a proposed rule, a day of the calendar, how far the calendar is right."""

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import Unpack

from core.forms import AmountField, DayField, DayInput, StyledSelect
from core.forms.arguments import Data, FormArguments
from core.plain import Plain
from rulebook.choices import Certainty, RuleCode
from rulebook.models import DatedRule
from rulebook.rules import Proposal, codes_kept

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class PlainText(forms.TextInput):
    def __init__(self) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off"})


class RuleForm(forms.Form):
    """A share as a fraction, money in yuan, days as a number; an empty value: no bound from that day on."""

    code = forms.ChoiceField(label=_("Dated rule"), choices=RuleCode.choices, widget=StyledSelect)
    value = AmountField(
        label=_("Value"),
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=PlainText,
        help_text=_("A share as a fraction (0.21), money in yuan, days as a number. Empty: no bound from that day on."),
    )
    valid_from = DayField(label=_("From"), widget=DayInput)
    valid_to = DayField(
        label=_("To"),
        required=False,
        widget=DayInput,
        help_text=_("The inclusive last day. Empty: until the next rule."),
    )
    source = forms.CharField(label=_("Source"), max_length=200, widget=PlainText)
    clause = forms.CharField(label=_("Clause"), max_length=100, required=False, widget=PlainText)
    certainty = forms.ChoiceField(label=_("How sure"), choices=Certainty.choices, widget=StyledSelect)

    def __init__(self, data: Data = None, *, is_regulator: bool, **kwargs: Unpack[FormArguments]) -> None:
        """Offers the rules of who proposes: the regulator's, or the province's."""
        super().__init__(data, **kwargs)
        kept = codes_kept(is_regulator=is_regulator)
        code = cast(forms.ChoiceField, self.fields["code"])
        code.choices = [(value, label) for value, label in RuleCode.choices if value in kept]
        code.error_messages["invalid_choice"] = "该规则不由本单位提出和审定，请在列表中另选"

    @classmethod
    def first(cls, rule: DatedRule, *, is_regulator: bool) -> "RuleForm":
        """The form as it shows a proposal that its author changes."""
        names = ("code", "valid_from", "valid_to", "source", "clause", "certainty")
        initial: Plain = {name: getattr(rule, name) for name in names} | {"value": rule.plain_value}
        return cls(initial=initial, is_regulator=is_regulator)

    def proposal(self) -> Proposal:
        """What a valid form proposes."""
        return Proposal(**self.cleaned_data)


def line(label: "str | _StrPromise") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=forms.TextInput({"class": "form-control", "autocomplete": "off"})
    )


class DayForm(forms.Form):
    day = DayField(label=_("Day"), widget=DayInput)
    is_worked = forms.ChoiceField(
        label=_("Kind of day"),
        widget=StyledSelect,
        choices=[("yes", _("Working day")), ("no", _("Day off"))],
    )
    source = line(_("Source"))


class ValidForm(forms.Form):
    valid_through = DayField(label=_("Valid through"), widget=DayInput)
    source = line(_("Source"))
