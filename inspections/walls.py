"""The walls of the inspections in the database: the two cities of a task, and its group (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, OWN, PERSON, Wall
from inspections.choices import RosterKind

#: In the group now, or of a body that was invited to enter people.
JOINED: Final = f"{{task}} = ANY (ARRAY(SELECT inspections_joined({PERSON}, {OWN})))"
NOBODY_ELSE: Final = {Family.INSURER: "", Family.AGENCY: ""}


def _of_task(task: str, source: str) -> Wall:
    """A row whose `task` is found by `source`, a FROM with its conditions over the row of {table}."""
    cities = f"(t.inspecting_id = {CITY} OR t.inspected_id = {CITY} OR {JOINED.format(task='t.id')})"
    return Wall(
        given={
            Family.PLACE: f"EXISTS (SELECT 1 FROM {source}inspections_task t WHERE {task} AND {cities})",
            **NOBODY_ELSE,
        }
    )


OF_TASK: Final = _of_task("t.id = {table}.task_id", "")
OF_DRAW: Final = Wall(through=("draw_id",), given=NOBODY_ELSE)
#: The drawn ones as the draw, whole rosters for the side that they belong to.
LINE: Final = (
    "EXISTS (SELECT 1 FROM inspections_roster r JOIN inspections_draw d ON d.id = r.draw_id "
    "JOIN inspections_task t ON t.id = d.task_id WHERE r.id = {table}.roster_id AND ({table}.position IS NOT NULL "
    f"OR CASE WHEN r.kind = '{RosterKind.PEOPLE}' THEN t.inspecting_id = {CITY} ELSE t.inspected_id = {CITY} END))"
)
WALLS: Final = {
    "inspections_inspectedenterprise": OF_TASK,
    "inspections_inspectedinsurer": OF_TASK,
    "inspections_finding": OF_TASK,
    "inspections_packet": OF_TASK,
    "inspections_photo": OF_TASK,
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
    "inspections_pairingtable": Wall(given={Family.PLACE: "state = 'PUBLISHED'"}),
}
OPEN: Final = {
    "inspections_task": "who inspects whom stands in annex 2 of the notice, and the board shows all to all",
    "inspections_pairingrow": "pairs of cities alone, which the check at the end of a transaction reads in anybody's name",
}
#: Both cities know the firm that a form names.
LOOKS: Final = {
    "inspections_firms_of(city varchar)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT i.enterprise_id FROM inspections_inspectedenterprise i JOIN inspections_task t ON t.id = i.task_id
        WHERE i.enterprise_id IS NOT NULL AND city IN (t.inspecting_id, t.inspected_id) $$""",
    "inspections_joined(person bigint, body bigint)": """RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
        SELECT m.task_id FROM inspections_groupmember m WHERE m.user_id = person AND m.left_at IS NULL
        UNION SELECT i.task_id FROM inspections_groupinvitation i WHERE i.body_id = body $$""",
}
READ: Final = {"enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT inspections_firms_of({CITY})))"}}
