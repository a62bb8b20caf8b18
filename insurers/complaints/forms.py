"""Forms of complaints."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import AmountInput, CountField, DayField, DayInput
from enterprises.forms import PlainText, text_field
from insurers.complaints.services import Answer


class ComplaintForm(forms.Form):
    """Policy and service are written by number."""

    policy_no = PlainText(_("Policy number"), 40, pick="policy")
    activity_no = PlainText(_("Service number"), 40, required=False, pick="activity")
    received_on = DayField(label=_("Received on"), widget=DayInput)
    complainant = PlainText(_("Complainant"), 100)
    text = text_field(_("What is complained of"), 2000)


class AnswerForm(forms.Form):
    answered_on = DayField(label=_("Answered on"), widget=DayInput)
    claim = text_field(_("What was claimed"), 1000)
    facts = text_field(_("Facts and basis"), 2000)
    measures = text_field(pgettext_lazy("complaint", "Measures"), 1000)

    def value(self) -> Answer:
        return Answer(**self.cleaned_data)


class FurtherForm(forms.Form):
    reason = text_field(_("Why it takes longer"), 500)


class ExtensionForm(forms.Form):
    days = CountField(label=_("Extension (days)"), min_value=1, max_value=365, widget=AmountInput)
    reason = text_field(_("Why an extension"), 500)


class CloseForm(forms.Form):
    closed_on = DayField(label=pgettext_lazy("complaint", "Closed on"), widget=DayInput)
    closing_note = text_field(pgettext_lazy("complaint", "Closing note"), 500, required=False)


STEP_FORMS: dict[str, type[forms.Form]] = {
    "further": FurtherForm,
    "ask": ExtensionForm,
    "answer": AnswerForm,
    "close": CloseForm,
}
