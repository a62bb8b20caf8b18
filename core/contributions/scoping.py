"""Where the app above says which of core's own rows (jobs, uploads, held rows) a person may see."""

from collections.abc import Callable
from typing import Any, Protocol, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from core.people import Visitor, person_of

#: A person and the model asked about: a condition on its rows, or None for no row at all.
Rule = Callable[[Visitor, type[models.Model]], Q | None]
M = TypeVar("M", bound=models.Model)


class Owned(Protocol):
    """A row that core keeps for an organisation."""

    @property
    def organisation_id(self) -> int: ...


def _deny(_user: Visitor, _model: type[models.Model]) -> Q | None:
    return None


_rules: list[Rule] = [_deny]


def register(rule: Rule) -> None:
    """Set the rule; the last call counts. Until then nobody sees anything."""
    _rules[:] = [rule]


class OwnedQuerySet(models.QuerySet[M]):
    """Rows with an `organisation_id`."""

    def visible_to(self, user: Visitor) -> Self:
        condition = _rules[0](user, self.model)
        return self.none() if condition is None else self.filter(condition)


def is_own(request: HttpRequest, row: Owned) -> bool:
    """Whether the row belongs to the person's organisation; oversight reads, it does not act."""
    return row.organisation_id == person_of(request).organisation_id


def manager_of(model: type[models.Model], relation: str) -> Any:
    """The manager of the rows that a relation leads to, with whatever its queryset knows."""
    return model._meta.get_field(relation).related_model._default_manager  # type: ignore[union-attr]
