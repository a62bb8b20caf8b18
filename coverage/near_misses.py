"""Near misses of an uninsured candidate: a policy under an old name, a mistyped code, or on a held row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz.distance import Levenshtein

from accounts.models import Organisation
from core import walls
from core.identifiers import squeeze_code
from core.imports.models import HeldRow
from coverage.choices import Resemblance
from enterprises.models import Enterprise, EnterpriseName
from enterprises.rules import tidy
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy

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


def names_of(enterprise: Enterprise) -> set[str]:
    """The present name and all former ones, in the form in which names are compared."""
    former = EnterpriseName.objects.filter(enterprise=enterprise).values_list("name", flat=True)
    return {tidy(name) for name in (enterprise.name, *former)}


def near_misses(enterprise: Enterprise, day: date) -> list[NearMiss]:
    """At most 20, policies before held rows; empty where nothing resembles it."""
    names = names_of(enterprise)
    found = [*_own_later(enterprise, day), *_on_others(enterprise, names, day), *_held(enterprise, names)]
    return found[:MOST]


def _own_later(enterprise: Enterprise, day: date) -> Iterator[NearMiss]:
    """A policy of its own that has not begun."""
    rows = Policy.objects.filter(enterprise=enterprise, status=PolicyStatus.IN_FORCE, start_on__gt=day).select_related(
        "insurer"
    )
    for row in rows[:MOST]:
        yield NearMiss(Resemblance.LATER, row.insurer.name, enterprise.uscc, row.enterprise_name, row)


def _on_others(enterprise: Enterprise, names: set[str], day: date) -> Iterator[NearMiss]:
    """Policies in force on another entry of the city under one of the names, or under a code that nearly agrees."""
    rows = Policy.objects.in_force(day).filter(city__code=enterprise.city_id).exclude(enterprise=enterprise)
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


def _held(enterprise: Enterprise, names: set[str]) -> Iterator[NearMiss]:
    """Rows of insurers' policy workbooks that wait because of a fault, and seem to mean this enterprise."""
    rows = (
        HeldRow.objects.filter(kind="policies")
        .order_by("pk")
        .values_list("organisation_id", "raw__uscc", "raw__enterprise_name")
    )
    insurers: dict[int, str] = {}
    with walls.aside("rows of all insurers that wait, of which one is told that seems to mean this enterprise"):
        waiting = list(rows)
    for organisation, raw_code, raw_name in waiting:
        code, name = squeeze_code(str(raw_code or "")), tidy(str(raw_name or ""))
        distance = code_distance(enterprise.uscc, code) if code else None
        if distance is None and name not in names:
            continue
        if organisation not in insurers:
            insurers[organisation] = Organisation.objects.get(pk=organisation).name
        why = Resemblance.NAME if name in names else Resemblance.CODE
        yield NearMiss(why, insurers[organisation], code, name, None, distance or 0, is_held=True)
