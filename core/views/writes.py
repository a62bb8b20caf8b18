"""What a page does with a write that is refused: its sentences go to the form, or over the page."""

from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.html import escape

from core import clock
from core.languages import official
from core.people import person_of
from core.views.errors import refused
from core.writing import Refused, Stale, tell_refusal

#: What a page answers to a write that it takes back to its form.
REFUSALS: Final = frozenset({400, 409})


class Attempt:
    """A write that a page asks of a service.

        with Attempt(request, form) as attempt:
            serve_notice(...)
            return redirect(...)
        return self.page(request, form, status=attempt.status)

    Each reason of a refusal goes to its field of the form, with `places` giving the form's name of a field that the
    service calls otherwise, the others over the form; without a form all of them become a message over the page. A
    stale form whose fields are compared shows the comparison in place of a sentence. Where the page shows the form to
    others alone, so that no sentence would be read, the answer is a page with the sentence.
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
            tell_unshown(self.request, self.form)
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


def turned_back(request: HttpRequest, complaint: str | None, to: str, pk: int) -> HttpResponse | None:
    """The answer to whoever opens a form that could not be stored: the row's page, with the reason over it."""
    if complaint is None:
        return None
    messages.warning(request, f"{complaint}。")
    return redirect(to, pk=pk)


def words_in(request: HttpRequest, name: str, most: int = 500) -> str:
    """What the one text of a form says. Raises Refused where it is longer than its place: nothing is cut unseen."""
    text = request.POST.get(name, "").strip()
    if len(text) > most:
        raise Refused((name, f"填写的内容为 {len(text)} 字，最多 {most} 字，请缩短后再提交"))
    return text


def tell_form(request: HttpRequest, form: forms.BaseForm, model: type[Model], subject: object, step: str) -> None:
    """Keep that a form was sent that came back before its service was asked, with what was wrong in which field."""
    with official():
        labels = {name: f"{field.label}：" for name, field in form.fields.items() if field.label}
        wrong = [f"{labels.get(name, '')}{one}" for name, listed in form.errors.items() for one in listed]
    reason = "；".join(one.rstrip("。") for one in wrong)
    tell_refusal(model, subject, by=person_of(request), at=clock.now(), step=step, reason=reason)


def tell_unshown(request: HttpRequest, form: forms.BaseForm) -> None:
    """Answer with the sentences of the form where the page of a refused write shows none of them.

    It happens to a request that no page offers: the page of somebody who may not write has no form to show them at.
    """
    sentences = [str(sentence) for listed in form.errors.values() for sentence in listed]

    def answer(response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or response.status_code not in REFUSALS:
            return response
        page = response.content.decode() if response["Content-Type"].startswith("text/html") else ""
        is_told = not page or not sentences or any(escape(one) in page for one in sentences)
        return response if is_told else refused(request, sentences, response.status_code)

    request.untold = answer  # type: ignore[attr-defined]  # asked for by the gate


def add_reasons(form: forms.BaseForm, refused: Refused, places: Mapping[str, str] | None = None) -> None:
    """Put each sentence at its field, with a full stop; those of the whole, or of no field of the form, over it."""
    for field, sentence in refused.reasons:
        name = (places or {}).get(field, field)
        form.add_error(name if name in form.fields else None, f"{sentence.rstrip('。')}。")
