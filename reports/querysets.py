"""Which reports a person sees: the own organisation's, and those delivered to it (domain.md 5.4)."""

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Case, F, Q, When

from reports.choices import DELIVERED_STATES, OPEN_STATES, SENT_STATES, ContributionState, SubmissionState
from reports.permissions import ReportPermission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

M = TypeVar("M", bound=models.Model)


def _reader(user: "User | AnonymousUser") -> int | None:
    """The organisation of whoever may read reports at all."""
    if not user.is_authenticated or not user.is_active or not user.may(ReportPermission.REPORT_VIEW):
        return None
    return user.organisation_id


class SnapshotQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Versions of the own reports, check copies that the own organisation built, what was delivered to it."""
        own = _reader(user)
        if own is None:
            return self.none()
        mine = Q(organisation=own, version__isnull=False) | Q(builder=own)
        return self.filter(mine | Q(submission__duty__recipient=own, submission__state__in=SENT_STATES))


class DutyQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What the own organisation owes, and what is owed to it."""
        own = _reader(user)
        return self.none() if own is None else self.filter(Q(organisation=own) | Q(recipient=own))

    def undelivered(self) -> Self:
        """Without a version that has been delivered and not returned."""
        return self.exclude(submissions__state__in=DELIVERED_STATES)


class SubmissionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """The own versions, and from their delivery on those of which the own organisation is the recipient."""
        own = _reader(user)
        if own is None:
            return self.none()
        return self.filter(Q(duty__organisation=own) | Q(duty__recipient=own, state__in=SENT_STATES))

    def delivered(self) -> Self:
        return self.filter(state__in=DELIVERED_STATES)

    def from_outside(self) -> Self:
        """Registered by the recipient, and not undone: nothing else of their duties goes on to it."""
        return self.delivered().filter(snapshot__isnull=True)

    def standing(self) -> Self:
        """Those that tell how far their duty is: the versions built here, and a registration that was not undone."""
        return self.filter(Q(snapshot__isnull=False) | Q(state__in=DELIVERED_STATES))

    def under_way(self) -> Self:
        """Past the draft and not returned."""
        return self.filter(state__in=OPEN_STATES)

    def by_way(self) -> Self:
        """The version that is furthest on its way first, one that came back after it, and drafts last; newest first.

        A report from outside comes before a version that was under way when it was registered.
        """
        at = {SubmissionState.DRAFT: 0, SubmissionState.RETURNED: 1}
        way = Case(*(When(state=state, then=rank) for state, rank in at.items()), default=2)
        return self.order_by(way.desc(), F("snapshot__version").desc(nulls_first=True))

    def waiting(self) -> Self:
        """For the recipient to receive or to return."""
        return self.filter(state=SubmissionState.SUBMITTED)


class WithDutyQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What belongs to the making of a report is its own office's alone; the recipient reads what is delivered."""
        own = _reader(user)
        return self.none() if own is None else self.filter(duty__organisation=own)


class ContributionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """What the own organisation asked for, and what is asked of it."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        own, found = user.organisation_id, Q(pk__in=[])
        if user.may(ReportPermission.REPORT_DELIVER):
            found |= Q(asker=own)
        if user.may(ReportPermission.CONTRIBUTION_GIVE):
            found |= Q(organisation=own)
        return self.filter(found)

    def missing(self) -> Self:
        """Not delivered yet."""
        return self.filter(state=ContributionState.ASKED)


class CorrectionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """With the report that is corrected."""
        own = _reader(user)
        if own is None:
            return self.none()
        return self.filter(Q(submission__duty__organisation=own) | Q(submission__duty__recipient=own))
