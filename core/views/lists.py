"""The list page: filters in the address, chips, a fixed page size, one count."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from core.gate import GatedView

SIZES = (10, 20, 50)
DEFAULT_SIZE = 20


class LedgerPage(GatedView):
    """A scoped list with a filter set. Subclasses give `permission`, `template_name`, `filters` and `rows()`."""

    permission = ""
    template_name = ""
    filters: Any = None
    http_method_names = ["get", "head", "options"]

    def rows(self) -> QuerySet[Any]:
        """The rows this person may see, in a stable order."""
        raise LookupError(type(self).__name__)

    def extra(self) -> dict[str, Any]:
        """Further context of the page."""
        return {}

    @cached_property
    def filter_set(self) -> Any:
        return self.filters(self.request.GET, queryset=self.rows(), request=self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        page = Paginator(self.filter_set.qs, page_size(request)).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "rows": page.object_list,
            "form": self.filter_set.form,
            "chips": list(chips(self.filter_set.form, request)),
            **self.extra(),
        }
        return render(request, self.template_name, context)


def page_size(request: HttpRequest) -> int:
    """10, 20 or 50 as the address says; 20 for anything else."""
    text = request.GET.get("size", "")
    return int(text) if text.isdigit() and int(text) in SIZES else DEFAULT_SIZE


def chips(form: Any, request: HttpRequest) -> Any:
    """The filters in force, each with the address of the list without it."""
    if not form.is_valid():
        return
    for name, value in form.cleaned_data.items():
        if value in (None, "", []):
            continue
        left = request.GET.copy()
        for key in (name, f"{name}_min", f"{name}_max", "page"):
            left.pop(key, None)
        choices = dict(getattr(form.fields[name], "choices", ()) or ())
        shown = choices.get(str(value), value)
        yield {"label": form.fields[name].label, "value": shown, "without": f"?{left.urlencode()}"}
