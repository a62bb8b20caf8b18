"""Which orders and agency records a person sees."""

from django.db import models

from core.people import Visitor
from insurers.agencies.querysets import ContractRows
from insurers.base.querysets import M, visible_through


class ServiceOrderQuerySet(ContractRows[M]):
    """An agency sees the orders given to it, an insurer those it gave."""


class OrderRecordQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> models.QuerySet[M]:
        """Of the orders one sees."""
        return visible_through(self, "order", user)
