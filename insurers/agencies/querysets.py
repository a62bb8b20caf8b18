"""Which rows about agencies a person sees."""

from typing import Self

from django.db import models

from accounts.scope import scope_for
from core.people import Visitor
from insurers.base.querysets import M


class AgencyRows(models.QuerySet[M]):
    """What an agency keeps about itself: its own people, the insurers that choose, and the province read it."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return self if scope.everything or scope.insurer_id is not None else self.none()


class ContractRows(models.QuerySet[M]):
    """What stands between one insurer and one agency: theirs alone, and the province's."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return self.none() if scope.insurer_id is None else self.filter(insurer_id=scope.insurer_id)
