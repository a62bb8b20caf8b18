"""Which enterprises a person sees, and the adjectives of the register."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self, TypeVar

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from accounts.grants import granted
from accounts.scope import scope_for
from core.people import Visitor, holds
from enterprises.choices import EnterpriseStatus, ExemptionState
from enterprises.permissions import EnterprisePermission

M_co = TypeVar("M_co", bound=models.Model, covariant=True)
WORKING = (EnterpriseStatus.ACTIVE, EnterpriseStatus.BUILDING)
#: So many enterprises are found by a former name; more come by a longer text.
MOST_BEARERS = 500
#: A text that stands in more names than this is looked for row by row: a page is soon full.
MOST_NAMED = 500
#: Sight of enterprises, and of insurers' rows in a city, for a time.
GRANTS, INSURER_GRANTS = "enterprises.EnterpriseGrant", "accounts.OrganisationGrant"


def must_condition(sectors: Iterable[str], today: date) -> Q:
    """应保: 在产 or 在建, at least one sector of the campaign, no approved exemption on the day, no mere trace."""
    exempt = apps.get_model("enterprises", "Exemption")._default_manager.in_force(today).values("enterprise")
    duty = Q(status__in=WORKING, sectors__overlap=list(sectors), merged_into__isnull=True)
    return duty & ~Q(pk__in=exempt)


def by_grant(user: Visitor) -> Q | None:
    """The condition on a ledger's rows that a person sees by grants: of an enterprise, or of an insurer in a city.

    The ledger has `enterprise`, `insurer` and `city`. None for who has no grant, whose queries stay as they are.
    """
    firms, insurers = granted(GRANTS, user), granted(INSURER_GRANTS, user)
    if firms is None or insurers is None:
        return None
    pairs = insurers.filter(content_object=OuterRef("insurer_id"), city=OuterRef("city_id"))
    return Q(enterprise__in=firms.values("content_object")) | Q(Exists(pairs))


def is_initials(text: str) -> bool:
    """Whether a search text may be the pinyin initials of a name: letters alone."""
    return text.isascii() and text.isalpha()


def with_initials(text: str) -> RawSQL:
    """Ids of the enterprises whose name, former ones too, has these letters or pinyin initials somewhere (hzslhg:
    杭州示例化工…), or whose credit code begins with them; for a text that `is_initials`."""
    return RawSQL('SELECT found FROM "enterprises_sought"(%s) AS s(found)', (text,))


def with_name(text: str) -> list[int]:
    """Ids of the enterprises whose name, former ones too, holds the text, letters also as initials, or whose credit code
    begins with it; one more than `MOST_NAMED` where there are so many. Found by the indexes of names, which no wall lets
    a query of one's own use."""
    pattern = f"%{connection.ops.prep_for_like_query(text)}%"
    initial = pattern.lower() if is_initials(text) else ""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT found FROM "enterprises_named"(%s, %s, %s, %s) AS s(found)',
            (pattern, text.upper(), initial, MOST_NAMED + 1),
        )
        return [found for (found,) in cursor.fetchall()]


def with_code(text: str) -> models.QuerySet[models.Model, Any]:
    """Ids of the enterprises whose credit code begins with the text."""
    known = apps.get_model("enterprises", "Enterprise")._default_manager
    return known.filter(uscc__begins=text.upper()).values("pk")


class EnterpriseQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor, *, traces: bool = False) -> Self:
        """Those in the person's place; an insurer those it insures; an agency none (its orders come later).

        `traces`: entries that were merged into another one, too.
        """
        scope = scope_for(user)
        rows = self if traces else self.standing()
        if scope.everything:
            return rows
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            return rows.filter(scope.place(), insured_by__contains=[scope.insurer_id])
        condition = scope.place()
        if scope.sector:
            condition &= Q(sectors__contains=[scope.sector])
        given = granted(GRANTS, user)
        return rows.filter(condition if given is None else condition | Q(pk__in=given.values("content_object")))

    def standing(self) -> Self:
        """Without the traces of merged doubles."""
        return self.filter(merged_into__isnull=True)

    def must_insure(self, sectors: Iterable[str], today: date) -> Self:
        """Those who must be insured on the day (figure coverage.must_insure)."""
        return self.filter(must_condition(sectors, today))

    def search(self, text: str) -> Self:
        """Name contains, or credit code begins with, the text; a former name finds its bearer too.

        Letters are also taken for the pinyin initials of a name.
        """
        found = with_name(text)
        return self.filter(pk__in=found) if len(found) <= MOST_NAMED else self._row_by_row(text)

    def search_few(self, text: str, most: int) -> tuple[Self, bool]:
        """As `search`, where any `most` of them will do, and whether these are all: of what stands in nearly every name
        the first that were found across the walls are enough, unless hardly any of these is the person's own."""
        found = with_name(text)
        early = self.filter(pk__in=found)
        if len(found) <= MOST_NAMED:
            return early, True
        return (early, False) if early.count() >= most else (self._row_by_row(text), True)

    def _row_by_row(self, text: str) -> Self:
        if is_initials(text):
            return self.filter(pk__in=with_initials(text))
        names = apps.get_model("enterprises", "EnterpriseName")._default_manager
        own = Q(name__icontains=text) | Q(uscc__begins=text.upper())
        bearers = names.filter(name__icontains=text).values("enterprise")
        return self.filter(own | Q(pk__in=list(bearers.values_list("enterprise", flat=True)[:MOST_BEARERS])))


class OfEnterprise(models.QuerySet[M_co]):
    """Rows with an `enterprise`, seen by whoever sees that entry in their place; insurers and agencies see none."""

    def visible_to(self, user: Visitor) -> Self:
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None or scope.insurer_id is not None:
            return self.none()
        rows = self.filter(scope.place("enterprise__city_id", "enterprise__county_id"))
        return rows.filter(enterprise__sectors__contains=[scope.sector]) if scope.sector else rows


class ExemptionQuerySet(OfEnterprise[M_co]):
    def in_force(self, today: date) -> Self:
        """Approved, and the day lies within (both days inclusive)."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today), state=ExemptionState.APPROVED, starts_on__lte=today
        )


class OutsourcingQuerySet(models.QuerySet[M_co]):
    """Contracts of outsourcing and leasing."""

    def visible_to(self, user: Visitor) -> Self:
        """Those of the enterprises that the person sees: for an insurer, of those that it insures or insured."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if scope.nothing or scope.agency_id is not None:
            return self.none()
        if scope.insurer_id is not None:
            place = scope.place("enterprise__city_id", "enterprise__county_id")
            return self.filter(place, enterprise__insured_by__contains=[scope.insurer_id])
        rows = self.filter(scope.place("enterprise__city_id", "enterprise__county_id"))
        return rows.filter(enterprise__sectors__contains=[scope.sector]) if scope.sector else rows

    def of_insured(self) -> Self:
        """Those of enterprises that hold or held a policy; the figure outsourcing.found counts those insured on its day."""
        return self.exclude(enterprise__insured_by=[])

    def managed(self) -> Self:
        """Those in the firm's own safety management."""
        return self.filter(managed=True)

    def search(self, text: str) -> Self:
        """Contractor, project or enterprise by a part of the name; credit codes by their beginning; initials."""
        code = text.upper()
        found = Q(counterparty__icontains=text) | Q(project__icontains=text) | Q(enterprise__name__icontains=text)
        found |= Q(enterprise__uscc__begins=code) | Q(counterparty_uscc__begins=code)
        return self.filter(found | Q(enterprise__in=with_initials(text)) if is_initials(text) else found)


class TransferQuerySet(models.QuerySet[M_co]):
    def visible_to(self, user: Visitor) -> Self:
        """Both cities' bureaus and the province: the offer is the receiving side's only sight of the entry."""
        scope = scope_for(user)
        if scope.everything:
            return self
        if not holds(user, EnterprisePermission.ENTERPRISE_TRANSFER):
            return self.none()
        return self.filter(Q(from_city=scope.city) | Q(to_city=scope.city))
