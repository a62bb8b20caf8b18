"""The scope rule of rows that `core` keeps for organisations: jobs, uploads, held rows."""

from typing import Final

from django.db.models import Model, Q

from accounts.roles import ADMINISTRATORS, Role
from core.imports.models import Upload
from core.models import Job, StoredFile
from core.people import User, Visitor

#: The kind of upload that belongs to the system administrators, whatever organisation they are of.
PEOPLE: Final = "people"


def own_rows(user: Visitor, model: type[Model]) -> Q | None:
    """Rows of one's own organisation; the provincial office reads all; administrators and strangers none.

    The list of people is the system administrator's: those uploads, their held rows and own jobs, and nobody else's.
    Returns a condition on the model's columns, or None for no row at all.
    """
    if not isinstance(user, User) or not user.is_active:
        return None
    of_people = _of_people(model)
    if user.role == Role.ADM_SYS:
        return of_people
    if user.role in ADMINISTRATORS:
        return None
    if user.role == Role.PROV_EM:
        return ~of_people
    return Q(organisation_id=user.organisation_id)


def _of_people(model: type[Model]) -> Q:
    """The rows that the list of people brings."""
    if model is Job:
        return Q(owner__role=Role.ADM_SYS)
    if model is StoredFile:
        uploads = Upload.objects.filter(kind=PEOPLE)
        return Q(pk__in=uploads.values("file")) | Q(pk__in=uploads.exclude(returned=None).values("returned"))
    return Q(kind=PEOPLE)
