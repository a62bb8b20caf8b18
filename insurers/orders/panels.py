"""What the list of agencies shows of the orders given to them."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery

from accounts.models import User
from core.panels import register_columns
from insurers.orders.models import ServiceOrder


def register_panels() -> None:
    register_columns("agencies", with_orders)


def with_orders(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Adds `orders`, how many service orders that the person sees were given to the agency."""
    given = ServiceOrder.objects.visible_to(user).filter(agency=OuterRef("pk")).order_by().values("agency")
    annotated: QuerySet[Any] = rows.annotate(orders=Subquery(given.annotate(v=Count("pk")).values("v")))
    return annotated
