"""The sample worlds: each folder is read in the order of the ledgers, later ones against the accepted earlier ones."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.workbooks import Duplicates, Layout, Row, read_workbook
from enterprises.sheets import LAYOUT as ENTERPRISES
from enterprises.sheets import DivisionFact, EnterpriseFacts, RegisteredFact
from hazards.sheets import LAYOUT as HAZARDS
from hazards.sheets import ActivityFact as HazardActivityFact
from hazards.sheets import HazardFacts
from insurers.activities.sheets import ACTIVITIES, ActivityFacts
from insurers.base.facts import AgencyFact, PolicyFact
from insurers.expenses.sheets import EXPENSES, ActivityFact, ExpenseFacts
from insurers.policies.sheets import POLICIES, EnterpriseFact, PolicyFacts

SAMPLES = Path(__file__).parents[2] / "samples"
CONTRACT = SAMPLES / "contract"
TODAY = dt.date(2023, 11, 23)
NINGBO = "330200"
Finding = tuple[str, int, str | None, str, str]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def division_facts() -> tuple[dict[str, DivisionFact], dict[str, list[DivisionFact]]]:
    """The counties of the province by code and by name."""
    rows = {row["code"]: row for row in table(CONTRACT / "divisions.csv")}
    by_code = {
        code: DivisionFact(code, row["name"], row["parent"], rows[row["parent"]]["name"])
        for code, row in rows.items()
        if row["level"] == "county"
    }
    by_name: dict[str, list[DivisionFact]] = {}
    for fact in by_code.values():
        by_name.setdefault(fact.name, []).append(fact)
    return by_code, by_name


def read_all(path: Path, layout: Layout[Any], facts: Any) -> list[Row]:
    """Every row of a file, checked."""
    seen = Duplicates(layout)
    rows: list[Row] = []
    with read_workbook(path, layout) as reading:
        for batch in reading.batches():
            for row in batch:
                seen.see(row)
                layout.check(row, facts)
            rows.extend(batch)
    return rows


class World:
    """One folder of samples and the ledgers that fill as its files are accepted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.by_code, self.by_name = division_facts()
        self.enterprises: dict[str, EnterpriseFact] = {}
        self.policies: dict[str, PolicyFact] = {}
        self.activities: dict[str, Row] = {}

    def findings(self) -> Iterator[Finding]:
        """What every row of every file got."""
        for city in ("330100", "330600"):
            yield from self._found(f"enterprises_{city}.xlsx", self._enterprises(city))
        for kind in ("policies", "activities", "hazards", "expenses"):
            yield from self._found(f"{kind}_INS-A-ZJ.xlsx", getattr(self, f"_{kind}")())

    def _found(self, name: str, rows: list[Row]) -> Iterator[Finding]:
        for row in rows:
            for fault in row.faults:
                yield name, row.number, fault.column, fault.code, fault.severity

    def _read(self, kind: str, layout: Layout[Any], facts: Any) -> list[Row]:
        return read_all(self.folder / f"{kind}.xlsx", layout, facts)

    def _enterprises(self, city: str) -> list[Row]:
        registered = {
            code: RegisteredFact(known.city, self.by_code[known.county].city_name)
            for code, known in self.enterprises.items()
        }
        facts = EnterpriseFacts(TODAY, city, self.by_code, self.by_name, registered)
        rows = self._read(f"enterprises_{city}", ENTERPRISES, facts)
        for row in (row for row in rows if not row.held):
            get = row.values
            self.enterprises[get["uscc"]] = EnterpriseFact(
                row.number, get["name"], get["county"], self.by_code[get["county"]].city_code, get["employees"]
            )
        return rows

    def _policies(self) -> list[Row]:
        facts = PolicyFacts(
            TODAY, self.enterprises, lambda city: city != NINGBO, "不含宁波市", (None, 0.21), lambda _name, _code: None
        )
        rows = self._read("policies_INS-A-ZJ", POLICIES, facts)
        for row in (row for row in rows if not row.held):
            get = row.values
            place = self.enterprises[get["uscc"]]
            self.policies[get["policy_no"]] = PolicyFact(
                row.number, place.id, get["uscc"], place.name, place.county, place.city, get["start_on"], get["end_on"]
            )
        return rows

    def _activities(self) -> list[Row]:
        organisations = table(CONTRACT / "organisations.csv")
        agencies = {row["name"]: AgencyFact(1) for row in organisations if row["kind"] == "service_agency"}
        rows = self._read("activities_INS-A-ZJ", ACTIVITIES, ActivityFacts(TODAY, self.policies, agencies))
        self.activities = {row.values["activity_no"]: row for row in rows if not row.held}
        return rows

    def _hazards(self) -> list[Row]:
        activities = {
            number: HazardActivityFact(row.number, row.values["uscc"], row.values["start_on"], row.values["end_on"])
            for number, row in self.activities.items()
        }
        return self._read("hazards_INS-A-ZJ", HAZARDS, HazardFacts(TODAY, activities, lambda _day: {}))

    def _expenses(self) -> list[Row]:
        activities = {n: ActivityFact(row.number, row.values["policy_no"]) for n, row in self.activities.items()}
        return self._read("expenses_INS-A-ZJ", EXPENSES, ExpenseFacts(TODAY, self.policies, activities, (), {}, ()))


def expected(folder: Path) -> list[Finding]:
    """What the samples say every row must get."""
    return [
        (row["file"], int(row["row"]), row["column"], row["code"], row["severity"])
        for row in table(folder / "expected.csv")
    ]
