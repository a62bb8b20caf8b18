"""What those besides the two cities and the province see of an inspection (domain.md 1.5, 5.3), as conditions.

Regulators read what was inspected of the insurers of their place; an inspected insurer, and its branch in the
inspected city, its own findings once the comments are given; every authority what was handed over to it.
"""

from django.db.models import Q

from accounts.roles import BUREAUS, INSURING, REGULATORS, Role
from accounts.scope import scope_for
from core.people import User, Visitor


def watched_tasks(user: Visitor, prefix: str = "") -> Q | None:
    """The tasks whose insurers a regulator watches: those inspected in its place. None for everybody else."""
    if not isinstance(user, User) or not user.is_active or user.role not in REGULATORS:
        return None
    return scope_for(user).place(f"{prefix}inspected_id")


def watches(user: User, city: str) -> bool:
    """Whether the person is of the regulator that watches the insurers of the city."""
    if user.role not in REGULATORS:
        return False
    scope = scope_for(user)
    return city not in {scope.outside_city, ""} if scope.city is None else city == scope.city


def findings_beyond_the_cities(user: Visitor) -> Q | None:
    """Findings that a person sees who belongs to neither city; None for none."""
    if not isinstance(user, User) or not user.is_active:
        return None
    own_body = user.organisation_id
    received = Q(routing__handover__receiver_id=own_body) | Q(routing__taken_over_by_id=own_body)
    watched = watched_tasks(user, "task__")
    if watched is not None:
        return received | (Q(insurer_item__isnull=False) & watched)
    if user.role in INSURING:
        own = scope_for(user).of_insurer("insurer_item__insurer_id", "task__inspected_id")
        return own & Q(task__feedback_on__isnull=False)
    return received if user.role in BUREAUS | {Role.SECTOR} else None
