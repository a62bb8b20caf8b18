"""The walls of the inspections in the database: the two cities of a task (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, Wall

OF_TASK: Final = Wall(
    given={
        Family.PLACE: "EXISTS (SELECT 1 FROM inspections_task t WHERE t.id = {table}.task_id "
        f"AND (t.inspecting_id = {CITY} OR t.inspected_id = {CITY}))",
        Family.INSURER: "",
        Family.AGENCY: "",
    }
)
WALLS: Final = {
    "inspections_inspectedenterprise": OF_TASK,
    "inspections_inspectedinsurer": OF_TASK,
    "inspections_finding": OF_TASK,
    "inspections_packet": OF_TASK,
    "inspections_photo": OF_TASK,
}
OPEN: Final = {"inspections_task": "who inspects whom stands in annex 2 of the notice, and the board shows all to all"}
#: Both cities know the firm that a form names.
LOOKS: Final = {
    "inspections_firms_of(city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.enterprise_id IS NOT NULL AND city IN (t.inspecting_id, t.inspected_id) $$"""
}
ALSO: Final = {"enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT inspections_firms_of({CITY})))"}}
