"""The walls of the inspections in the database: the two cities of a task (`core.walls.policies`)."""

from typing import Final

from accounts.choices import OrganisationKind
from core.walls import Family
from core.walls.policies import CITY, INSURER, OUTSIDE, OWN, SECTOR, Wall

#: Others than the emergency bureau, such as regulators and sector authorities, have a city in their sight, too.
IS_BUREAU: Final = f"(SELECT inspections_is_bureau({OWN}))"
TWO_CITIES: Final = (
    f"({IS_BUREAU} AND EXISTS (SELECT 1 FROM inspections_task t WHERE t.id = {{table}}.task_id "
    f"AND (t.inspecting_id = {CITY} OR t.inspected_id = {CITY})))"
)
#: The Zhejiang office watches the insurers of all places but one, the other regulators those of their city.
WATCHED: Final = (
    f"({SECTOR} IS NULL AND EXISTS (SELECT 1 FROM inspections_task t WHERE t.id = {{table}}.task_id "
    f"AND (t.inspected_id <> {OUTSIDE} OR t.inspected_id = {CITY})))"
)
OF_TASK: Final = Wall(given={Family.PLACE: TWO_CITIES, Family.INSURER: "", Family.AGENCY: ""})
OF_FINDING: Final = Wall(through=("finding_id",))
#: Findings, and the forms that they stand on, of those to whom they were handed over or told.
FINDING_ROUTED: Final = f"id = ANY (ARRAY(SELECT inspections_findings_routed_to({OWN})))"
FORM_ROUTED: Final = f"id = ANY (ARRAY(SELECT inspections_forms_routed_to({OWN})))"
FIRM_ROUTED: Final = f"id = ANY (ARRAY(SELECT inspections_firms_routed_to({OWN})))"
TOLD: Final = f"ANY (ARRAY(SELECT inspections_insurer_forms_told({INSURER}, {CITY})))"
WALLS: Final = {
    "inspections_inspectedenterprise": Wall(
        given={Family.PLACE: f"{TWO_CITIES} OR {FORM_ROUTED}", Family.INSURER: "", Family.AGENCY: ""}
    ),
    "inspections_inspectedinsurer": Wall(
        given={Family.PLACE: f"{TWO_CITIES} OR {WATCHED}", Family.INSURER: f"id = {TOLD}", Family.AGENCY: ""}
    ),
    "inspections_finding": Wall(
        given={
            Family.PLACE: f"{TWO_CITIES} OR {FINDING_ROUTED} OR (insurer_item_id IS NOT NULL AND {WATCHED})",
            Family.INSURER: f"insurer_item_id = {TOLD}",
            Family.AGENCY: "",
        }
    ),
    "inspections_feedback": OF_TASK,
    "inspections_handover": Wall(
        # An insurer learns from the letter who has its finding; no page shows it the letter itself.
        given={
            Family.PLACE: f"{TWO_CITIES} OR receiver_id = {OWN} OR {WATCHED}",
            Family.INSURER: f"id = ANY (ARRAY(SELECT inspections_letters_told({INSURER}, {CITY})))",
            Family.AGENCY: "",
        }
    ),
    "inspections_routing": OF_FINDING,
    "inspections_objection": OF_FINDING,
    "inspections_insureranswer": OF_FINDING,
}
OPEN: Final = {"inspections_task": "who inspects whom stands in annex 2 of the notice, and the board shows all to all"}
#: Both cities know the firm that a form names.
LOOKS: Final = {
    "inspections_is_bureau(body bigint)": f"""RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM accounts_organisation o
        WHERE o.id = body AND o.kind = '{OrganisationKind.CITY_EMERGENCY}') $$""",
    "inspections_firms_of(city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.enterprise_id IS NOT NULL AND city IN (t.inspecting_id, t.inspected_id) $$""",
    "inspections_findings_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.finding_id FROM inspections_routing r JOIN inspections_handover h ON h.id = r.handover_id
        WHERE h.receiver_id = body $$""",
    "inspections_forms_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT f.enterprise_item_id FROM inspections_finding f JOIN inspections_routing r ON r.finding_id = f.id
        JOIN inspections_handover h ON h.id = r.handover_id WHERE h.receiver_id = body $$""",
    "inspections_firms_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_finding f
        ON f.enterprise_item_id = i.id JOIN inspections_routing r ON r.finding_id = f.id
        JOIN inspections_handover h ON h.id = r.handover_id WHERE h.receiver_id = body $$""",
    "inspections_letters_told(company bigint, city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.handover_id FROM inspections_routing r JOIN inspections_finding f ON f.id = r.finding_id
        JOIN inspections_inspectedinsurer i ON i.id = f.insurer_item_id JOIN inspections_task t ON t.id = f.task_id
        WHERE i.insurer_id = company AND t.feedback_on IS NOT NULL AND (city IS NULL OR t.inspected_id = city) $$""",
    "inspections_insurer_forms_told(company bigint, city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.id FROM inspections_inspectedinsurer i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.insurer_id = company AND t.feedback_on IS NOT NULL AND (city IS NULL OR t.inspected_id = city) $$""",
}
ALSO: Final = {
    "enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT inspections_firms_of({CITY}))) OR {FIRM_ROUTED}"}
}
