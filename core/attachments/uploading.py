"""The form part that sends files, and what a view does with them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import attachments
from core.forms.files import FilesInput
from core.people import person_of
from core.writing import Refused

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Words


class FilesField(forms.FileField):
    """Several files at once; cleaned to a list."""

    def __init__(self, *, label: "Words", required: bool = True, help_text: "Words" = "") -> None:
        super().__init__(widget=FilesInput, label=label, required=required, help_text=help_text)

    def clean(self, data: object, initial: object = None) -> list[object]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return [super(FilesField, self).clean(one, initial) for one in given]


def take_files(request: HttpRequest, subject: Model, slot: str, at: datetime) -> int:
    """Attach all of `sent` in the request to a slot; each refusal becomes a message. How many were taken."""
    taken = 0
    for sent in request.FILES.getlist("sent"):
        try:
            attachments.attach(subject, slot, sent, name=sent.name or "", by=person_of(request), at=at)
        except Refused as refused:
            messages.warning(request, str(refused))
        else:
            taken += 1
    return taken


def attach_sent(request: HttpRequest, subject: Model, slot: str, at: datetime) -> int:
    """What a form that only sends files does: attach them and say how many, or that none was chosen."""
    if not request.FILES.getlist("sent"):
        messages.warning(request, _("Choose the files to attach first."))
        return 0
    taken = take_files(request, subject, slot, at)
    if taken:
        messages.success(
            request, ngettext("%(n)s file is attached.", "%(n)s files are attached.", taken) % {"n": taken}
        )
    return taken
