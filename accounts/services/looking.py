"""The security administrator's questions: who may see a record, and what another person's menus hold. Both are events."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from accounts.permissions import AccountPermission
from accounts.roles import SIGHT
from core import audit, walls
from core.contributions.pickers import Source
from core.gate import require


@dataclass(frozen=True, slots=True)
class Seer:
    """An organisation whose people see the record, and by which rule."""

    organisation: Organisation
    role: str
    rule: str
    people: int


def who_sees(*, what: str, source: Source, number: str, by: User, today: date, at: datetime) -> list[Seer]:
    """The organisations whose people find a record by its number; nothing of the record itself. Raises NotAllowed.

    One person stands for the people of an organisation: what they see follows from role and organisation alone.
    """
    require(by, AccountPermission.ROLES_VIEW)
    found: dict[int, Seer] = {}
    for person in User.objects.filter(is_active=True).select_related("organisation__parent").order_by("pk"):
        known = found.get(person.organisation_id)
        if known is not None:
            found[person.organisation_id] = Seer(known.organisation, known.role, known.rule, known.people + 1)
        elif person.may(source.permission) and _finds(source, person, number, today):
            rule = str(SIGHT[person.role])
            found[person.organisation_id] = Seer(person.organisation, person.get_role_display(), rule, 1)
    audit.record("person.sight_explained", by=by, at=at, subject=f"{what} {number}", seers=len(found))
    return sorted(found.values(), key=lambda seer: seer.organisation.code)


def _finds(source: Source, person: User, number: str, today: date) -> bool:
    with walls.seeing_as(person):
        return any(pick.value == number for pick in source.search(person, number, today))


def note_look(*, person: User, by: User, at: datetime) -> None:
    """Keep that the menus of a person were looked at. Raises NotAllowed."""
    require(by, AccountPermission.ROLES_VIEW, on=person)
    audit.record("person.looked_at", by=by, at=at, subject=person.username)
