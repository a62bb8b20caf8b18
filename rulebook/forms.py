"""Forms of the rule book: a proposed rule, a day of the calendar, how far the calendar is right."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, StyledSelect
from rulebook.choices import Certainty, RuleCode
from rulebook.models import DatedRule
from rulebook.rules import Proposal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class PlainText(forms.TextInput):
    def __init__(self) -> None:
        super().__init__({"class": "form-control", "autocomplete": "off"})


class RuleForm(forms.Form):
    """A share as a fraction, money in yuan, days as a number; an empty value: no bound from that day on."""

    code = forms.ChoiceField(label=_("Dated rule"), choices=RuleCode.choices, widget=StyledSelect)
    value = forms.DecimalField(
        label=_("Value"),
        required=False,
        max_digits=14,
        decimal_places=4,
        widget=PlainText,
        help_text=_("A share as a fraction (0.21), money in yuan, days as a number. Empty: no bound from that day on."),
    )
    valid_from = forms.DateField(label=_("From"), widget=DayInput)
    valid_to = forms.DateField(
        label=_("To"),
        required=False,
        widget=DayInput,
        help_text=_("The inclusive last day. Empty: until the next rule."),
    )
    source = forms.CharField(label=_("Source"), max_length=200, widget=PlainText)
    clause = forms.CharField(label=_("Clause"), max_length=100, required=False, widget=PlainText)
    certainty = forms.ChoiceField(label=_("How sure"), choices=Certainty.choices, widget=StyledSelect)

    @classmethod
    def first(cls, rule: DatedRule) -> "RuleForm":
        """The form as it shows a proposal that its author changes."""
        names = ("code", "valid_from", "valid_to", "source", "clause", "certainty")
        return cls(initial={name: getattr(rule, name) for name in names} | {"value": rule.plain_value})

    def proposal(self) -> Proposal:
        """What a valid form proposes."""
        return Proposal(**self.cleaned_data)


def line(label: "str | _StrPromise") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=forms.TextInput({"class": "form-control", "autocomplete": "off"})
    )


class DayForm(forms.Form):
    day = forms.DateField(label=_("Day"), widget=DayInput)
    is_worked = forms.ChoiceField(
        label=_("Kind of day"),
        widget=StyledSelect,
        choices=[("yes", _("Working day")), ("no", _("Day off"))],
    )
    source = line(_("Source"))


class ValidForm(forms.Form):
    valid_through = forms.DateField(label=_("Valid through"), widget=DayInput)
    source = line(_("Source"))
