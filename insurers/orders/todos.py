"""Service orders that wait for an agency or for the insurer that placed them, on the workbench."""

from dataclasses import replace
from typing import Final

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.contributions.desk import Desk, Tile, Todo, Work
from core.views.addresses import address
from insurers.orders.choices import OrderState
from insurers.orders.models import ServiceOrder
from insurers.orders.permissions import OrderPermission

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
        due=Count("pk", filter=due),
        **{state: Count("pk", filter=Q(state=state)) for state, _note in FIGURES},
    )
    todos = []
    if found["placed"]:
        title, url = _("%(n)s orders wait for an answer"), address(LIST, state=OrderState.PLACED)
        todo = _todo(title, found["placed"], url, _("Answer"))
        todos.append(replace(todo, due_on=found["first"], days_left=(found["first"] - desk.today).days))
    if found["due"]:
        url = address(LIST, state=OrderState.ACCEPTED, until=desk.today.isoformat())
        todos.append(_todo(_("%(n)s ordered services without a record"), found["due"], url, _("Fill in")))
    return Work(place=PLACE, todos=todos, tiles=[_tile(state, found[state], str(note)) for state, note in FIGURES])


def _tile(state: OrderState, number: int, note: str) -> Tile:
    return Tile(str(state.label), number, address(LIST, state=state), note, unit=_("orders"))


def _of_insurer(desk: Desk) -> list[Todo]:
    """Records of agencies that are not yet in the ledger of services."""
    waiting = ServiceOrder.objects.visible_to(desk.user).filter(state=OrderState.RECORDED).count()
    if not waiting:
        return []
    url = address(LIST, state=OrderState.RECORDED)
    return [_todo(_("%(n)s records of agencies wait to be taken over"), waiting, url, _("Enter as a service"))]


def _todo(title: str, count: int, url: str, action: str) -> Todo:
    return Todo(_("Service orders"), title % {"n": f"{count:,}"}, "", url, action, count=count)


AWAITED: Final = (OrderState.PLACED, OrderState.ACCEPTED, OrderState.RECORDED)
