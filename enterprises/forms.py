"""Forms of the register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.forms import DayInput, StyledSelect
from enterprises.choices import ExemptionKind
from enterprises.documents import MAGIC, complain_document
from enterprises.exempting import Ground


def text_field(label: Any, length: int = 500, *, required: bool = True) -> forms.CharField:
    """A text of several lines; one without visible characters counts as empty."""
    widget = forms.Textarea({"class": "form-control", "rows": 3})
    return forms.CharField(label=label, max_length=length, required=required, widget=widget)


class DocumentField(forms.FileField):
    """A document of a known format."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.FileInput({"class": "form-control", "accept": ",".join(MAGIC)})
        kwargs.setdefault("help_text", _("PDF, DOCX, JPG or PNG, at most 10 MiB"))
        super().__init__(max_length=200, allow_empty_file=True, widget=widget, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data, initial)
        complaint = complain_document(sent, sent.name) if sent else None
        if complaint:
            raise ValidationError(complaint)
        return sent


class ExemptionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Ground"), choices=ExemptionKind.choices, widget=StyledSelect)
    reason = text_field(_("Facts and basis"))
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(
        label=_("To"), widget=DayInput, required=False, help_text=_("Leave empty where the end is not known")
    )
    document = DocumentField(label=_("Document"))

    def ground(self) -> Ground:
        data = self.cleaned_data
        return Ground(data["kind"], data["reason"], data["starts_on"], data["ends_on"])
