"""Service orders that wait for an agency or for the insurer that placed them, on the workbench."""

from datetime import date
from typing import Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.contributions.desk import Desk, NoDay, Tile, Todo, Work, some_of
from core.views.addresses import address
from insurers.activities.states import filing_due
from insurers.orders.choices import OrderState
from insurers.orders.models import ServiceOrder
from insurers.orders.permissions import OrderPermission
from rulebook.workdays import workdays

PLACE = 35
LIST = "orders:order-list"
#: The figures of an agency.
FIGURES: Final = (
    (OrderState.PLACED, gettext_lazy("to be answered")),
    (OrderState.ACCEPTED, gettext_lazy("to be carried out and recorded")),
    (OrderState.RECORDED, gettext_lazy("sent, not taken over yet")),
    (OrderState.TAKEN, gettext_lazy("in the ledger of services")),
)


def work(desk: Desk) -> Work:
    """One line for each list of waiting orders that is not empty."""
    may_answer = desk.user.may(OrderPermission.ORDER_ANSWER)
    if not may_answer and not desk.user.may(OrderPermission.ORDER_PLACE):
        return Work(place=PLACE)
    return _of_agency(desk) if may_answer else Work(place=PLACE, todos=_of_insurer(desk))


def _of_agency(desk: Desk) -> Work:
    """Figures of its orders; those to be answered by the day of the service, those whose day has come without a record."""
    placed, due = Q(state=OrderState.PLACED), Q(state=OrderState.ACCEPTED, service_on__lte=desk.today)
    found = ServiceOrder.objects.visible_to(desk.user).aggregate(
        placed=Count("pk", filter=placed),
        first=Min("service_on", filter=placed),
        askers=ArrayAgg("insurer__name", filter=placed, distinct=True, default=[]),
        due=Count("pk", filter=due),
        passed=Min("service_on", filter=due),
        owed_to=ArrayAgg("insurer__name", filter=due, distinct=True, default=[]),
        **{state: Count("pk", filter=Q(state=state)) for state, _note in FIGURES},
    )
    todos = []
    if found["placed"]:
        title, url = (
            ngettext("%(n)s order waits for an answer", "%(n)s orders wait for an answer", found["placed"]),
            address(LIST, state=OrderState.PLACED),
        )
        detail = some_of(found["askers"])
        todos.append(_todo(desk, title, detail, url, _("Answer"), found["first"], found["placed"]))
    if found["due"]:
        url = address(LIST, state=OrderState.ACCEPTED, until=desk.today.isoformat())
        title, detail = (
            ngettext("%(n)s ordered service without a record", "%(n)s ordered services without a record", found["due"]),
            some_of(found["owed_to"]),
        )
        todos.append(_todo(desk, title, detail, url, _("Fill in"), found["passed"], found["due"]))
    return Work(place=PLACE, todos=todos, tiles=[_tile(state, found[state], str(note)) for state, note in FIGURES])


def _tile(state: OrderState, number: int, note: str) -> Tile:
    return Tile(str(state.label), number, address(LIST, state=state), note, unit=_("orders"))


def _of_insurer(desk: Desk) -> list[Todo]:
    """Records of agencies that are not yet in the ledger of services."""
    found = (
        ServiceOrder.objects.visible_to(desk.user)
        .filter(state=OrderState.RECORDED)
        .aggregate(n=Count("pk"), first=Min("service_on"), senders=ArrayAgg("agency__name", distinct=True, default=[]))
    )
    if not found["n"]:
        return []
    title, url = (
        ngettext(
            "%(n)s record of an agency waits to be taken over",
            "%(n)s records of agencies wait to be taken over",
            found["n"],
        ),
        address(LIST, state=OrderState.RECORDED),
    )
    due = filing_due(found["first"], workdays()) or NoDay.UNSET
    return [_todo(desk, title, some_of(found["senders"]), url, _("Enter as a service"), due, found["n"])]


def _todo(desk: Desk, title: str, detail: str, url: str, action: str, due: date | NoDay, count: int) -> Todo:
    return desk.line(_("Service orders"), title % {"n": f"{count:,}"}, detail, url, action, due, count=count)


AWAITED: Final = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.RECORDED)
