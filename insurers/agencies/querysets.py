"""Which rows about agencies a person sees."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.choices import OrganisationKind
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


class ProfessionalRows(models.QuerySet[M]):
    """Who serves: an organisation's own people, those of the agencies for the insurers that choose among them.

    Bureaus and regulators read of the agencies that work in their place, the province of all.
    """

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.agency_id is not None:
            return self.filter(organisation_id=scope.agency_id)
        if scope.insurer_id is not None:
            of_agencies = Q(organisation__kind=OrganisationKind.SERVICE_AGENCY)
            return self.filter(of_agencies | Q(organisation_id=scope.insurer_id))
        if scope.nothing or not holds(user, AgencyPermission.AGENCY_VIEW):
            return self.none()
        return self.filter(at_work_for(user, "organisation"))

    def serving_on(self, day: date | models.F | models.OuterRef) -> Self:
        """Those who may be chosen for a service on the day: certificate valid, not left; a day or a column."""
        begun, no_end, not_left = Q(valid_from__lte=day), Q(valid_to__isnull=True), Q(left_on__isnull=True)
        return self.filter(begun, no_end | Q(valid_to__gte=day), not_left | Q(left_on__gte=day))
