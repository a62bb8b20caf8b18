"""What the database gives to a person: `scope_for` as one of the families of `core.walls` and its values."""

from collections.abc import Mapping

from accounts.models import User
from accounts.scope import scope_for
from core.walls import NOTHING, Family, Sight


def sight_of(person: object) -> Sight:
    """Strangers and disabled people see nothing; who has no place sees the rows of the own organisation alone."""
    if not isinstance(person, User) or not person.is_active:
        return NOTHING
    scope, own = scope_for(person), {"organisation": str(person.organisation_id), "person": str(person.pk)}
    if scope.everything:
        return Sight(Family.PROVINCE, _values(own))
    if scope.insurer_id is not None:
        return Sight(Family.INSURER, _values({"insurer": str(scope.insurer_id), "city": scope.city, **own}))
    if scope.agency_id is not None:
        return Sight(Family.AGENCY, _values(own))
    place = {name: getattr(scope, name) for name in ("city", "outside_city", "county", "sector")}
    return Sight(Family.PLACE, _values({**place, **own}))


def _values(given: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in given.items() if value)
