"""The security administrator's questions: who may see a record, and what another person's menus hold. Both are events."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from accounts import grants
from accounts.choices import GrantEnd
from accounts.models import Organisation, User
from accounts.permissions import AccountPermission
from accounts.roles import SIGHT
from core import audit, walls
from core.contributions.pickers import Source
from core.gate import require

#: What the rows are called that a grant shows, by the name of their model.
TARGETS: Final = {"enterprise": _("Enterprise"), "organisation": _("Insurer")}


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


@dataclass(frozen=True, slots=True)
class Temporary:
    """Sight that a person had by grants: for which task, of how many records of a kind, from when until when."""

    person: User
    source: str
    kind: str
    records: int
    given_at: datetime
    until: date
    ended_at: datetime | None
    why_ended: str


def temporary_sight(*, day: date, by: User, at: datetime) -> list[Temporary]:
    """Who had sight by a grant on a day, those that have ended since included; numbers alone. Raises NotAllowed.

    The question is an event.
    """
    require(by, AccountPermission.ROLES_VIEW)
    names = ("user", "source", "given_at", "until", "ended_at", "why_ended")
    found, ends = [], dict(GrantEnd.choices)
    with walls.aside("who had sight by a grant on a day, as numbers, for the security administrator"):
        for kind in grants.grant_models():
            model = grants.target_of(kind)._meta.model_name or ""
            label = str(TARGETS.get(model, model))
            rows = kind.objects.held_on(day).order_by(*names).values_list(*names).annotate(records=Count("pk"))
            found += [(*row[:-1], label, row[-1]) for row in rows]
    people = User.objects.select_related("organisation").in_bulk({row[0] for row in found})
    audit.record("person.temporary_sight_listed", by=by, at=at, subject=str(day), rows=len(found))
    listed = [
        Temporary(people[user], source, label, number, given_at, until, ended_at, str(ends.get(why, "")))
        for user, source, given_at, until, ended_at, why, label, number in found
    ]
    return sorted(listed, key=lambda one: (one.source, one.person.organisation_id, one.person.pk, one.given_at))
