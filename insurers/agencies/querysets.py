"""Which rows about agencies a person sees."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import Visitor, holds
from insurers.agencies.permissions import AgencyPermission
from insurers.agencies.places import at_work_for
from insurers.base.querysets import M


class AgencyRows(models.QuerySet[M]):
    """What an agency keeps about itself: its own people, the insurers that choose, the authorities it works under.

    Bureaus and regulators read of the agencies that work in their place, the province of all.
    """

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        if scope.everything or scope.insurer_id is not None:
            return self
        if scope.nothing or not holds(user, AgencyPermission.AGENCY_VIEW):
            return self.none()
        return self.filter(at_work_for(user, "agency"))


class ContractRows(models.QuerySet[M]):
    """What stands between one insurer and one agency: theirs alone, and the province's."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return self.none() if scope.insurer_id is None or scope.city else self.filter(insurer_id=scope.insurer_id)
