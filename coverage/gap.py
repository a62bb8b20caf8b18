"""应保未保 as dated rules (domain.md 2.2): kinds of gap, any reference date, what clears a candidate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.db.models import Aggregate, Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from core import history
from coverage.choices import MISSING, WARNINGS, GapKind
from coverage.models import GapClearance, GapReminder
from enterprises.models import Enterprise, Exemption
from enterprises.querysets import WORKING, EnterpriseQuerySet, must_condition
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from rulebook.book import value_in_query, value_on
from rulebook.choices import RuleCode

#: The lists of one kind of gap beside the four figures, by their names in addresses.
KIND_TABS: Final = {kind.value.lower(): kind for kind in GapKind}
#: Lists beside the four figures: the uninsured by kind, those not cleared, cleared and reminded, and the warnings.
OPEN, CLEARED, REMINDED = "open", "cleared", "reminded"
TABS: Final = (
    OPEN,
    *(name for name, kind in KIND_TABS.items() if kind in MISSING),
    CLEARED,
    REMINDED,
    *(name for name, kind in KIND_TABS.items() if kind in WARNINGS),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """The day and the campaign's sectors, and what an earlier day corrects in the ledgers as they stand.

    `bound`, `free`: ids of enterprises that did, did not have to insure then though it is otherwise now; `covering`,
    `idle`: the same of policies in force.
    """

    day: date
    sectors: tuple[str, ...]
    bound: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()
    covering: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()

    def must(self) -> Q:
        """Who must insure."""
        condition = must_condition(self.sectors, self.day)
        if self.free:
            condition &= ~Q(pk__in=self.free)
        if self.bound:
            condition |= Q(pk__in=self.bound)
        return condition

    def policies(self, day: date | None = None) -> QuerySet[Policy]:
        """The policies that cover the day; for another `day` than the frame's without its corrections."""
        if day is not None and day != self.day:
            return Policy.objects.in_force(day)
        rows = Policy.objects.in_force(self.day)
        if self.idle:
            rows = rows.exclude(pk__in=self.idle)
        return rows | Policy.objects.filter(pk__in=self.covering) if self.covering else rows

    def insured(self, day: date | None = None) -> Exists:
        return Exists(self.policies(day).filter(enterprise=OuterRef("pk")))


def frame_of(day: date, today: date, sectors: Iterable[str]) -> Frame:
    """The frame of a day. Today and later days rest on the ledgers as they stand, earlier ones on the history too."""
    given = tuple(sectors)
    if day >= today:
        return Frame(day, given)
    bound, free = _other_duties(day, given)
    covering, idle = _other_covers(day)
    return Frame(day, given, bound, free, covering, idle)


def _changed_since(model: type[Enterprise] | type[Policy], day: date) -> set[int]:
    """Ids of rows with a change after the day whose first entry was by then: only those can have been different."""
    end = history.end_of(day)
    recent = model.objects.filter(updated_at__gte=end, created_at__lt=end)
    return set(recent.values_list("pk", flat=True))


def _other_duties(day: date, sectors: tuple[str, ...]) -> tuple[frozenset[int], frozenset[int]]:
    held = history.held_on(Enterprise, day, pgh_obj_id__in=_changed_since(Enterprise, day))
    bound = {row.pk for row in held if row.status in WORKING and set(row.sectors) & set(sectors)}
    exempt = Enterprise.objects.filter(exemptions__in=Exemption.objects.in_force(day)).values_list("pk", flat=True)
    merged = Enterprise.objects.filter(pk__in=bound, merged_into__isnull=False).values_list("pk", flat=True)
    return frozenset(bound - set(exempt) - set(merged)), frozenset({row.pk for row in held} - bound)


def _other_covers(day: date) -> tuple[frozenset[int], frozenset[int]]:
    held = history.held_on(Policy, day, pgh_obj_id__in=_changed_since(Policy, day))
    covering = {row.pk for row in held if row.status == PolicyStatus.IN_FORCE and row.start_on <= day <= row.end_on}
    return frozenset(covering), frozenset({row.pk for row in held} - covering)


def with_kind(rows: EnterpriseQuerySet[Enterprise], frame: Frame) -> EnterpriseQuerySet[Enterprise]:
    """Annotate `gap_kind`: how a uninsured enterprise came to be so, by its latest policy begun by the day."""
    begun = Policy.objects.filter(enterprise=OuterRef("pk"), start_on__lte=frame.day).order_by("-end_on", "-pk")
    annotated: EnterpriseQuerySet[Enterprise] = rows.annotate(
        gap_status=Subquery(begun.values("status")[:1]), gap_end=Subquery(begun.values("end_on")[:1])
    ).annotate(
        gap_kind=Case(
            When(gap_status__isnull=True, then=Value(GapKind.NEVER)),
            When(gap_status=PolicyStatus.IN_FORCE, gap_end__lt=frame.day, then=Value(GapKind.LAPSED)),
            default=Value(GapKind.CANCELLED),
        )
    )
    return annotated


def _sum_of(frame: Frame, measure: Aggregate) -> Subquery:
    of_one = frame.policies().filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
    return Subquery(of_one.annotate(n=measure).values("n"))


def _measured(rows: EnterpriseQuerySet[Enterprise], frame: Frame) -> EnterpriseQuerySet[Enterprise]:
    """Those who must insure and do, with the people and the limit per person of their policies in force."""
    insured = rows.filter(frame.must()).filter(frame.insured())
    found: EnterpriseQuerySet[Enterprise] = insured.annotate(
        gap_people=_sum_of(frame, Sum("insured_people")), gap_limit=_sum_of(frame, Max("limit_per_person"))
    )
    return found


def _warning(kind: GapKind, frame: Frame) -> Q:
    """PARTLY: fewer people insured than employed. UNDER_LIMIT: the limit is below the day's minimum."""
    if kind == GapKind.PARTLY:
        return Q(gap_people__lt=F("employees"))
    return Q(gap_limit__lt=value_in_query(RuleCode.LIMIT_PER_PERSON, frame.day))


def warned(rows: EnterpriseQuerySet[Enterprise], kind: GapKind, frame: Frame) -> EnterpriseQuerySet[Enterprise]:
    """The insured that a warning concerns."""
    found: EnterpriseQuerySet[Enterprise] = _measured(rows, frame).filter(_warning(kind, frame))
    return found


def limit_on(day: date) -> int | None:
    """The smallest limit per person in force on the day, None before any rule."""
    value = value_on(RuleCode.LIMIT_PER_PERSON, day)
    return None if value is None else int(value)


def cleared(frame: Frame) -> Exists:
    """Whether a clearance holds: entry and policies are still those on whose facts it was given."""
    newer = Policy.objects.filter(enterprise=OuterRef("enterprise"), updated_at__gt=OuterRef("cleared_at"))
    lapsed_since = Policy.objects.filter(
        enterprise=OuterRef("enterprise"), start_on__gt=OuterRef("reference_on"), end_on__lt=frame.day
    )
    held = GapClearance.objects.filter(
        enterprise=OuterRef("pk"), status=OuterRef("status"), sectors=OuterRef("sectors")
    )
    return Exists(held.filter(~Exists(newer), ~Exists(lapsed_since)))


def reminded(frame: Frame) -> Exists:
    """Whether a reminder to insure was written down by the day."""
    return Exists(GapReminder.objects.filter(enterprise=OuterRef("pk"), reference_on__lte=frame.day))


def missing(rows: EnterpriseQuerySet[Enterprise], frame: Frame) -> EnterpriseQuerySet[Enterprise]:
    found: EnterpriseQuerySet[Enterprise] = rows.filter(frame.must()).filter(~frame.insured())
    return found


def choose(rows: EnterpriseQuerySet[Enterprise], which: str, frame: Frame) -> EnterpriseQuerySet[Enterprise]:
    """The rows of one tab: never, lapsed, cancelled, partly, under_limit, cleared, open (not cleared), reminded."""
    kind = KIND_TABS.get(which)
    if kind in WARNINGS:
        return warned(rows, kind, frame)
    uninsured = missing(rows, frame)
    if kind is not None:
        return with_kind(uninsured, frame).filter(Q(gap_kind=kind))
    if which == REMINDED:
        return uninsured.filter(reminded(frame))
    return uninsured.filter(cleared(frame)) if which == CLEARED else uninsured.filter(~cleared(frame))


def tab_counts(rows: EnterpriseQuerySet[Enterprise], frame: Frame) -> dict[str, int]:
    """{tab: enterprises} in two queries."""
    uninsured: Any = with_kind(missing(rows, frame), frame)
    grouped = uninsured.annotate(is_cleared=cleared(frame), is_reminded=reminded(frame)).order_by()
    numbers = dict.fromkeys(TABS, 0)
    marks = grouped.values_list("gap_kind", "is_cleared", "is_reminded")
    for kind, is_cleared, is_reminded, count in marks.annotate(n=Count("pk")):
        numbers[kind.lower()] += count
        numbers[CLEARED if is_cleared else OPEN] += count
        numbers[REMINDED] += count if is_reminded else 0
    warnings = {kind.lower(): Count("pk", filter=_warning(kind, frame)) for kind in WARNINGS}
    found: dict[str, int] = _measured(rows, frame).order_by().aggregate(**warnings)
    return numbers | found


def kind_of(enterprise: Enterprise, frame: Frame) -> GapKind | Literal[""]:
    """The enterprise's gap on the day, empty where there is none. A warning counts where it is insured."""
    rows = Enterprise.objects.filter(pk=enterprise.pk)
    uninsured: Any = with_kind(missing(rows, frame), frame)
    kind: str | None = uninsured.values_list("gap_kind", flat=True).first()
    if kind:
        return GapKind(kind)
    return next((kind for kind in WARNINGS if warned(rows, kind, frame).exists()), "")


def is_cleared(enterprise: Enterprise, frame: Frame) -> bool:
    return Enterprise.objects.filter(pk=enterprise.pk).filter(cleared(frame)).exists()
