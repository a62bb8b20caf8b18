"""The walls of what offices do together in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from core.walls.policies import CITY, COUNTY, OUTSIDE, OWN, SECTOR, Wall, own_rows

#: A bureau's or a regulator's cities; a county's bureau and a sector authority have none here.
IN_CITY: Final = f"(city_code = {CITY} OR city_code <> {OUTSIDE}) AND {SECTOR} IS NULL"
#: An administrator has the own organisation alone, and none of its work.
HAS_CITIES: Final = f"({CITY} IS NOT NULL OR {OUTSIDE} IS NOT NULL)"
HAS_PLACE: Final = f"({HAS_CITIES} OR {COUNTY} IS NOT NULL)"
OFFICES: Final = {Family.INSURER: "", Family.AGENCY: ""}
OWN_ROW: Final = f"organisation_id = {OWN}"
SENT_OR_RECEIVED: Final = f"organisation_id = {OWN} OR issuer_id = {OWN}"
#: Receipts name their note's office themselves, so that the two policies do not ask each other.
TO_US: Final = (
    f"organisation_id = {OWN} OR EXISTS (SELECT 1 FROM campaigns_guidancereceipt r "
    f"WHERE r.note_id = {{table}}.id AND r.organisation_id = {OWN})"
)
OF_MECHANISM: Final = Wall(through=("mechanism_id",), given=OFFICES)
WALLS: Final = {
    "campaigns_campaignchoice": own_rows("user_id"),
    "campaigns_mechanism": Wall(given={Family.PLACE: IN_CITY, **OFFICES}),
    "campaigns_jointmember": OF_MECHANISM,
    "campaigns_jointmeeting": OF_MECHANISM,
    "campaigns_resolution": OF_MECHANISM,
    "campaigns_jointnote": OF_MECHANISM,
    "campaigns_workplan": Wall(
        given={
            Family.PLACE: f"({OWN_ROW} OR ({IN_CITY})) AND {HAS_CITIES}",
            Family.INSURER: OWN_ROW,
            Family.AGENCY: "",
        }
    ),
    "campaigns_guidancenote": Wall(
        given={Family.PLACE: f"({TO_US}) AND {HAS_PLACE}", Family.INSURER: TO_US, Family.AGENCY: TO_US}
    ),
    "campaigns_guidancereceipt": Wall(
        given={
            Family.PLACE: f"({SENT_OR_RECEIVED}) AND {HAS_PLACE}",
            Family.INSURER: SENT_OR_RECEIVED,
            Family.AGENCY: SENT_OR_RECEIVED,
        }
    ),
}
OPEN: Final = {
    "campaigns_officecontact": "offices and their landlines, for all who work here; no person and no business data",
}
