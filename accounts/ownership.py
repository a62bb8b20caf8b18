"""The scope rule of rows that `core` keeps for organisations: jobs, uploads, held rows."""

from typing import Any

from django.db.models import Q

from accounts.roles import ADMINISTRATORS, Role


def own_rows(user: Any) -> Q | None:
    """Rows of one's own organisation; the provincial office reads all; administrators and strangers none.

    Returns a condition on `organisation_id`, or None for no row at all.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active or user.role in ADMINISTRATORS:
        return None
    if user.role == Role.PROV_EM:
        return Q()
    return Q(organisation_id=user.organisation_id)
