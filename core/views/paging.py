"""Pages of a ledger that cost the same wherever they lie."""

from typing import TYPE_CHECKING

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property

from core.touches import Memory

if TYPE_CHECKING:
    from django.core.paginator import _SupportsPagination as Rows

    AnyPaginator = Paginator[object]
else:
    AnyPaginator = Paginator  # not subscriptable when it runs


class LedgerPaginator(AnyPaginator):
    """Finds a page's keys by the index alone, then reads just these rows.

    A late page would else read, join and throw away every row before it. The keys are remembered until one of the
    ledgers is written to: a filter without an index of its own is gone through once. `unfiltered` are the same rows
    without the filters, where these are worth leaving out: the keys have been through them.
    """

    def __init__(
        self,
        rows: "Rows[object]",
        per_page: int,
        memory: Memory,
        unfiltered: "QuerySet[Model, object] | None" = None,
    ) -> None:
        super().__init__(rows, per_page)
        self.memory, self.unfiltered = memory, unfiltered

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        return self.memory.count(rows) if isinstance(rows, QuerySet) else len(rows)

    def page(self, number: int | str) -> "Page[object]":
        number = self.validate_number(number)
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().page(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        keys = self.memory.kept(
            rows,
            f"keys {first} {last} {rows.query.order_by!r}",
            lambda: list(rows.values_list("pk", flat=True)[first:last]),
        )
        own = rows if self.unfiltered is None else self.unfiltered
        return Page(own.filter(pk__in=keys), number, self)
