"""Wall 4: what a person sees by a grant that ends, beside the own scope (architecture.md 4).

Grants are kept in the room of what they show: `accounts` those on insurers, `enterprises` those on enterprises.
"""

from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from accounts import sight
from accounts.models import TemporaryGrant, User
from accounts.roles import BUREAUS, REGULATORS, Role
from core import walls
from core.people import Visitor

#: Who may be given sight: people whose own sight is a place.
RECEIVING: Final = BUREAUS | REGULATORS | {Role.SECTOR}
#: Set on a person by sign-in: whether there is an open grant at all, so that the others cost no query.
KNOWN: Final = "has_grants"


#: A kind of grants. The key to what is shown stands in each kind and not in what they share, so the checker is told none.
Kind = Any


def grant_models() -> list[Kind]:
    """The kinds of grants of all rooms."""
    return [model for model in apps.get_models() if issubclass(model, TemporaryGrant)]


def target_of(kind: Kind) -> type[Model]:
    """The model of the rows that a kind of grants shows."""
    found: type[Model] = kind._meta.get_field("content_object").related_model
    return found


def any_open() -> Q:
    """For a query over people: whether somebody has an open grant of any kind, past its last day or not."""
    condition = Q()
    for model in grant_models():
        condition |= Q(Exists(model.objects.filter(user=OuterRef("pk"), ended_at=None)))
    return condition


def granted(label: str, user: Visitor) -> "QuerySet[Model, Any] | None":
    """The grants of a kind, by the label of its model, that a person has today; None for who has none at all."""
    if not walls.by_grants() or not isinstance(user, User) or not user.is_active or user.role not in RECEIVING:
        return None
    known = getattr(user, KNOWN, None)
    if known is None:
        known = User.objects.filter(any_open(), pk=user.pk).exists()
    model = apps.get_model(label)
    return model._default_manager.in_force(sight.today()).filter(user=user.pk) if known else None
