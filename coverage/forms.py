"""Forms of reminders and clearances."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forms import StyledSelect
from coverage.choices import ClearanceGround, ReminderChannel
from enterprises.forms import text_field

#: Grounds that a person may give; the closing of a case gives its own.
GROUNDS = [choice for choice in ClearanceGround.choices if choice[0] != ClearanceGround.CASE]


class RemindForm(forms.Form):
    channel = forms.ChoiceField(label=_("Way"), choices=ReminderChannel.choices, widget=StyledSelect)
    text = text_field(_("What was said"))


class ClearForm(forms.Form):
    ground = forms.ChoiceField(label=pgettext_lazy("clearance", "Ground"), choices=GROUNDS, widget=StyledSelect)
    note = text_field(_("Facts and basis"))
