"""What the row checks of the workbook of hazards need to know, fetched in bulk, and the record that a good row makes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from accounts.scope import Identity
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core import walls
from core.choices import official_labels
from core.imports.importer import ReadingSession
from core.plain import Values
from core.workbooks import Row, plain
from core.workbooks.suggesting import same_but_for_slips
from enterprises.choices import Sector
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import Criterion, Hazard
from hazards.sheets import CELLS, ActivityFact, FinalHazard, HazardFacts, digest_of
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.base.importing import texts
from insurers.hazard_links.importing.ledger import LEDGER, MOVING

#: Different wrong clauses of a workbook that get a suggestion.
MOST_SUGGESTIONS: Final = 200
#: Wrong or missing characters of a clause that is still suggested.
MOST_SLIPS: Final = 2

PATHS: Final = {"activity_no": "source_no", "uscc": "enterprise__uscc", "criterion": "basis"}

STATES: Final = official_labels(HazardStatus)


class ServicePlace(NamedTuple):
    """A service of the insurer and where its enterprise lies."""

    enterprise_id: int
    city: str
    county: str
    sector: str


class CatalogueEntry(NamedTuple):
    """A clause with its version's days."""

    id: int
    text: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class HazardSession(ReadingSession):
    """One insurer's hazards: services for each batch, the catalogue once."""

    ledger = LEDGER

    def __init__(self, identity: Identity, uploader_id: int, today: date) -> None:
        self.today, self.usage = today, usage_of(ListedKind.TOPIC, today)
        self.identity, self.insurer_id, self.uploader_id = identity, identity.insurer_id, uploader_id
        rows = Criterion.objects.values_list("pk", "text", "version__valid_from", "version__valid_to")
        self.catalogue = [CatalogueEntry(*row) for row in rows.order_by("pk")]
        self.by_text: dict[str, list[CatalogueEntry]] = {}
        for entry in self.catalogue:
            self.by_text.setdefault(plain(entry.text), []).append(entry)
        self.places: dict[str, ServicePlace] = {}
        self.firms: dict[int, tuple[str, str]] = {}
        self.locked = self._own().exclude(state=HazardStatus.VOID).filter(Q(by_hand=True) | ~Q(state__in=MOVING))
        self.has_own, self.has_locked = self._own().exists(), self.locked.exists()
        self.in_force: dict[date, dict[str, str]] = {}
        self.nearest: dict[tuple[str, date], str | None] = {}

    def _own(self) -> QuerySet[Hazard]:
        return Hazard.objects.filter(insurer_id=self.insurer_id)

    def facts(self, rows: Sequence[Row]) -> HazardFacts:
        found = self._services(rows)
        self._meet({row[4] for row in found})
        activities: dict[str, ActivityFact] = {}
        for number, pk, start, end, enterprise, city, county in found:
            uscc, sector = self.firms[enterprise]
            activities[number] = ActivityFact(pk, uscc, start, end, str(city))
            self.places[number] = ServicePlace(enterprise, str(city), str(county), sector)
        final = self._final(rows) if self.has_locked else {}
        return HazardFacts(
            self.today,
            activities,
            self.criteria,
            final,
            self._years(rows),
            self.near,
            self.identity.complain_city,
            self._elsewhere(rows),
            self.usage,
            self._topics(rows) if self.usage.spans else {},
        )

    @walls.aside("a city branch learns which services of its insurer lie in other cities")
    def _services(self, rows: Sequence[Row]) -> list[Values]:
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__any_of=texts(rows, "activity_no"))
        return list(
            named.exclude(state=ActivityState.VOID)
            .order_by()
            .values_list("activity_no", "pk", "start_on", "end_on", "enterprise_id", "city_id", "county_id")
        )

    @walls.aside("a city branch learns which numbers of hazards its insurer uses in other cities")
    def _elsewhere(self, rows: Sequence[Row]) -> frozenset[str]:
        """Numbers of the batch that the insurer uses in other cities: a branch must not draw these hazards over."""
        if not self.identity.city:
            return frozenset()
        named = self._own().exclude(state=HazardStatus.VOID).filter(insurer_ref__any_of=texts(rows, "insurer_ref"))
        return frozenset(named.exclude(Q(city=self.identity.city)).values_list("insurer_ref", flat=True))

    @walls.aside("the enterprises of its insurer's services, of which a city branch is told that they lie elsewhere")
    def _meet(self, enterprises: set[int]) -> None:
        """Credit code and main sector of the enterprises that no batch before named."""
        unknown = enterprises - self.firms.keys()
        if unknown:
            rows = Enterprise.objects.filter(pk__in=unknown).values_list("pk", "uscc", "main_sector")
            self.firms |= {pk: (uscc, sector or Sector.OTHER) for pk, uscc, sector in rows}

    def criteria(self, day: date) -> Mapping[str, str]:
        """The clauses in force on the day, by their plain text."""
        if day not in self.in_force:
            self.in_force[day] = {plain(entry.text): entry.text for entry in self.catalogue if entry.holds_on(day)}
        return self.in_force[day]

    def near(self, text: str, day: date) -> str | None:
        """The clause that a text writes with a slip or two; looked for as often as a person would read it."""
        key = (text, day)
        if key not in self.nearest:
            if len(self.nearest) >= MOST_SUGGESTIONS:
                return None
            near = [
                clause for clause in self.criteria(day).values() if same_but_for_slips(text, clause, most=MOST_SLIPS)
            ]
            self.nearest[key] = near[0] if len(near) == 1 else None
        return self.nearest[key]

    def _years(self, rows: Sequence[Row]) -> dict[str, tuple[str, int]]:
        """Number and year of the batch's hazards that stand already."""
        if not self.has_own:
            return {}
        named = self._own().exclude(state=HazardStatus.VOID).filter(insurer_ref__any_of=texts(rows, "insurer_ref"))
        found = named.order_by().values_list("insurer_ref", "hazard_no", "found_on")
        return {ref: (number, day.year) for ref, number, day in found}

    def _topics(self, rows: Sequence[Row]) -> dict[str, str]:
        """The topics that the batch's hazards carry already."""
        named = self._own().exclude(state=HazardStatus.VOID).filter(insurer_ref__any_of=texts(rows, "insurer_ref"))
        return dict(named.order_by().values_list("insurer_ref", "topic"))

    def _final(self, rows: Sequence[Row]) -> dict[str, FinalHazard]:
        """Those of the batch's hazards that no workbook changes."""
        named = self.locked.filter(insurer_ref__any_of=texts(rows, "insurer_ref"))
        found = named.values_list("insurer_ref", "state", "sheet", *(PATHS.get(key, key) for key in CELLS))
        return {
            ref: FinalHazard(tuple(value or None for value in cells), str(STATES[state]), sheet)
            for ref, state, sheet, *cells in found
        }

    def derive(self, row: Row) -> dict[str, object]:
        values = row.values
        where, basis = self.places[values["activity_no"]], values.get("criterion")
        is_submitted = values.get("rectified_on") is not None
        return {
            "insurer_id": self.insurer_id,
            "branch_id": self.identity.branch_id,
            "source_no": values["activity_no"],
            "enterprise_id": where.enterprise_id,
            "city_code": where.city,
            "county_code": where.county,
            "sector": where.sector,
            "criterion_id": self._criterion(basis, values["found_on"]) if basis else None,
            "basis": basis or "",
            "submitted_by_id": self.uploader_id if is_submitted else None,
            "submitted_on": self.today if is_submitted else None,
            "sheet": digest_of(values),
        }

    def _criterion(self, basis: str, day: date) -> int | None:
        return next((entry.id for entry in self.by_text.get(plain(basis), ()) if entry.holds_on(day)), None)
