"""Near misses of an uninsured candidate: a policy under an old name, a mistyped code, or on a held row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet
from rapidfuzz.distance import Levenshtein

from accounts.models import Organisation, User
from core import walls
from core.identifiers import squeeze_code
from core.imports.models import HeldRow
from coverage.choices import Resemblance
from enterprises.models import Enterprise, EnterpriseName
from enterprises.rules import tidy
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy
from insurers.policies.querysets import PolicyQuerySet

#: So many characters of a code may differ.
SLIPS: Final = 2

MOST: Final = 20


@dataclass(frozen=True, slots=True)
class NearMiss:
    """What may be this enterprise's cover. `policy` is None for a held row.

    `code`, `name`: as they stand there; `distance`: characters of the code that differ.
    """

    why: Resemblance
    insurer: str
    code: str
    name: str
    policy: Policy | None = None
    distance: int = 0
    is_held: bool = False


def code_distance(one: str, other: str) -> int | None:
    """How many characters differ (insertions and deletions too), None for more than two."""
    found = Levenshtein.distance(one, other, score_cutoff=SLIPS)
    return found if found <= SLIPS else None


def names_of(enterprise: Enterprise) -> dict[str, datetime]:
    """{name in the form in which names are compared: since when it is borne}, the present one and all former ones."""
    since: datetime = enterprise.created_at
    found: dict[str, datetime] = {}
    former = EnterpriseName.objects.filter(enterprise=enterprise).order_by("until").values_list("name", "until")
    for name, until in former:
        found.setdefault(tidy(name), since)
        since = until
    found.setdefault(tidy(enterprise.name), since)
    return found


def near_misses(enterprise: Enterprise, day: date, by: User) -> list[NearMiss]:
    """At most 20 that the person may see, policies before held rows; empty where nothing resembles it.

    Whoever gives an entry another name learns nothing by it: policies are those of the person's own place, and a row
    that waits is told only where the entry bore the name before the row came, and no other entry is meant by it.
    """
    names = names_of(enterprise)
    seen: PolicyQuerySet[Policy] = Policy.objects.visible_to(by)
    found = [
        *_own_later(enterprise, day, seen),
        *_on_others(enterprise, set(names), day, seen),
        *_held(enterprise, names),
    ]
    return found[:MOST]


def _own_later(enterprise: Enterprise, day: date, seen: PolicyQuerySet[Policy]) -> Iterator[NearMiss]:
    """A policy of its own that has not begun."""
    rows = seen.filter(enterprise=enterprise, status=PolicyStatus.IN_FORCE, start_on__gt=day).select_related("insurer")
    for row in rows[:MOST]:
        yield NearMiss(Resemblance.LATER, row.insurer.name, enterprise.uscc, row.enterprise_name, row)


def _on_others(enterprise: Enterprise, names: set[str], day: date, seen: PolicyQuerySet[Policy]) -> Iterator[NearMiss]:
    """Policies in force on another entry of the city under one of the names, or under a code that nearly agrees."""
    rows = seen.in_force(day).filter(city__code=enterprise.city_id).exclude(enterprise=enterprise)
    codes = dict(rows.order_by().values_list("enterprise", "enterprise__uscc").distinct())
    slips = _slips(enterprise.uscc, codes.items())
    by_name = rows.filter(enterprise_name__in=names) | rows.filter(enterprise__name__in=names)
    wanted = by_name | rows.filter(enterprise__in=slips)
    for row in wanted.select_related("insurer", "enterprise").order_by("pk")[:MOST]:
        same_name = bool({tidy(row.enterprise_name), tidy(row.enterprise.name)} & names)
        distance = slips.get(row.enterprise_id, 0)
        why = Resemblance.NAME if same_name else Resemblance.CODE
        yield NearMiss(why, row.insurer.name, row.enterprise.uscc, row.enterprise_name, row, distance)


def _slips(code: str, others: Iterable[tuple[int, str]]) -> dict[int, int]:
    """{id: characters that differ} of those whose code is nearly the same."""
    return {key: found for key, other in others if (found := code_distance(code, other))}


def _held(enterprise: Enterprise, names: Mapping[str, datetime]) -> Iterator[NearMiss]:
    """Rows of insurers' policy workbooks that wait because of a fault, and seem to mean this enterprise."""
    rows = (
        HeldRow.objects.filter(kind="policies")
        .order_by("pk")
        .values_list("organisation_id", "raw__uscc", "raw__enterprise_name", "held_at")
    )
    insurers: dict[int, str] = {}
    others = Enterprise.objects.exclude(pk=enterprise.pk)
    with walls.aside("rows of all insurers that wait, of which one is told that seems to mean this enterprise"):
        waiting = [row for row in _alike(enterprise, names, rows) if not _means_another(others, *row[1:3])]
    for organisation, code, name, distance in waiting:
        if organisation not in insurers:
            insurers[organisation] = Organisation.objects.get(pk=organisation).name
        why = Resemblance.NAME if name in names else Resemblance.CODE
        yield NearMiss(why, insurers[organisation], code, name, None, distance or 0, is_held=True)


def _alike(
    enterprise: Enterprise, names: Mapping[str, datetime], rows: Iterable[tuple[int, object, object, datetime]]
) -> Iterator[tuple[int, str, str, int | None]]:
    """(organisation, code, name, characters of the code that differ) of the rows that resemble the entry."""
    for organisation, raw_code, raw_name, held_at in rows:
        code, name = squeeze_code(str(raw_code or "")), tidy(str(raw_name or ""))
        distance = code_distance(enterprise.uscc, code) if code else None
        if distance is not None or (name in names and names[name] <= held_at):
            yield organisation, code, name, distance


def _means_another(others: "QuerySet[Enterprise]", code: str, name: str) -> bool:
    """Whether the row names another entry of the register, by its code or by its name."""
    return others.filter(Q(uscc=code) | Q(name=name)).exists()
