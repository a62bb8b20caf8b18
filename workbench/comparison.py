"""The insurers of a regulator's place side by side: what each sold, promised, did, spent, found, and is asked about.

Every number is counted over what the reader may see, with the conditions of the list behind its link. The number of
queries is fixed: one or two for each ledger, whatever the number of insurers.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import Combinable

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.scope import scope_for
from core.contributions.tallies import CASES_OF_INSURERS, tally_of
from core.plain import Plain
from core.rows import Rows
from core.touches import Memory
from hazards.choices import HazardStatus
from hazards.models import Hazard
from insurers.base.rules import share
from insurers.complaints.models import Complaint
from insurers.expenses import figures as fees
from insurers.policies.models import Policy
from insurers.promises import figures as promised
from insurers.promises.services import units_lacking
from workbench.year_report import business_of


@dataclass(frozen=True, slots=True)
class Look:
    """Who compares, on which day, and since when assistance counts."""

    user: User
    today: date
    since: date

    @property
    def frame(self) -> promised.Frame:
        return promised.Frame(self.today.replace(day=1), self.today)


@dataclass(frozen=True, slots=True)
class Compared:
    """One insurer's numbers, or with `pk` None their sum; money in yuan.

    `units` are insured today, `lacking` of them without assistance; `cases` None where no room keeps cases.
    """

    pk: int | None
    name: str
    branch: str = ""
    policies: int = 0
    premium: Decimal = Decimal(0)
    promises: int = 0
    done: int = 0
    late: int = 0
    fee_premium: Decimal = Decimal(0)
    budget: Decimal = Decimal(0)
    booked: Decimal = Decimal(0)
    asked: int = 0
    units: int = 0
    lacking: int = 0
    hazards: int = 0
    closed: int = 0
    complaints: int = 0
    cases: int | None = None

    @property
    def rate(self) -> Decimal | None:
        """兑现率: done of what was promised up to this month."""
        return share(Decimal(self.done), Decimal(self.promises))

    @property
    def fee_share(self) -> Decimal | None:
        """费用占比: booked over the premium paid of policies begun."""
        return share(self.booked, self.fee_premium)

    @property
    def agreed(self) -> Decimal | None:
        """The share that the contracts agree."""
        return share(self.budget, self.fee_premium)

    @property
    def assisted(self) -> int:
        return self.units - self.lacking

    @property
    def reach(self) -> Decimal | None:
        """Units with assistance of the units insured."""
        return share(Decimal(self.assisted), Decimal(self.units))

    @property
    def closing(self) -> Decimal | None:
        """Hazards closed of those on record."""
        return share(Decimal(self.closed), Decimal(self.hazards))

    def breaks(self, shares: fees.Shares) -> bool:
        """Whether the share of fees lies outside of the rule of the day, or above what was agreed."""
        spent = self.fee_share
        if spent is None:
            return False
        above = [limit for limit in (shares.highest, self.agreed) if limit is not None]
        return any(spent > limit for limit in above) or (shares.lowest is not None and spent < shares.lowest)


#: What adds up over the insurers.
SUMMED = (
    "policies",
    "premium",
    "promises",
    "done",
    "late",
    "fee_premium",
    "budget",
    "booked",
    "asked",
    "units",
    "lacking",
    "hazards",
    "closed",
    "complaints",
)


def compare(look: Look) -> list[Compared]:
    """The insurers with business in the person's place, in the order of their codes."""
    memory = Memory()
    business = business_of(look.user)
    keys = [row.pk for row in business]
    kept = {row.key: row for row in promised.kept_by_insurer(look.user, look.frame, memory)}
    spent = {row.insurer_id: row for row in fees.kept_by_insurer(_policies(look.user), look.today, memory)}
    units, lacking, hazards = _units(look, memory), _lacking(look, memory), _hazards(look, memory)
    complaints, branches, cases = _complaints(look, memory), _branches(look.user, keys), _cases(look.user)
    nothing = promised.Numbers(None, "")
    found = []
    for row in business:
        numbers, fee = kept.get(row.pk, nothing), spent.get(row.pk)
        on_record, closed = hazards.get(row.pk, (0, 0))
        found.append(
            Compared(
                pk=row.pk,
                name=row.name,
                branch=branches.get(row.pk, ""),
                policies=row.policies,
                premium=row.premium,
                promises=numbers.so_far,
                done=numbers.done,
                late=numbers.late,
                fee_premium=fee.premium if fee else Decimal(0),
                budget=fee.budget if fee else Decimal(0),
                booked=fee.booked if fee else Decimal(0),
                asked=fee.asked if fee else 0,
                units=units.get(row.pk, 0),
                lacking=lacking.get(row.pk, 0),
                hazards=on_record,
                closed=closed,
                complaints=complaints.get(row.pk, 0),
                cases=None if cases is None else cases.get(row.pk, 0),
            )
        )
    return found


def total_of(rows: list[Compared], name: str) -> Compared:
    """The sum of all of them; shares are those of the sums."""
    sums: Plain = {one: sum(getattr(row, one) for row in rows) for one in SUMMED}
    counted = [row.cases for row in rows if row.cases is not None]
    return Compared(pk=None, name=name, cases=sum(counted) if counted else None, **sums)


def _policies(user: User) -> QuerySet[Policy]:
    return Policy.objects.visible_to(user)


def _by(rows: Rows, column: str, what: str, memory: Memory, **counts: Combinable) -> dict[int, Any]:
    """{insurer: count}, or the tuple of several counts, remembered."""
    grouped = rows.order_by().values_list(column).annotate(**counts)
    found = memory.kept(rows, f"compare {what}", lambda: list(grouped))
    return {key: rest[0] if len(rest) == 1 else tuple(rest) for key, *rest in found}


def _units(look: Look, memory: Memory) -> dict[int, int]:
    """Units insured on the day, each once for each of its insurers."""
    rows = Policy.objects.visible_to(look.user).in_force(look.today)
    return _by(rows, "insurer_id", "units", memory, n=Count("enterprise", distinct=True))


def _lacking(look: Look, memory: Memory) -> dict[int, int]:
    return _by(
        units_lacking(look.user, look.since, look.today), "insurer_id", "lacking", memory, n=Count("pk", distinct=True)
    )


def _hazards(look: Look, memory: Memory) -> dict[int, tuple[int, int]]:
    """{insurer: (on record, closed)}."""
    rows = Hazard.objects.visible_to(look.user).countable(look.today).filter(insurer__isnull=False)
    is_closed = Q(state=HazardStatus.CLOSED)
    return _by(rows, "insurer_id", "hazards", memory, n=Count("pk"), closed=Count("pk", filter=is_closed))


def _complaints(look: Look, memory: Memory) -> dict[int, int]:
    rows = Complaint.objects.visible_to(look.user)
    return _by(rows, "policy__insurer_id", "complaints", memory, n=Count("pk"))


def _cases(user: User) -> dict[int, int] | None:
    """Cases of authorities about each insurer, as the room that keeps them counts; None for who sees none of them."""
    tally = tally_of(CASES_OF_INSURERS)
    counts = tally.counts(user) if tally is not None else None
    return None if counts is None else dict(counts)


def _branches(user: User, insurers: list[int]) -> dict[int, str]:
    """{insurer: the name of its branch in the person's city}; nothing for who looks at many cities."""
    city = scope_for(user).city
    if city is None:
        return {}
    rows = Organisation.objects.filter(kind=OrganisationKind.INSURER_BRANCH, parent__in=insurers, division_id=city)
    return dict(rows.values_list("parent_id", "name"))
