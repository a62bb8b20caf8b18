"""The form of what a person wants by mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import StyledSelect
from notifications.choices import MailMode


class PreferenceForm(forms.Form):
    mode = forms.ChoiceField(label=_("By mail"), choices=MailMode.choices, widget=StyledSelect)
    address = forms.EmailField(
        label=_("Mail address"),
        max_length=200,
        required=False,
        help_text=_("An office address; a mail holds numbers and days, and no names of firms."),
        widget=forms.EmailInput({"class": "form-control", "autocomplete": "email"}),
    )
