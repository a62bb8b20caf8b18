"""Which services a person sees, which of them count, and what hangs on them."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.scope import scope_for
from core.contributions.scoping import manager_of
from core.people import Visitor
from insurers.activities.choices import ActivityState, Mark
from insurers.base.querysets import InsurerRows, M, visible_through

#: States of a service that was not given, or is void.
NOT_GIVEN = (ActivityState.VOID, ActivityState.SCHEDULED)


def assists(campaign: int | None, *, is_yearly: bool, alone: Iterable[tuple[date, date]] = ()) -> Q:
    """Assistance counts in the campaign that it names; what names none, in that of the year, or in the only one (N4).

    `alone` are the days on which no campaign runs but this one, which is none of a year.
    """
    named = Q(campaign=campaign)
    by_day = Q(campaign=None) if is_yearly else Q(campaign=None) & within(alone)
    return Q(campaign_assist=True) & (named | by_day)


def within(stretches: Iterable[tuple[date, date]]) -> Q:
    """The condition that a service began on one of the days."""
    found = Q(pk__in=())
    for days in stretches:
        found |= Q(start_on__range=days)
    return found


class ActivityQuerySet(InsurerRows[M]):
    shown_by_grant = True

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.agency_id is not None:
            return self.filter(agency_id=scope.agency_id)
        return super().visible_to(user)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: given and not void, begun by the cut-off (contract 5), none that was corrected."""
        return self.given().filter(start_on__lte=cutoff)

    def given(self) -> Self:
        """Those that were given and are not void, each once: a correction that was given stands for what it corrects."""
        return self.exclude(self._is_not_given())

    def not_given(self) -> Self:
        """The others: to come, void, or replaced by a correction."""
        return self.filter(self._is_not_given())

    def standing(self) -> Self:
        """Those that hold: neither void nor replaced by a correction; services to come are among them."""
        return self.exclude(Q(state=ActivityState.VOID) | self._is_replaced())

    def marked(self, mark: str, day: date) -> Self:
        """Those that `Mark` names, as of the day."""
        details = manager_of(self.model, "detail")
        match mark:
            case Mark.CORRECTED:
                return self.filter(pk__in=details.filter(corrects__isnull=False).values("corrects"))
            case Mark.CORRECTING:
                return self.filter(pk__in=details.filter(corrects__isnull=False).values("activity"))
            case Mark.VOID_ASKED:
                asked = details.filter(void_asked_by__isnull=False).values("activity")
                return self.filter(pk__in=asked).exclude(state__in=(ActivityState.VOID, ActivityState.FILED))
            case Mark.TO_DO:
                return self.filter(state=ActivityState.SCHEDULED, start_on__lte=day)
        return self.none()

    def unnamed(self, undecided: Iterable[tuple[date, date]]) -> Self:
        """Assistance that counts nowhere yet: several campaigns run on its day, none of a year, and it names none."""
        open_ones = self.filter(campaign_assist=True, campaign=None).filter(within(undecided))
        return open_ones.exclude(state__in=(ActivityState.VOID, ActivityState.FILED))

    def with_corrections(self) -> Self:
        """Adds `corrects_no` and `corrected_by_no`: numbers of the other record of a correction, null where none."""
        details = manager_of(self.model, "detail")
        before = details.filter(activity=OuterRef("pk")).values("corrects__activity_no")
        later = details.filter(corrects=OuterRef("pk")).values("activity__activity_no")
        return self.annotate(corrects_no=Subquery(before), corrected_by_no=Subquery(later))

    def _is_not_given(self) -> Q:
        return Q(state__in=NOT_GIVEN) | self._is_replaced()

    def _is_replaced(self) -> Q:
        details = manager_of(self.model, "detail")
        corrections = details.filter(corrects__isnull=False).exclude(activity__state__in=NOT_GIVEN)
        return Q(pk__in=corrections.values("corrects"))


class ActivityParts(models.QuerySet[M]):
    """Rows that hang on a service: whoever sees the service sees them."""

    def visible_to(self, user: Visitor) -> models.QuerySet[M]:
        return visible_through(self, "activity", user)
