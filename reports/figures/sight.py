"""Figures within what a reader may see."""

from decimal import Decimal

from accounts.models import User
from accounts.scope import scope_for
from core.rows import Rows
from core.touches import Memory
from core.workbooks.formats import Form
from insurers.expenses.permissions import ExpensePermission
from reports.figures.base import LedgerFigure
from reports.figures.expenses import VOUCHERS
from reports.figures.pools import Basis, Cut, as_expression
from reports.rules import money


def own_part(rows: Rows, reader: User) -> Rows:
    """What the reader may see of the rows."""
    if scope_for(reader).everything:
        return rows
    return rows.filter(pk__in=rows.model._default_manager.visible_to(reader).values("pk"))


def may_open(part: LedgerFigure, reader: User) -> bool:
    """Whether the reader opens the rows of a figure: of vouchers some get the totals alone."""
    return part.pool is not VOUCHERS or reader.may(ExpensePermission.EXPENSE_VIEW)


def own_by_city(part: LedgerFigure, basis: Basis, reader: User, memory: Memory) -> dict[str, int | Decimal]:
    """{city: number} of a counted figure over what the reader sees; kept until a ledger is written to."""
    rows = own_part(part.rows_of(basis), reader)

    def work() -> dict[str, str]:
        cities = rows.order_by().annotate(cut=as_expression(part.pool.keys[Cut.CITY]))
        grouped = cities.values_list("cut").annotate(n=part.aggregate)
        return {str(city): str(number or 0) for city, number in grouped}

    kept = memory.kept(rows, f"own {part.id} {basis}", work)
    if part.form == Form.MONEY:
        return {city: money(Decimal(number)) for city, number in kept.items()}
    return {city: int(number) for city, number in kept.items()}
