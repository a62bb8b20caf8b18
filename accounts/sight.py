"""What the database gives to a person: `scope_for` as one of the families of `core.walls` and its values."""

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from accounts.scope import scope_for
from core import clock
from core.walls import NOTHING, Family, Sight


def sight_of(person: object) -> Sight:
    """Strangers and disabled people see nothing; who has no place sees the rows of the own organisation alone."""
    if not isinstance(person, User) or not person.is_active:
        return NOTHING
    scope = scope_for(person)
    own = {"organisation": str(person.organisation_id), "person": str(person.pk), "today": f"{today():%Y%m%d}"}
    if scope.everything:
        return Sight(Family.PROVINCE, _values(own))
    if scope.insurer_id is not None:
        return Sight(Family.INSURER, _values({"insurer": str(scope.insurer_id), "city": scope.city, **own}))
    if scope.agency_id is not None:
        return Sight(Family.AGENCY, _values(own))
    place = {name: getattr(scope, name) for name in ("city", "outside_city", "county", "sector")}
    return Sight(Family.PLACE, _values({**place, **own}))


def today() -> date:
    """The day on which somebody looks: a grant gives nothing after its last day, whoever has ended it or not."""
    return clock.today()


def _values(given: Mapping[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in given.items() if value)
