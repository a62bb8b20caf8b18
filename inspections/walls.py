"""The walls of the inspections in the database: the two cities of a task, and its group (`core.walls.policies`)."""

from typing import Final

from accounts.choices import OrganisationKind
from core.walls import Family
from core.walls.policies import CITY, INSURER, OUTSIDE, OWN, PERSON, SECTOR, Wall
from inspections.choices import RosterKind, TaskState

#: In the group of a task that goes on, or of a body that was invited to enter people.
JOINED: Final = f"{{task}} = ANY (ARRAY(SELECT inspections_joined({PERSON}, {OWN})))"
#: In the group itself, not only of a body that was invited.
IN_GROUP: Final = f"{{task}} = ANY (ARRAY(SELECT inspections_member_of({PERSON}, {OWN})))"
#: Others than the emergency bureau, such as regulators and sector authorities, have a city in their sight, too.
IS_BUREAU: Final = f"(SELECT inspections_is_bureau({OWN}))"
NOBODY_ELSE: Final = {Family.INSURER: "", Family.AGENCY: ""}


def _of_task(task: str, source: str, joined: str = JOINED) -> Wall:
    """A row whose `task` is found by `source`, a FROM with its conditions over the row of {table}."""
    two = f"{IS_BUREAU} AND (t.inspecting_id = {CITY} OR t.inspected_id = {CITY})"
    cities = f"(({two}) OR {joined.format(task='t.id')})"
    return Wall(
        given={
            Family.PLACE: f"EXISTS (SELECT 1 FROM {source}inspections_task t WHERE {task} AND {cities})",
            **NOBODY_ELSE,
        }
    )


OF_TASK: Final = _of_task("t.id = {table}.task_id", "")
OF_DRAW: Final = Wall(through=("draw_id",), given=NOBODY_ELSE)
#: The drawn ones as the draw; whole rosters for the bureau of the side that they belong to, and for nobody else who has
#: that city in sight: neither its regulator nor a county or a sector authority.
LINE: Final = (
    "EXISTS (SELECT 1 FROM inspections_roster r JOIN inspections_draw d ON d.id = r.draw_id "
    "JOIN inspections_task t ON t.id = d.task_id WHERE r.id = {table}.roster_id AND ({table}.position IS NOT NULL "
    f"OR {IS_BUREAU} AND CASE WHEN r.kind = '{RosterKind.PEOPLE}' THEN t.inspecting_id = {CITY} ELSE t.inspected_id = {CITY} END))"
)
SEEN_ON_VISITS: Final = _of_task("t.id = {table}.task_id", "", IN_GROUP)
TWO_CITIES: Final = SEEN_ON_VISITS.given[Family.PLACE]
LETTERS: Final = OF_TASK.given[Family.PLACE]
#: The Zhejiang office watches the insurers of all places but one, the other regulators those of their city.
WATCHED: Final = (
    f"({SECTOR} IS NULL AND EXISTS (SELECT 1 FROM inspections_task t WHERE t.id = {{table}}.task_id "
    f"AND (t.inspected_id <> {OUTSIDE} OR t.inspected_id = {CITY})))"
)
OF_FINDING: Final = Wall(through=("finding_id",))
#: Findings, and the forms that they stand on, of those to whom they were handed over or told.
FINDING_ROUTED: Final = f"id = ANY (ARRAY(SELECT inspections_findings_routed_to({OWN})))"
FORM_ROUTED: Final = f"id = ANY (ARRAY(SELECT inspections_forms_routed_to({OWN})))"
#: The letter of a finding that another authority took over.
LETTER_TAKEN: Final = f"id = ANY (ARRAY(SELECT inspections_letters_taken({OWN})))"
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
            Family.PLACE: f"{LETTERS} OR receiver_id = {OWN} OR {LETTER_TAKEN} OR {WATCHED}",
            Family.INSURER: f"id = ANY (ARRAY(SELECT inspections_letters_told({INSURER}, {CITY})))",
            Family.AGENCY: "",
        }
    ),
    "inspections_routing": OF_FINDING,
    "inspections_objection": OF_FINDING,
    "inspections_insureranswer": OF_FINDING,
    "inspections_formreopening": Wall(
        given={Family.PLACE: f"{TWO_CITIES} OR (insurer_item_id IS NOT NULL AND {WATCHED})", **NOBODY_ELSE}
    ),
    "inspections_packet": SEEN_ON_VISITS,
    "inspections_photo": SEEN_ON_VISITS,
    "inspections_groupmember": OF_TASK,
    "inspections_groupinvitation": OF_TASK,
    "inspections_recusal": Wall(through=("member_id",), given=NOBODY_ELSE),
    "inspections_draw": OF_TASK,
    "inspections_roster": OF_DRAW,
    "inspections_drawstratum": Wall(through=("roster_id",), given=NOBODY_ELSE),
    "inspections_rosterline": Wall(given={Family.PLACE: LINE, **NOBODY_ELSE}),
    "inspections_manualaddition": OF_DRAW,
    "inspections_drawsignature": OF_DRAW,
    "inspections_planversion": OF_TASK,
    "inspections_pairingtable": Wall(
        given={Family.PLACE: f"state = 'PUBLISHED' AND coalesce({CITY}, {OUTSIDE}) IS NOT NULL"}
    ),
}
OPEN: Final = {
    "inspections_task": "who inspects whom stands in annex 2 of the notice, and the board shows all to all",
    "inspections_pairingrow": "pairs of cities alone, which the check at the end of a transaction reads in anybody's name",
}
#: A place in a group is left behind by who moves to another office.
OF_OFFICE: Final = "(m.body_id = body OR m.unit = (SELECT o.name FROM accounts_organisation o WHERE o.id = body))"
#: Both cities know the firm that a form names.
LOOKS: Final = {
    "inspections_is_bureau(body bigint)": f"""RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT EXISTS (SELECT 1 FROM accounts_organisation o
        WHERE o.id = body AND o.kind = '{OrganisationKind.CITY_EMERGENCY}') $$""",
    "inspections_firms_of(city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.enterprise_id IS NOT NULL AND city IN (t.inspecting_id, t.inspected_id) $$""",
    "inspections_joined(person bigint, body bigint)": f"""RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT t.id FROM inspections_groupmember m JOIN inspections_task t ON t.id = m.task_id
        WHERE m.user_id = person AND m.left_at IS NULL AND t.state <> '{TaskState.COMPLETED}' AND {OF_OFFICE}
        UNION SELECT t.id FROM inspections_groupinvitation i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.body_id = body AND t.state <> '{TaskState.COMPLETED}' $$""",
    "inspections_member_of(person bigint, body bigint)": f"""RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT t.id FROM inspections_groupmember m JOIN inspections_task t ON t.id = m.task_id
        WHERE m.user_id = person AND m.left_at IS NULL AND t.state <> '{TaskState.COMPLETED}' AND {OF_OFFICE} $$""",
    "inspections_findings_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.finding_id FROM inspections_routing r JOIN inspections_handover h ON h.id = r.handover_id
        WHERE body IN (h.receiver_id, r.taken_over_by_id) $$""",
    "inspections_forms_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT f.enterprise_item_id FROM inspections_finding f JOIN inspections_routing r ON r.finding_id = f.id
        JOIN inspections_handover h ON h.id = r.handover_id WHERE body IN (h.receiver_id, r.taken_over_by_id) $$""",
    "inspections_firms_routed_to(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_finding f
        ON f.enterprise_item_id = i.id JOIN inspections_routing r ON r.finding_id = f.id
        JOIN inspections_handover h ON h.id = r.handover_id WHERE body IN (h.receiver_id, r.taken_over_by_id) $$""",
    "inspections_letters_taken(body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.handover_id FROM inspections_routing r WHERE r.taken_over_by_id = body $$""",
    "inspections_letters_told(company bigint, city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT r.handover_id FROM inspections_routing r JOIN inspections_finding f ON f.id = r.finding_id
        JOIN inspections_inspectedinsurer i ON i.id = f.insurer_item_id JOIN inspections_task t ON t.id = f.task_id
        WHERE i.insurer_id = company AND t.feedback_on IS NOT NULL AND (city IS NULL OR t.inspected_id = city) $$""",
    "inspections_insurer_forms_told(company bigint, city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.id FROM inspections_inspectedinsurer i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.insurer_id = company AND t.feedback_on IS NOT NULL AND (city IS NULL OR t.inspected_id = city) $$""",
}
READ: Final = {
    "enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT inspections_firms_of({CITY}))) OR {FIRM_ROUTED}"}
}
