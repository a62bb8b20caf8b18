"""Forms of questions to insurers."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.attachments.uploading import FilesField
from core.forms import DayField, DayInput
from enterprises.forms import text_field


class AskForm(forms.Form):
    request = text_field(_("What is asked"), 1000, required=False)
    due_on = DayField(label=_("To be answered by"), widget=DayInput)


class AnswerForm(forms.Form):
    answer = text_field(_("Answer"), 2000)
    sent = FilesField(label=_("Files of the answer"), required=False)


class AcceptForm(forms.Form):
    note = text_field(pgettext_lazy("question", "Opinion"), 1000, required=False)


class FurtherForm(forms.Form):
    note = text_field(_("Why it is taken further"), 1000)


#: The form of each move.
MOVE_FORMS: dict[str, type[forms.Form]] = {"answer": AnswerForm, "accept": AcceptForm, "further": FurtherForm}
