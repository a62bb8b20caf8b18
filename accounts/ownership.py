"""The scope rule of rows that `core` keeps for organisations: jobs, uploads, held rows."""

from django.db.models import Q

from accounts.roles import ADMINISTRATORS, Role
from core.people import User, Visitor


def own_rows(user: Visitor) -> Q | None:
    """Rows of one's own organisation; the provincial office reads all; administrators and strangers none.

    Returns a condition on `organisation_id`, or None for no row at all.
    """
    if not isinstance(user, User) or not user.is_active or user.role in ADMINISTRATORS:
        return None
    if user.role == Role.PROV_EM:
        return Q()
    return Q(organisation_id=user.organisation_id)
