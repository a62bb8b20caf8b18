"""What the pages of an entry share: the row for whom it may be seen, and one form that stores or says why not."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise

from core.gate import GatedView
from core.people import person_of
from core.views.writes import add_reasons
from core.writing import Refused
from enterprises.models import Enterprise

F = TypeVar("F", bound=forms.BaseForm)
#: The former name, for pages above that still use it.
person = person_of


def entry_or_404(request: HttpRequest, pk: int) -> Enterprise:
    rows = Enterprise.objects.visible_to(person_of(request)).select_related("city", "county")
    return get_object_or_404(rows, pk=pk)


class FormPage(GatedView, Generic[F]):
    """The page of a form of the register; subclasses give its words."""

    permission = ""
    title: ClassVar[str | Promise]
    intro: ClassVar[str | Promise] = ""
    button: ClassVar[str | Promise]

    def page(self, request: HttpRequest, entry: Enterprise | None, form: F, status: int = 200) -> HttpResponse:
        context = {"entry": entry, "form": form, "title": self.title, "intro": self.intro, "button": self.button}
        return render(request, "enterprises/entry_form.html", context, status=status)


class EntryFormView(FormPage[F], ABC):
    """A form about one entry. Subclasses give the words, `form()` and `store()`; a refusal stands over the form."""

    done: ClassVar[str | Promise] = ""

    @abstractmethod
    def form(self, request: HttpRequest, entry: Enterprise, data: QueryDict | None = None) -> F:
        """The form, bound where `data` is given."""

    @abstractmethod
    def store(self, request: HttpRequest, entry: Enterprise, form: F) -> HttpResponse | None:
        """Call the service; an answer of its own, or None for the entry's page."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_or_404(request, pk)
        return self.page(request, entry, self.form(request, entry))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry = entry_or_404(request, pk)
        form = self.form(request, entry, request.POST)
        if not form.is_valid():
            return self.page(request, entry, form, status=400)
        try:
            answer = self.store(request, entry, form)
        except Refused as refused:
            add_reasons(form, refused)
            return self.page(request, entry, form, status=400)
        if self.done:
            messages.success(request, str(self.done))
        return answer or redirect("workbench:enterprise-detail", pk=pk)


class MoveView(GatedView):
    """A button: fires one transition and returns to the entry, with the refusal as a message."""

    permission = ""
    http_method_names = ["post"]

    def answer(self, request: HttpRequest, enterprise_id: int, move: Callable[[], object], done: str) -> HttpResponse:
        try:
            move()
        except Refused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, done)
        if Enterprise.objects.visible_to(request.user).filter(pk=enterprise_id).exists():
            return redirect("workbench:enterprise-detail", pk=enterprise_id)
        return redirect("coverage:enterprise-list")
