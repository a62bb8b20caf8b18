"""The pairing of a campaign's year as the page of its setting up shows it: each row with what stands against it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import User
from campaigns.models import Campaign
from core.views.addresses import address
from inspections import rules
from inspections.choices import PairingState
from inspections.cities import earlier_pairs, names_of_cities
from inspections.models import PairingTable
from inspections.permissions import InspectionPermission


@dataclass(frozen=True, slots=True)
class PairLine:
    """A row: who inspects whom, who comes in return, whom the city inspected the year before, and what is wrong."""

    number: int
    inspecting: str
    inspected: str
    comes: str
    before: str
    faults: Sequence[str]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the pairing, and the rows that break it."""

    label: str
    broken: Sequence[str]


@dataclass(frozen=True, slots=True)
class PairingCheck:
    """The table that counts for the year, row by row and rule by rule; `edit` is empty where it cannot be changed."""

    table: PairingTable
    lines: Sequence[PairLine]
    checks: Sequence[Check]
    edit: str

    @property
    def conflicts(self) -> int:
        return sum(bool(line.faults) for line in self.lines)


def check_of(table: PairingTable, campaign: Campaign, user: User) -> PairingCheck:
    """What the table says, and whether it fits the campaign and the year before (three queries)."""
    pairs, names = table.pairs(), names_of_cities()
    earlier = earlier_pairs(table.year, 1)
    tests = list(_tests(pairs, earlier, campaign.cities_off))
    may_edit = table.state == PairingState.DRAFT and user.may(InspectionPermission.PAIRING_PREPARE)
    comes, before = {there: here for here, there in pairs}, dict(earlier)

    def name(code: str) -> str:
        return names.get(code, code)

    lines = [
        PairLine(
            number,
            name(here),
            name(there),
            name(comes.get(here, "")),
            name(before.get(here, "")),
            [fault for _label, fault, breaks in tests if breaks((here, there))],
        )
        for number, (here, there) in enumerate(pairs, 1)
    ]
    checks = [
        Check(label, [f"{name(a)}→{name(b)}" for a, b in pairs if breaks((a, b))]) for label, _fault, breaks in tests
    ]
    return PairingCheck(table, lines, checks, address("inspections:pairing-edit", table.pk) if may_edit else "")


def _tests(
    pairs: Sequence[rules.Pair], earlier: Sequence[rules.Pair], off: Sequence[str]
) -> Iterator[tuple[str, str, Callable[[rules.Pair], bool]]]:
    """Each rule: what it asks, what is said at a row that breaks it, and whether a row does."""
    given = set(pairs)
    met, left_out = rules.barred_pairs(earlier, ()), frozenset(off)
    yield (
        _("No city that is left out of the campaign"),
        _("city left out"),
        lambda pair: not left_out.isdisjoint(pair),
    )
    yield _("No two cities that inspect each other"), _("inspect each other"), lambda pair: pair[::-1] in given
    yield _("No pair that met the year before"), _("met the year before"), lambda pair: pair in met
