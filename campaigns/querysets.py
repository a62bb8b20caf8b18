"""Who sees what offices do together in a campaign."""

from datetime import date
from typing import Self, TypeVar

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest

from accounts.scope import Scope, scope_for
from campaigns.choices import CampaignState, GuidanceState, ListedKind, ResolutionState, WorkPlanState
from campaigns.permissions import CampaignPermission
from campaigns.rules import FOLLOWED_UP
from core.identifiers import one_width
from core.people import Visitor, holds
from core.rows import holding

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


def own_office(user: Visitor) -> int | None:
    """The key of the person's office."""
    found: int | None = getattr(user, "organisation_id", None)
    return found


def sees_cities(scope: Scope) -> bool:
    """Whether the scope is that of an office over whole cities: a bureau's or a regulator's."""
    return (scope.city is not None or scope.outside_city is not None) and scope.sector is None and not scope.insurer_id


class CampaignRows(models.QuerySet[M_co]):
    """Campaigns: everybody knows those that were approved, who sets them up the others too."""

    def visible_to(self, user: Visitor) -> Self:
        if scope_for(user).nothing:
            return self.none()
        return self if holds(user, CampaignPermission.CAMPAIGN_SETUP) else self.approved()

    def approved(self) -> Self:
        return self.filter(state=CampaignState.APPROVED)

    def waiting(self) -> Self:
        """Those that a second person has to answer."""
        return self.filter(state=CampaignState.PROPOSED)

    def yearly(self, year: int) -> Self:
        """The approved campaign of the year: one at most."""
        return self.approved().filter(is_yearly=True, year=year)

    def workable(self, day: date) -> Self:
        """Approved ones that have begun by the day and run, or ended so lately that they are followed up."""
        return self.approved().filter(starts_on__lte=day, ends_on__gte=day - FOLLOWED_UP)


class PartRows(models.QuerySet[M_co]):
    """Rows that are read with their campaign."""

    def visible_to(self, user: Visitor) -> Self:
        if scope_for(user).nothing:
            return self.none()
        sees_all = holds(user, CampaignPermission.CAMPAIGN_SETUP)
        return self if sees_all else self.filter(campaign__state=CampaignState.APPROVED)


class ChoiceRows(models.QuerySet[M_co]):
    """A person's own choice."""

    def visible_to(self, user: Visitor) -> Self:
        return self.filter(user=getattr(user, "pk", None))


class CityRows(models.QuerySet[M_co]):
    """Rows of a city: the province all, the offices of a place those of their cities, nobody else any."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        return self.filter(scope.place("city_id", "city_id")) if sees_cities(scope) else self.none()


class MechanismRows(models.QuerySet[M_co]):
    """Rows that are seen with their mechanism."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        place = scope.place("mechanism__city_id", "mechanism__city_id")
        return self.filter(place) if sees_cities(scope) else self.none()

    def running(self) -> Self:
        """Of resolutions: those that are not done."""
        return self.filter(state=ResolutionState.RUNNING)


class WorkPlanRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The own plan; the province those that were sent, the offices of a place those sent from there, too."""
        scope, own = scope_for(user), Q(organisation=own_office(user))
        if scope.nothing:
            return self.none()
        if scope.everything:
            return self.filter(~Q(state=WorkPlanState.DRAFT) | own)
        if not sees_cities(scope):
            return self.filter(own)
        return self.filter((scope.place("city_id", "city_id") & ~Q(state=WorkPlanState.DRAFT)) | own)

    def waiting(self) -> Self:
        """Those that the province has to register or return."""
        return self.filter(state=WorkPlanState.SENT)

    def unsent(self) -> Self:
        """Those that their office has to send, for the first time or again."""
        return self.filter(state__in=(WorkPlanState.DRAFT, WorkPlanState.RETURNED))


class GuidanceRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """The office's own, and those that came to it; the province all that were sent."""
        scope, office = scope_for(user), own_office(user)
        if scope.nothing:
            return self.none()
        found = Q(organisation=office) | Q(state=GuidanceState.ISSUED, receipts__organisation=office)
        if scope.everything:
            found |= Q(state=GuidanceState.ISSUED)
        return self.filter(pk__in=self.model._default_manager.filter(found).values("pk"))

    def issued(self) -> Self:
        """Those that were sent."""
        return self.filter(state=GuidanceState.ISSUED)


class ReceiptRows(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Those of the own office, as the one that sent or the one that received; the province all."""
        scope, office = scope_for(user), own_office(user)
        if scope.nothing:
            return self.none()
        return self if scope.everything else self.filter(Q(organisation=office) | Q(issuer=office))

    def waiting(self) -> Self:
        """Those of sent notes that were not confirmed."""
        return self.filter(received_at=None, note__state=GuidanceState.ISSUED)


class CommonRows(models.QuerySet[M_co]):
    """What all who work here read."""

    def visible_to(self, user: Visitor) -> Self:
        return self if not scope_for(user).nothing else self.none()


class ListedRows(CommonRows[M_co]):
    """Codes with the days of their use."""

    def in_use(self, kind: ListedKind, day: date) -> Self:
        """Those of a list that are in use on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), kind=kind, valid_from__lte=day)


class ContactRows(CommonRows[M_co]):
    def of_words(self, text: str) -> Self:
        """Those of which every word stands in the unit, the office, the matter or the telephone; all for none."""
        found = self
        for word in one_width(text).split():
            found = found.filter(holding(word, "organisation__name", "office", "matter", "phone"))
        return found


def sought_words(text: str) -> list[str]:
    """The words that the library looks for, the first eight of them."""
    return one_width(text).split()[:8]


class LibraryRows(CommonRows[M_co]):
    def search(self, text: str) -> Self:
        """Those whose title, number, issuer, description or text holds every word, the likest title or number first."""
        words = sought_words(text)
        if not words:
            return self
        found = self
        for word in words:
            found = found.filter(sought__icontains=word)
        likeness = Greatest(TrigramWordSimilarity(text, "title"), TrigramWordSimilarity(text, "number"))
        return found.annotate(likeness=likeness).order_by("-likeness", "place", "pk")
