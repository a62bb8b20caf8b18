"""What is done to several rows of a list at once: first shown what will happen to each, then done, each for itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.gate import GatedView, NotAllowed
from core.languages import put
from core.people import User, person_of
from core.permissions import Permission
from core.plain import Plain
from core.rows import Row
from core.views.days import way_back
from core.writing import Refused

#: Rows in one go.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Bulk:
    """A button under a list: its words, the address that previews it, who may."""

    label: str | Promise
    url_name: str
    permission: Permission


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with why nothing can be done to it, or nothing."""

    row: Row
    reason: str = ""


class BulkView(GatedView, ABC):
    """GET shows what will happen to the rows of `?row=`, POST does it. Subclasses give the rest."""

    permission = ""
    template_name: ClassVar[str] = "core/bulk.html"
    title: ClassVar[str | Promise] = ""
    #: What happens, with %(n)s for the number of rows.
    deed: ClassVar[str | Promise] = ""
    back: ClassVar[str] = ""
    form_class: ClassVar[type[forms.Form]] = forms.Form

    @property
    def person(self) -> User:
        """Who is signed in; the gate has let nobody else through."""
        return person_of(self.request)

    @abstractmethod
    def rows(self, keys: Sequence[int]) -> Iterable[Row]:
        """Those of the keys that the person sees."""

    @abstractmethod
    def complain(self, row: Row) -> str:
        """Why nothing can be done to the row, or nothing. No write."""

    @abstractmethod
    def act(self, row: Row, data: Plain) -> None:
        """Do it to one row. Raises NotAllowed, Refused."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.form_class(), self.keys(request.GET.getlist("row")))

    def post(self, request: HttpRequest) -> HttpResponse:
        keys, form = self.keys(request.POST.getlist("row")), self.form_class(request.POST)
        if not form.is_valid():
            return self.page(request, form, keys, 400)
        done, failed = 0, []
        for row in self.rows(keys):
            try:
                self.act(row, form.cleaned_data)
                done += 1
            except (Refused, NotAllowed) as refusal:
                failed.append(put("{}：{}", row, refusal))
        if done:
            messages.success(request, ngettext("Done for %(n)s row.", "Done for %(n)s rows.", done) % {"n": done})
        for sentence in failed[:20]:
            messages.warning(request, f"{sentence.rstrip('。')}。")
        if len(failed) > 20:
            messages.warning(request, _("%(n)s more were not done.") % {"n": len(failed) - 20})
        return redirect(way_back(request.POST.get("back")) or self.back)

    def besides(self, keys: Sequence[int]) -> Sequence[Judged]:
        """Ticked rows in sight that lead to none of `rows`, where these are others than those ticked."""
        del keys  # for the views that override it
        return ()

    def unseen(self, keys: Sequence[int], judged: Sequence[Judged]) -> int:
        """How many of the ticked rows the person does not see."""
        return len(keys) - len(judged)

    def keys(self, sent: list[str]) -> list[int]:
        """The rows that were ticked, each once."""
        return list(dict.fromkeys(int(one) for one in sent if one.isdecimal() and len(one) < 19))[:MOST]

    def page(self, request: HttpRequest, form: forms.Form, keys: list[int], status: int = 200) -> HttpResponse:
        judged = [Judged(row, self.complain(row)) for row in self.rows(keys)]
        besides = self.besides(keys)
        fitting = [one.row for one in judged if not one.reason]
        context = {
            "title": self.title,
            "deed": self.deed % {"n": len(fitting)},
            "fitting": fitting,
            "others": [*(one for one in judged if one.reason), *besides],
            "missing": self.unseen(keys, judged),
            "form": form,
            "most": MOST,
            "back": way_back(request.GET.get("back") or request.POST.get("back")) or self.back,
        }
        return render(request, self.template_name, context, status=status)
