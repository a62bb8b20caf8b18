"""The numbers of the overview, as the reports count them, within what the reader sees; each knows its rows' address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from accounts.models import Division, User
from accounts.scope import scope_for
from campaigns.models import Campaign
from campaigns.services import duty_sectors
from core.touches import Memory
from core.views.addresses import address
from coverage import cover, gap
from coverage.gap import frame_of
from coverage.permissions import CoveragePermission
from enterprises.choices import Sector
from enterprises.models import Enterprise
from insurers.expenses.permissions import ExpensePermission
from reports.delivery import Matrix, owed_by, owed_to
from reports.figures import FIGURES, Basis
from reports.figures.sight import own_by_city
from reports.permissions import ReportPermission
from reports.rules import Number, rate

MUST, INSURED, MISSING = "coverage.must_insure", "coverage.insured", "coverage.not_insured"
UNITS, ASSISTED = "coverage.insured_units", "campaign.assisted_units"
GENERAL, MAJOR, NOTIFIED = "hazards.found.GENERAL", "hazards.found.MAJOR", "hazards.notified"
RECTIFIED, CLOSED, OVERDUE = "hazards.rectified", "hazards.closed", "hazards.overdue"
CLOSED_MAJOR, MAJOR_RATE = "hazards.closed.MAJOR", "hazards.rectified_rate.MAJOR"
BOOKED, SHARE, PREMIUM = "expenses.booked", "expenses.share", "expenses.premium"
ALL: Final = (
    MUST,
    INSURED,
    MISSING,
    UNITS,
    ASSISTED,
    GENERAL,
    MAJOR,
    NOTIFIED,
    RECTIFIED,
    CLOSED,
    OVERDUE,
    MAJOR_RATE,
    BOOKED,
    SHARE,
)
#: Parts of rates that have rows all the same: those behind the rate.
BEHIND: Final[Mapping[str, str]] = {CLOSED_MAJOR: MAJOR_RATE}
#: Left and top of each city's tile, in the order of the compass (design 09).
TILES: Final[Mapping[str, tuple[int, int]]] = {
    "330500": (107, 1),
    "330400": (213, 1),
    "330100": (54, 91),
    "330600": (160, 91),
    "330200": (266, 91),
    "330900": (372, 91),
    "330800": (1, 181),
    "330700": (107, 181),
    "331000": (213, 181),
    "331100": (54, 271),
    "330300": (160, 271),
}
#: From this rate insured on, the next step of the colour scale.
STEPS: Final = (Decimal("0.90"), Decimal("0.92"), Decimal("0.94"), Decimal("0.96"))
#: Steps whose text stands on a dark ground.
DARK_FROM: Final = 4
#: What the share of the insured is compared with.
WEEK: Final = timedelta(weeks=1)
#: Weeks of the trend.
WEEKS: Final = 12


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with the address of its rows."""

    value: Number
    url: str


@dataclass(frozen=True, slots=True)
class CityLine:
    """A city: who must insure, who is insured, hazards, reports."""

    city: Division
    must: Counted
    insured: Counted
    missing: Counted
    major: Counted
    closed_major: Counted
    booked: Counted
    insured_rate: Number
    major_rate: Number
    delivered: int
    owed: int
    left: int
    top: int

    @property
    def step(self) -> int:
        """The step of the colour scale, 1 to 5; 0 where there is nothing to divide."""
        found = self.insured_rate
        return 0 if found is None else 1 + sum(found >= limit for limit in STEPS)

    @property
    def is_dark(self) -> bool:
        return self.step >= DARK_FROM

    @property
    def middle(self) -> int:
        return self.left + 50


@dataclass(frozen=True, slots=True)
class Stage:
    """A step of the funnel of hazards, with its share of the step before."""

    label: str | Promise
    counted: Counted
    share: Number
    width: int


@dataclass(frozen=True, slots=True)
class SectorBar:
    """A sector: how many must insure and how many of them are not insured."""

    label: str
    must: Counted
    missing: Counted
    insured_width: str
    whole_width: str


class Overview:
    """All numbers of one reader on one day."""

    def __init__(self, reader: User, campaign: Campaign, today: date, memory: Memory) -> None:
        self.reader, self.campaign, self.today, self.memory = reader, campaign, today, memory
        self.basis = Basis.of(campaign, today)

    @cached_property
    def columns(self) -> dict[str, dict[str, int | Decimal]]:
        """{figure: {city: number}}"""
        parts = {part.id: part for name in ALL for part in FIGURES[name].parts}
        return {name: own_by_city(part, self.basis, self.reader, self.memory) for name, part in parts.items()}

    def counted(self, name: str, city: str = "") -> Counted:
        """The figure over a city, or over all that the reader sees."""
        column = self.columns[name]
        value = (
            column.get(city, 0) if city else sum(column.values(), start=Decimal(0) if name in {BOOKED, PREMIUM} else 0)
        )
        behind = BEHIND.get(name, name)
        has_rows = behind in FIGURES  # or a part of another figure, without rows of its own
        if not has_rows or (name == BOOKED and not self.reader.may(ExpensePermission.FEE_VIEW)):
            return Counted(value, "")
        query = {"cutoff": self.today.isoformat(), "campaign": self.campaign.code, **({"city": city} if city else {})}
        return Counted(value, address("reports:figure-rows", behind, **query))

    def rate_of(self, part: str, whole: str, city: str = "") -> Number:
        return rate(self.counted(part, city).value or 0, self.counted(whole, city).value or 0)

    @cached_property
    def reminded(self) -> Counted | None:
        """Those of the uninsured who were reminded; None for a reader whom reminders are not for.

        The list of the gap is of all sectors, so a campaign of some has no such number.
        """
        if self.is_partial or not self.reader.may(CoveragePermission.GAP_CASE_VIEW):
            return None
        rows = gap.choose(Enterprise.objects.visible_to(self.reader), gap.REMINDED, self.frame(self.today))
        number = self.memory.kept(rows, "overview reminded", rows.count, cover.LEDGERS)
        return Counted(number, address("coverage:gap-list", cover=gap.REMINDED))

    @cached_property
    def rate_before(self) -> Decimal | None:
        """The share of the insured a week ago, by the history of the ledgers; None where nobody had to insure."""
        day, rows = self.today - WEEK, Enterprise.objects.visible_to(self.reader)

        def work() -> tuple[int, int]:
            found = cover.counts(rows, self.frame(day), day + timedelta(30))
            return found.insured, found.must

        insured, must = self.memory.kept(
            rows, f"overview cover {day} on {self.today} {self.basis.sectors}", work, cover.LEDGERS
        )
        return rate(insured, must)

    @property
    def rate_change(self) -> str:
        """By how many points the share of the insured is other than a week ago, with its sign; empty where unknown."""
        now, before = self.rate_of(INSURED, MUST), self.rate_before
        return "" if now is None or before is None else f"{100 * (Decimal(now) - before):+.2f}"

    @cached_property
    def is_partial(self) -> bool:
        """Whether the campaign leaves out sectors that must insure."""
        return not set(duty_sectors(self.today)) <= set(self.basis.sectors)

    def frame(self, day: date) -> gap.Frame:
        """Who had to insure on the day, in the sectors of the campaign."""
        return frame_of(day, self.today, [code for code in duty_sectors(day) if code in self.basis.sectors])

    @cached_property
    def matrix(self) -> Matrix:
        """The reports that are owed to the reader, or by them."""
        receives = self.reader.may(ReportPermission.REPORT_RECEIVE)
        return (owed_to if receives else owed_by)(self.reader, self.campaign)

    @cached_property
    def cities(self) -> list[CityLine]:
        """The cities in the reader's sight, in the order of annex 2."""
        scope = scope_for(self.reader)
        rows = Division.objects.cities().order_by("notice_order", "code")
        if scope.city is not None:
            rows = rows.filter(code=scope.city)
        elif scope.county is not None:
            rows = rows.filter(code=f"{scope.county[:4]}00")
        elif scope.outside_city is not None:
            rows = rows.exclude(code=scope.outside_city)
        lines = {line.organisation.division_id: line for line in self.matrix.lines}
        return [self._line(city, lines.get(city.code)) for city in rows]

    def _line(self, city: Division, owed: object) -> CityLine:
        left, top = TILES.get(city.code, (0, 0))
        code, cells = city.code, getattr(owed, "cells", ())
        return CityLine(
            city=city,
            must=self.counted(MUST, code),
            insured=self.counted(INSURED, code),
            missing=self.counted(MISSING, code),
            major=self.counted(MAJOR, code),
            closed_major=self.counted(CLOSED_MAJOR, code),
            booked=self.counted(BOOKED, code),
            insured_rate=self.rate_of(INSURED, MUST, code),
            major_rate=self.rate_of(CLOSED_MAJOR, MAJOR, code),
            delivered=getattr(owed, "delivered", 0),
            owed=len(cells),
            left=left,
            top=top,
        )

    @cached_property
    def funnel(self) -> list[Stage]:
        """Hazards found, told in writing, rectified, closed."""
        general, major = self.counted(GENERAL), self.counted(MAJOR)
        found = int(general.value or 0) + int(major.value or 0)
        steps = [
            (_("Told in writing"), self.counted(NOTIFIED)),
            (_("Rectified"), self.counted(RECTIFIED)),
            (_("Closed off"), self.counted(CLOSED)),
        ]
        stages, before = [Stage(_("Found"), Counted(found, ""), None, 100 if found else 0)], found
        for label, counted in steps:
            number = int(counted.value or 0)
            stages.append(Stage(label, counted, rate(number, before), round(100 * number / found) if found else 0))
            before = number
        return stages

    @cached_property
    def sectors(self) -> list[SectorBar]:
        """Who must insure by sector, in the sectors of the campaign."""
        frame, rows = self.frame(self.today), Enterprise.objects.visible_to(self.reader)
        found = self.memory.kept(
            rows, f"overview {frame}", lambda: cover.figures(rows, frame, self.today + timedelta(30))[1], cover.LEDGERS
        )
        most = max((item["must"] for item in found), default=0) or 1
        return [
            SectorBar(
                str(Sector(item["code"]).label),
                Counted(item["must"], address("coverage:gap-list", cover="must", sector=item["code"])),
                Counted(item["missing"], address("coverage:gap-list", cover="missing", sector=item["code"])),
                f"{100 * (item['must'] - item['missing']) / most:.2f}",
                f"{100 * item['must'] / most:.2f}",
            )
            for item in found
        ]


def weeks_until(day: date, first: date) -> Sequence[tuple[date, date]]:
    """The last weeks, Monday to Sunday, up to the one that holds the day; none before `first`."""
    monday = day - timedelta(days=day.weekday())
    found = [(monday - timedelta(weeks=back), monday + timedelta(days=6, weeks=-back)) for back in range(WEEKS)]
    return [(start, end) for start, end in reversed(found) if end >= first]
