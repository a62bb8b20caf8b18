"""Which hazards a person sees, and their adjectives."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Self, TypeVar

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts.scope import city_code_of, scope_for
from core.contributions.scoping import manager_of
from core.people import User, Visitor, holds
from enterprises.querysets import by_grant, is_initials, with_initials
from hazards.choices import ENDED, HazardStatus
from hazards.permissions import HazardPermission
from hazards.rules.plans import FIVE

M = TypeVar("M", bound=models.Model)
#: Stands between the characters of `hazards_hazard.words`; no text has it.
BETWEEN: Final = "\u01c1"
#: So many hazards are found by the index of words.
MOST_FOUND: Final = 500
#: A text that says something: a sign that is no blank.
FILLED: Final = r"[^\s\u3000]"
#: Written, but not on record: nobody but the writer's organisation works with them.
DRAFT: Final = HazardStatus.DRAFT


class HazardQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """An insurer its own; bureaus and regulators those that lie in their place, sector authorities their sector's.

        Regulators watch insurers (letter 169, G20): they read what insurers found, not what departments did. What has
        no number was never on record, a draft or a voided one: it is its writer's side's alone, an insurer's own or
        the bureaus' of the place.
        """
        scope = scope_for(user)
        if scope.nothing or scope.agency_id is not None or not holds(user, HazardPermission.HAZARD_VIEW):
            return self.none()
        if scope.insurer_id is not None:
            return self.filter(scope.of_insurer())
        own = Q() if scope.everything else scope.place()
        if scope.county is not None:
            own &= Q(city=city_code_of(scope.county))
        if scope.sector:
            own &= Q(sector=scope.sector)
        if holds(user, HazardPermission.HAZARD_WRITE):
            own &= ~Q(hazard_no="", insurer__isnull=False)
        else:
            own &= ~Q(hazard_no="")
        given = by_grant(user)
        rows = self.filter(own if given is None else own | given & ~Q(hazard_no=""))
        reads_all = holds(user, HazardPermission.HAZARD_WRITE) or holds(user, HazardPermission.HAZARD_CASE_VIEW)
        return rows if reads_all else rows.filter(insurer__isnull=False)

    def countable(self, cutoff: date) -> Self:
        """Those that figures count: on record, not void, found by the cut-off (contract 5)."""
        return self.exclude(state__in=(DRAFT, HazardStatus.VOID)).filter(found_on__lte=cutoff)

    def open(self) -> Self:
        return self.exclude(state__in=ENDED)

    def overdue(self, today: date) -> Self:
        """Open, and the last day of rectification has passed; computed, never a state."""
        return self.open().filter(deadline__lt=today)

    def search(self, text: str, firms: Sequence[int] | None = None) -> Self:
        """Number, notice, the insurer's own number or credit code by their beginning; description and place by any
        two characters that stand together; the enterprise by its name's pinyin initials. With `firms`, their ids, the
        text was looked up among the enterprises already.
        """
        word = text.strip()
        if not word.isascii():
            return self.filter(words(word))
        found = self._numbered(word)
        if firms is not None:
            return self.filter(found | Q(enterprise__in=firms))
        found |= Q(enterprise__uscc=word.upper())
        return self.filter(found | Q(enterprise__in=with_initials(word)) if is_initials(word) else found)

    def _numbered(self, word: str) -> Q:
        """Those of a number, asked for first and without an order: for a page's few the planner would walk the newest
        hazards in the hope to meet them."""
        own = Q(hazard_no__begins=word.upper()) & ~Q(hazard_no="")  # the index leaves out those without a number
        numbered = own | Q(notice_no=word) | Q(insurer_ref=word) | Q(source_no=word)
        found = list(self.filter(numbered).order_by().values_list("pk", flat=True)[: MOST_FOUND + 1])
        return Q(pk__in=found) if len(found) <= MOST_FOUND else numbered


def words(text: str) -> Q:
    """Place or description holds the text, blanks apart: by the index of neighbouring characters (migration 0002).

    The index is asked first, across the walls, under which no query of one's own may use it; what more than `MOST_FOUND`
    hazards hold is looked for row by row, since a page is soon full. Rows that are not in the index yet
    (`services/searching.py`) are few; they are read themselves.
    """
    signs = [f"\\{char}" if char in "%_\\" else char for char in "".join(text.lower().split())]
    spaced, plain = f"%{BETWEEN.join(signs)}%", f"%{''.join(signs)}%"
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT found FROM "hazards_with_words"(%s, %s, %s) AS s(found)', (spaced, plain, MOST_FOUND + 1)
        )
        found = [pk for (pk,) in cursor.fetchall()]
    if len(found) <= MOST_FOUND:
        return Q(pk__in=found)
    held = RawSQL(
        "(hazards_hazard.words LIKE %s OR (hazards_hazard.words IS NULL AND translate(lower("
        "hazards_hazard.place || E'\\x1e' || hazards_hazard.description), E' \\t\\r\\n\\u3000', '') LIKE %s))",
        (spaced, plain),
    )
    held.output_field = models.BooleanField()
    return Q(held)


class CriterionVersionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """The catalogue is everybody's who works with hazards."""
        return self if holds(user, HazardPermission.HAZARD_VIEW) else self.none()

    def in_force(self, day: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day)


class CriterionQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        return self if holds(user, HazardPermission.HAZARD_VIEW) else self.none()

    def in_force(self, day: date) -> Self:
        """Of the versions in force on the day (domain.md 3.5: the day found)."""
        ended = Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=day)
        return self.filter(ended, version__valid_from__lte=day)


class HazardParts(models.QuerySet[M]):
    """Rows that hang on a hazard: whoever sees the hazard sees them."""

    def visible_to(self, user: Visitor) -> Self:
        return self.filter(hazard__in=manager_of(self.model, "hazard").visible_to(user))


def five_points(prefix: str = "") -> Q:
    """The condition that the five points of a treatment are settled: `rules.plans.five_missing` finds nothing.

    `prefix` leads to the treatment. A test shows that both say the same.
    """
    wanted = Q(**{f"{prefix}points__funds__amount__regex": r"^\d"})
    for key in FIVE:
        point = f"{prefix}points__{key}__"
        wanted &= Q(**{f"{point}settled": True, f"{point}text__regex": FILLED, f"{point}person__regex": FILLED})
    return wanted


class CaseFile(HazardParts[M]):
    """What departments write on enforcement: for them and the province, never for insurers and regulators."""

    def visible_to(self, user: Visitor) -> Self:
        if not holds(user, HazardPermission.HAZARD_CASE_VIEW):
            return self.none()
        return super().visible_to(user)


class NoticeQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """Of the hazards one sees; an insurer its own."""
        scope = scope_for(user)
        if scope.insurer_id is not None and scope.city is None:
            return self.filter(issuer_id=scope.insurer_id)
        return self.filter(pk__in=manager_of(self.model, "lines").visible_to(user).values("notice"))


class RefusalQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """The insurer that found it, the bodies it was reported to, the city's bureau, and the province.

        A city's bureau reads the reported refusals of its districts, whoever has them in hand.
        """
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(scope.of_insurer("hazard__insurer_id", "hazard__city_id"))
        if not isinstance(user, User) or not _reads_refusals(user):
            return self.none()
        if scope.everything:
            return self
        told = manager_of(self.model, "reports").filter(recipient_id=user.organisation_id).values("refusal")
        own = Q(pk__in=told)
        if city := _city_read_by(user):
            own |= Q(hazard__city=city, reported_at__isnull=False)
        return self.filter(own)


class ReportQuerySet(models.QuerySet[M]):
    def visible_to(self, user: Visitor) -> Self:
        """Each body its own report, a city's bureau those of its districts; the insurer those of its refusals."""
        scope = scope_for(user)
        if scope.insurer_id is not None:
            return self.filter(scope.of_insurer("refusal__hazard__insurer_id", "refusal__hazard__city_id"))
        if not isinstance(user, User) or not _reads_refusals(user):
            return self.none()
        if scope.everything:
            return self
        own = Q(recipient_id=user.organisation_id)
        if city := _city_read_by(user):
            own |= Q(refusal__hazard__city=city)
        return self.filter(own)


def _reads_refusals(user: User) -> bool:
    scope = scope_for(user)
    return not scope.nothing and scope.agency_id is None and user.may(HazardPermission.REFUSAL_VIEW)


def _city_read_by(user: User) -> str | None:
    """The city whose refusals the person reads: a city bureau's; a sector authority reads what it was told."""
    scope = scope_for(user)
    return None if scope.sector else scope.city
