"""What the pages of agencies show of orders."""

from datetime import date

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import Organisation, User
from core.contributions.panels import register, register_columns
from insurers.agencies.services import usable_on
from insurers.orders.models import ServiceOrder
from insurers.orders.permissions import OrderPermission


def register_panels() -> None:
    register("agency", of_agency)
    register_columns("agencies", with_orders)


def of_agency(agency: Organisation, user: User, day: date) -> dict[str, object]:
    """`may_order`: whether the person places orders; `complaint`: why not with this agency on the day, or nothing."""
    places = user.may(OrderPermission.ORDER_PLACE)
    return {"may_order": places, "complaint": usable_on(agency, user.organisation, day) if places else ""}


def with_orders(rows: QuerySet[Organisation], user: User) -> QuerySet[Organisation]:
    """Adds `orders`, how many service orders that the person sees were given to the agency."""
    given = ServiceOrder.objects.visible_to(user).filter(agency=OuterRef("pk")).order_by().values("agency")
    return rows.annotate(orders=Subquery(given.annotate(v=Count("pk")).values("v")))
