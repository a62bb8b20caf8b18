"""The walls of the register in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, IN_BRANCH, INSURER, Wall
from enterprises.choices import TransferState

#: Their papers are the bureaus': insurers and agencies read none of them.
BUREAUS: Final = {Family.INSURER: "", Family.AGENCY: ""}
WALLS: Final = {
    "enterprises_enterprise": Wall(given={Family.INSURER: f"insured_by @> ARRAY[{INSURER}] AND {IN_BRANCH}"}),
    "enterprises_enterpriseevent": Wall(
        given={Family.INSURER: "EXISTS (SELECT 1 FROM enterprises_enterprise w WHERE w.id = {table}.id)"}
    ),
    "enterprises_merge": Wall(given=BUREAUS),
    # The offer is the receiving side's only sight of the entry.
    "enterprises_transfer": Wall(given={Family.PLACE: f"from_city_id = {CITY} OR to_city_id = {CITY}", **BUREAUS}),
}
#: A function, and an array made once a query: as a subquery its own policies would be planned with every query.
OFFERED: Final = f"""RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT t.enterprise_id FROM enterprises_transfer t
    WHERE t.state = '{TransferState.OFFERED}' AND t.to_city_id = city $$"""
HAS_SECTOR: Final = """RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM enterprises_enterprise e WHERE e.id = firm AND e.sectors @> ARRAY[wanted]::varchar[]) $$"""
LOOKS: Final = {
    "enterprises_offered_to(city varchar)": OFFERED,
    "enterprises_has_sector(firm bigint, wanted varchar)": HAS_SECTOR,
}
ALSO: Final = {"enterprises_enterprise": {Family.PLACE: f"id = ANY (ARRAY(SELECT enterprises_offered_to({CITY})))"}}
PASSING: Final = {"enterprises_nameinitials": "computed from the names by night"}
UNWATCHED: Final = {"enterprises_enterprise": {"insured_by": "computed from the policies, and compared with them"}}
