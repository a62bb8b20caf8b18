"""The ledger of hazards as their workbook writes it: staged columns, constants, what follows and what is locked."""

from typing import Final

from core.choices import in_sql
from core.imports.importer import Ledger, cells_of
from hazards.choices import HazardSource, HazardStatus
from hazards.models import Hazard
from hazards.services.numbers import number_sql
from hazards.sheets import LAYOUT

#: No workbook changes a hazard that was dealt with in the portal, or is closed or in a refusal.
MOVING: Final = (HazardStatus.NOTIFIED, HazardStatus.RECTIFYING, HazardStatus.SUBMITTED)
LOCKED: Final = f"(l.by_hand OR l.state NOT IN ({in_sql((*MOVING, HazardStatus.VOID))}))"

YEAR: Final = "extract(year from s.found_on)::int"

#: The blocks are looked up in one value that is read once, not in the table for each row.
SEQUENCE: Final = (
    "((SELECT jsonb_object_agg(concat(n.city_code, ' ', n.year), n.base) FROM hazards_numberseries n) ->> "
    f"concat(s.city_code, ' ', {YEAR}))::int"
    f" + row_number() OVER (PARTITION BY s.city_code, {YEAR} ORDER BY s.row_no)"
)

#: A hazard stands as SUBMITTED with a day of completion, else as NOTIFIED (contract 4); begun ones stay begun.
FOLLOWED: Final = (
    f"CASE WHEN s.rectified_on IS NOT NULL THEN '{HazardStatus.SUBMITTED}' "
    f"WHEN l.state = '{HazardStatus.SUBMITTED}' THEN '{HazardStatus.NOTIFIED}' ELSE l.state END"
)
ENTERED: Final = f"CASE WHEN s.rectified_on IS NULL THEN '{HazardStatus.NOTIFIED}' ELSE '{HazardStatus.SUBMITTED}' END"

LEDGER = Ledger(
    table="hazards_hazard",
    stage="hazards_hazard_stage",
    derived=(
        "insurer_id",
        "branch_id",
        "source_no",
        "enterprise_id",
        "city_code",
        "county_code",
        "sector",
        "criterion_id",
        "basis",
        "submitted_by_id",
        "submitted_on",
        "sheet",
    ),
    **cells_of(LAYOUT, [Hazard], apart=("activity_no", "uscc", "criterion")),
    identity=("insurer_id", "insurer_ref"),
    insert_only=("branch_id",),
    constants=(
        ("source", f"'{HazardSource.SERVICE}'"),
        ("state", ENTERED),
        ("hazard_no", number_sql("s.city_code", YEAR, SEQUENCE)),
        ("round", "CASE WHEN s.rectified_on IS NULL THEN 0 ELSE 1 END"),
    ),
    titles=(("source_no", "activity_no"), ("enterprise_id", "uscc"), ("basis", "criterion")),
    # Whoever hands in last is the submitter, whom a review must not be by.
    followed=(
        ("criterion_id", "s.criterion_id"),
        # As judged on the day found, unless the row now names a service to another enterprise.
        ("sector", "CASE WHEN l.enterprise_id = s.enterprise_id THEN l.sector ELSE s.sector END"),
        ("state", FOLLOWED),
        ("submitted_by_id", "s.submitted_by_id"),
        ("submitted_on", "s.submitted_on"),
        ("round", "l.round + CASE WHEN s.rectified_on IS NULL THEN 0 ELSE 1 END"),
    ),
    told="sheet",
    living=f"l.state <> '{HazardStatus.VOID}'",
    voided=f"state = '{HazardStatus.VOID}'",
)
