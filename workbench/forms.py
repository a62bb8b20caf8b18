"""Forms of work that is handed on and of leave."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.forms import DayField, DayInput, StyledSelect
from enterprises.forms import text_field
from workbench.handing import colleagues_of


class HandOnForm(forms.Form):
    to = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Handed on to"), empty_label=_("Please choose"), widget=StyledSelect
    )
    note = text_field(_("Note"), 300, required=False)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["to"].queryset = colleagues_of(user)  # type: ignore[attr-defined]


class LeaveForm(forms.Form):
    deputy = forms.ModelChoiceField(
        queryset=User.objects.none(), label=_("Deputy"), empty_label=_("Please choose"), widget=StyledSelect
    )
    starts_on = DayField(label=_("From"), widget=DayInput)
    ends_on = DayField(label=_("Until"), widget=DayInput)

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["deputy"].queryset = colleagues_of(user)  # type: ignore[attr-defined]
