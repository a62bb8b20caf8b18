"""Who sees which publicity, and which editions stand."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.scope import scope_for
from core.people import Visitor
from enterprises.querysets import M_co
from publicity.choices import STANDING, ItemState, PublicityKind, ReleaseState
from publicity.permissions import PublicityPermission


class ItemRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Those of one's place and of the own office, an insurer's branches' too; adopted ones are for all."""
        scope, office = scope_for(user), getattr(user, "organisation_id", None)
        if scope.nothing or not (user.is_authenticated and user.may(PublicityPermission.PUBLICITY_VIEW)):
            return self.none()
        if scope.everything:
            return self
        own = Q(organisation=office) | Q(state=ItemState.ADOPTED)
        if scope.insurer_id is not None:
            return self.filter(own | Q(organisation__parent=office))
        return self.filter(own | scope.place())

    def recommended(self) -> Self:
        """Those that wait for the province."""
        return self.filter(state=ItemState.RECOMMENDED)

    def publishable(self) -> Self:
        """Typical cases that the province adopted."""
        return self.filter(state=ItemState.ADOPTED, kind=PublicityKind.CASE)

    def published_in(self, starts_on: date, ends_on: date) -> Self:
        """Those published within the days, both included."""
        return self.filter(published_on__range=(starts_on, ends_on))


class ReleaseRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Editions are the province's until they are on the page."""
        may_write = user.is_authenticated and user.may(PublicityPermission.PUBLIC_PAGE_WRITE)
        return self if may_write else self.none()

    def standing(self) -> Self:
        """Those that were released and not withdrawn, the newest first."""
        return self.filter(state__in=STANDING).order_by("-released_at", "-pk")

    def waiting(self) -> Self:
        """Those that wait for the second person."""
        return self.filter(state__in=(ReleaseState.PROPOSED, ReleaseState.WITHDRAWING))
