"""Forms of reminders, clearances and cases."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import AmountField, DayField, DayInput, StyledSelect
from coverage.choices import CaseOutcome, ClearanceGround, ReminderChannel
from coverage.services import Order, Penalty
from enterprises.forms import YES_NO, PlainText, text_field, yes

#: Grounds that a person may give; the closing of a case gives its own.
GROUNDS = [choice for choice in ClearanceGround.choices if choice[0] != ClearanceGround.CASE]


class RemindForm(forms.Form):
    channel = forms.ChoiceField(label=_("Way"), choices=ReminderChannel.choices, widget=StyledSelect)
    text = text_field(_("What was said"))


class CaseForm(forms.Form):
    facts = text_field(_("Facts established"))


class ClearForm(forms.Form):
    ground = forms.ChoiceField(label=pgettext_lazy("clearance", "Ground"), choices=GROUNDS, widget=StyledSelect)
    note = text_field(_("Facts and basis"))


class OrderForm(forms.Form):
    number = PlainText(_("Number of the order"), 60)
    ordered_on = DayField(label=_("Order of"), widget=DayInput)
    due_on = DayField(label=_("To be insured by"), widget=DayInput)

    def value(self) -> Order:
        return Order(**self.cleaned_data)


class FineForm(forms.Form):
    number = PlainText(_("Number of the penalty decision"), 60)
    decided_on = DayField(label=_("Decision of"), widget=DayInput)
    amount = AmountField(
        label=_("Fine (yuan)"),
        max_digits=14,
        decimal_places=2,
        help_text=_("Article 109: 50,000 to 100,000; not corrected in time: 100,000 to 200,000"),
        widget=forms.TextInput({"class": "form-control", "inputmode": "decimal", "autocomplete": "off"}),
    )
    overdue = forms.TypedChoiceField(
        label=_("Not corrected in time"), choices=YES_NO[::-1], coerce=yes, widget=StyledSelect
    )

    def value(self) -> Penalty:
        return Penalty(**self.cleaned_data)


class PublishForm(forms.Form):
    published_on = DayField(label=_("Published on"), widget=DayInput)


class AnswerForm(forms.Form):
    on = DayField(label=_("Feedback of"), widget=DayInput)
    text = text_field(_("Feedback of the enterprise"))


class CloseForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), choices=CaseOutcome.choices, widget=StyledSelect)
    note = text_field(_("Closing note"))


#: The form of each move of a case.
CASE_FORMS: dict[str, type[forms.Form]] = {
    "order": OrderForm,
    "fine": FineForm,
    "answer": AnswerForm,
    "close": CloseForm,
}
