"""What a page does with a write that is refused: its sentences go to the form, or over the page."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from core.writing import Refused, Stale


class Attempt:
    """A write that a page asks of a service.

        with Attempt(request, form) as attempt:
            serve_notice(...)
            return redirect(...)
        return self.page(request, form, status=attempt.status)

    Each reason of a refusal goes to its field of the form, with `places` giving the form's name of a field that the
    service calls otherwise, the others over the form; without a form all of them become a message over the page. A
    stale form whose fields are compared shows the comparison in place of a sentence.
    """

    def __init__(
        self,
        request: HttpRequest,
        form: forms.BaseForm | None = None,
        *,
        places: Mapping[str, str] | None = None,
        refused_status: int = 409,
    ) -> None:
        self.request, self.form, self.places, self.refused_status = request, form, places or {}, refused_status
        self.refusal: Refused | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if not isinstance(error, Refused):
            return False
        self.refusal = error
        if self.form is None:
            messages.warning(self.request, error.sentence)
        elif self.stale is None or not self.stale.clashes:
            add_reasons(self.form, error, self.places)
        return True

    @property
    def stale(self) -> Stale | None:
        """The refusal, if the page was out of date."""
        return self.refusal if isinstance(self.refusal, Stale) else None

    @property
    def status(self) -> int:
        """What the page answers: 200 where nothing was refused, 409 where it was stale, else `refused_status`."""
        if self.refusal is None:
            return 200
        return 409 if self.stale else self.refused_status


def add_reasons(form: forms.BaseForm, refused: Refused, places: Mapping[str, str] | None = None) -> None:
    """Put each sentence at its field, with a full stop; those of the whole, or of no field of the form, over it."""
    for field, sentence in refused.reasons:
        name = (places or {}).get(field, field)
        form.add_error(name if name in form.fields else None, f"{sentence.rstrip('。')}。")
