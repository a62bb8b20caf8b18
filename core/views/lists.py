"""The list page: filters in the address, chips, a fixed page size, one count."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.forms import BaseForm, ChoiceField, Field
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django_filters import FilterSet

from core import clock, walls
from core.gate import GatedView
from core.languages import listed, official, put
from core.listing.bulk import Bulk
from core.listing.columns import CHOSEN, Looks, boxes, chosen_paths, table_of, unknown_columns
from core.listing.saving import gone, lasting
from core.models import SavedView
from core.people import User, person_of
from core.permissions import Permission
from core.rows import Row, Rows
from core.touches import Memory
from core.views.paging import LedgerPaginator
from core.views.tables import (
    EXPORTING,
    MOST_ROWS,
    Columns,
    Sheet,
    Shown,
    TooManyRows,
    page_workbook,
    shown_columns,
    values_of,
)
from core.workbooks.texts import short

SIZES = (10, 20, 50)
DEFAULT_SIZE = 20
#: Rows of a list that print on one click; a longer list is for a workbook.
MOST_PRINTED = 500


#: How the names of the two ends of a span go on behind the filter's own.
ENDS: Final = ("_min", "_max", "_after", "_before")


class Printing(NamedTuple):
    """Whether all rows were asked for to be printed, and whether they are too many for that."""

    is_asked: bool
    is_too_long: bool
    most: int = MOST_PRINTED


class TableExport(GatedView):
    """A page whose rows can be had as a workbook by `?export=xlsx`: subclasses give `columns` and `sheet`."""

    permission = ""
    #: Columns of the list as a workbook; empty where the ledger has a workbook of its own or none is wanted.
    columns: Columns = ()
    sheet = Sheet("", "")
    #: Who may have the workbook.
    exporting: Permission = EXPORTING

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Lists and their numbers are of one's own scope: what a grant shows is reached from where it was given."""
        with walls.own_alone():
            return super().dispatch(request, *args, **kwargs)

    @property
    def person(self) -> User:
        """Who is signed in; the gate has let nobody else through."""
        return person_of(self.request)

    def offered(self) -> Columns:
        """The declared columns that this person's list has; a place to leave out those that say nothing to them."""
        return self.columns

    def exported(self) -> Columns:
        """The columns of the workbook: those that the address chose, else all."""
        asked, offered = self.request.GET.get(CHOSEN, ""), self.offered()
        if not asked:
            return offered
        paths = chosen_paths(offered, {}, asked)
        return [one for one in offered if one[1] in paths] or offered

    def wants_export(self) -> bool:
        return bool(self.columns) and "export" in self.request.GET

    def export_query(self) -> str:
        """The address of this list, filters kept, as a workbook; empty where there is none."""
        if not self.columns or not self.person.may(self.exporting):
            return ""
        asked = self.asked()
        for name in ("page", "size"):
            asked.pop(name, None)
        asked["export"] = "xlsx"
        return f"?{asked.urlencode()}"

    def export(self, rows: Iterable[object], count: int | None = None) -> HttpResponseBase:
        """The rows as a workbook; a list too long for one answer asks for filters. Raises NotAllowed."""
        fitting = () if count is not None and count > MOST_ROWS else rows
        try:
            with official():
                columns = self.exported()
                values = self.values(columns, fitting)
                return self.workbook(shown_columns(columns, values), values, len(values) if count is None else count)
        except TooManyRows as refusal:
            messages.warning(self.request, str(refusal))
            return self.as_page()

    def values(self, columns: Columns, rows: Iterable[object]) -> list[dict[str, object]]:
        """What stands in the workbook, by the paths of its columns."""
        return values_of(columns, rows)

    def workbook(
        self, columns: Sequence[Shown], values: Sequence[Mapping[str, object]], count: int
    ) -> HttpResponseBase:
        """The file, and the event that it was taken along. Raises NotAllowed, TooManyRows."""
        today, at = clock.today(), clock.now()
        return page_workbook(
            sheet=self.sheet, columns=columns, rows=values, count=count, by=self.person, today=today, at=at
        )

    def asked(self) -> QueryDict:
        """What the address asks for besides the workbook."""
        asked = self.request.GET.copy()
        asked.pop("export", None)
        return asked

    def as_page(self) -> HttpResponseBase:
        """The list itself in place of its workbook."""
        return redirect(f"{self.request.path}?{self.asked().urlencode()}")


class LedgerPage(TableExport):
    """A scoped list with a filter set. Subclasses give `permission`, `template_name`, `filters` and `rows()`.

    `fixed` names filters that always hold a value: they get no chip, since they cannot be taken away.
    """

    permission = ""
    template_name = ""
    filters: type[FilterSet]
    fixed: frozenset[str] = frozenset()
    #: How the declared columns stand on the page, by their paths; empty where the page draws its own table.
    looks: Looks = MappingProxyType({})
    #: Columns to choose on the page where the workbook is the ledger's own.
    list_columns: Columns = ()
    #: The view of one row, for lists without looks: what the first chosen column leads to.
    row_page: str = ""
    #: What may be done to several rows at once.
    bulk: tuple[Bulk, ...] = ()
    #: Names in the address besides those of the filters.
    known: frozenset[str] = frozenset()
    http_method_names = ["get", "head", "options"]

    def offered(self) -> Columns:
        return self.columns or self.list_columns

    def rows(self) -> QuerySet[Model, object]:
        """The rows this person may see, in a stable order."""
        raise LookupError(type(self).__name__)

    def extra(self) -> dict[str, object]:
        """Further context of the page."""
        return {}

    def shown(self, rows: Any) -> Any:
        """The page's rows as the template gets them; a place to add what is worked out row by row."""
        return rows

    def may_tick(self, row: Row) -> bool:
        """Whether what is done to several rows can be done to this one, as far as the list itself tells."""
        del row  # for the lists that override it
        return True

    def chosen(self) -> Mapping[str, object]:
        """What the filters are given: the address, unless a page has defaults of its own."""
        return self.request.GET

    @cached_property
    def memory(self) -> Memory:
        return Memory()

    @cached_property
    def filter_set(self) -> FilterSet:
        found = self.filters(self.chosen(), queryset=self.rows(), request=self.request)
        found.today = clock.today()
        return found

    def get(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpResponseBase:
        if leave_out(request, self.filter_set.form):
            if self.wants_export():
                return self.as_page()  # a workbook would not say that a filter is left out
            self.forget()
            return self.get(request)
        form = self.filter_set.form
        fitting = self.filter_set.qs if form.is_valid() else self.filter_set.queryset.none()
        if self.wants_export():
            count = self.memory.count(fitting)
            with official():  # words that are worked out row by row are those of the workbook
                return self.export(() if count > MOST_ROWS else self.shown(fitting), count)
        self.tell_gone()
        page = self.page_of(fitting)
        rows = self.shown(page.object_list)
        context = {
            "page": page,
            "rows": rows,
            **self.listing(rows),
            "form": form,
            "chips": [chip for chip in chips(form, request) if chip["name"] not in self.fixed],
            "export_query": self.export_query(),
            **self.extra(),
        }
        return render(request, self.template_name, context)

    def listing(self, rows: Rows) -> dict[str, object]:
        """What all lists have alike: the table with its columns, kept filters, what is done to several rows."""
        asked = self.request.GET.get(CHOSEN, "")
        # Columns of the workbook alone are for those who may have the workbook.
        columns = self.offered() if self.looks or self.person.may(EXPORTING) else ()
        found = table_of(columns, self.looks, rows, asked, self.row_page, self.may_tick) if columns else None
        # No box, no button: where no row of the page can be ticked, nothing is offered for ticked ones.
        has_boxes = found is not None and any(line.is_offered for line in found.lines)
        offers = [one for one in self.bulk if has_boxes and self.person.may(one.permission)]
        return {
            "table": found if found and found.shown and found.lines else None,
            "list_boxes": boxes(found.heads) if found else "",
            "bulk": [(one.label, reverse(one.url_name)) for one in offers],
            "saved_views": SavedView.objects.visible_to(self.person).filter(page=self.own_name),
            "list_page": self.own_name,
            "list_query": lasting(self.request.GET.urlencode()),
        }

    @property
    def own_name(self) -> str:
        """The list as kept filters name it."""
        match = self.request.resolver_match
        return match.view_name if match else ""

    def forget(self) -> None:
        """What was worked out from the address as it was is worked out again."""
        for name in [key for key in vars(self) if isinstance(getattr(type(self), key, None), cached_property)]:
            delattr(self, name)

    def tell_gone(self) -> None:
        """Say what of a kept filter is gone: a column, or a filter that the list has no more."""
        if "saved" not in self.request.GET:
            return
        asked = self.request.GET
        names = frozenset(self.filter_set.form.fields) | self.known | {"size", CHOSEN, "on", "view", "q"}
        missing = [name for name in gone(lasting(asked.urlencode()), names) if not name.endswith(("_min", "_max"))]
        missing += unknown_columns(self.offered(), asked.get(CHOSEN, ""))
        if missing:
            messages.warning(
                self.request,
                _("The kept filter names what this list has no more: %(names)s. It is left out; please keep it anew.")
                % {"names": listed(missing)},
            )

    def page_of(self, rows: Rows) -> "Page[object]":
        return listed_page(self.request, lambda size: LedgerPaginator(rows, size, self.memory))


def leave_out(request: HttpRequest, form: BaseForm) -> bool:
    """Take out of the address what the filters cannot read, each with a sentence; whether there was any.

    A value that no filter knows must not pass for "all" in silence. A number that names a body or a place which is not
    offered stays: it has no rows here, and those of others are not what its address promised.
    """
    if form.is_valid():
        return False
    asked, kept = request.GET.copy(), []
    for name, errors in form.errors.items():
        said, why = [value for key in names_in(asked, name) for value in asked.getlist(key)], " ".join(map(str, errors))
        if not said or name not in form.fields:
            continue
        if names_row(form.fields[name], said):
            kept.append((name, said, why))
            continue
        for key in names_in(asked, name):
            del asked[key]
        tell_unread(request, form.fields[name].label, said, f"{why}{_('This filter is left out.')}")
    if asked == request.GET:
        for name, said, why in kept:
            tell_unread(request, form.fields[name].label, said, f"{why}{_('It has no rows here.')}")
        return False
    request.GET = asked  # type: ignore[assignment]
    return True


def names_row(field: Field, said: Iterable[str]) -> bool:
    """Whether values that a filter does not offer can be the keys of something all the same."""
    return isinstance(field, ChoiceField) and all(value.isdecimal() for value in said)


def names_in(asked: Mapping[str, object], name: str) -> list[str]:
    """The names in an address that a filter reads: its own, or those of the two ends of a span."""
    return [key for key in asked if key == name or key in {f"{name}{end}" for end in ENDS}]


def tell_unread(request: HttpRequest, label: object, values: Sequence[str], why: str) -> None:
    """Say over the list what is wrong with a filter, with the value that was given."""
    for value in values:
        why = why.replace(value, short(value))
    unnamed = listed(short(value) for value in values if short(value) not in why)
    messages.warning(request, put("{}「{}」：{}", label, unnamed, why) if unnamed else put("{}：{}", label, why))


def one_of(request: HttpRequest, name: str, label: object, known: Container[str]) -> str:
    """The value of a filter that has no form; one that is not known is told and left out."""
    said = request.GET.get(name, "")
    if said and said not in known:
        tell_unread(request, label, [said], f"{_('Please choose from the list.')}{_('This filter is left out.')}")
    return said if said in known else ""


def listed_page(request: HttpRequest, paginator: Callable[[int], "Paginator[Any]"]) -> "Page[Any]":
    """The page that the address asks for; with `?print=1` all rows of a list that is short enough to print.

    `paginator` makes the pages of a size.
    """
    asks_all, pages = "print" in request.GET, paginator(page_size(request))
    is_too_long = pages.count > MOST_PRINTED
    prints_all = asks_all and not is_too_long
    page = paginator(MOST_PRINTED).get_page(1) if prints_all else pages.get_page(request.GET.get("page"))
    page.printing = Printing(asks_all, is_too_long)  # type: ignore[attr-defined]
    return page


def page_size(request: HttpRequest) -> int:
    """10, 20 or 50 as the address says; 20 for anything else."""
    return {str(size): size for size in SIZES}.get(request.GET.get("size", ""), DEFAULT_SIZE)


def chips(form: BaseForm, request: HttpRequest) -> Iterator[dict[str, object]]:
    """The filters in force, each with the address of the list without it."""
    if not form.is_valid():
        return
    for name, value in form.cleaned_data.items():
        if value in (None, "", []):
            continue
        left = request.GET.copy()
        for key in (name, f"{name}_min", f"{name}_max", "page"):
            left.pop(key, None)
        shown = dict(flat(getattr(form.fields[name], "choices", ()))).get(str(value), value)
        yield {"name": name, "label": form.fields[name].label, "value": shown, "without": f"?{left.urlencode()}"}


def flat(choices: Iterable[tuple[object, object]]) -> Iterator[tuple[str, object]]:
    """Choices as (value, label), those within groups too."""
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(value), label
