"""What the services of agencies open in the database (`core.walls.policies`)."""

from typing import Final

from core.walls import Family
from enterprises.walls import LEDGER_BY_GRANT

#: An agency's papers are read where it works.
WORKS: Final = "EXISTS (SELECT 1 FROM activities_activity a WHERE a.agency_id = {table}.agency_id)"
ALSO: Final = {
    "agencies_agencyqualification": {Family.PLACE: WORKS},
    "agencies_professional": {
        Family.PLACE: "EXISTS (SELECT 1 FROM activities_activity a WHERE a.agency_id = {table}.organisation_id)"
    },
    # Of whom it served an agency knows what the service names.
    "enterprises_enterprise": {
        Family.AGENCY: "EXISTS (SELECT 1 FROM activities_activity a WHERE a.enterprise_id = {table}.id)"
    },
    "policies_policy": {Family.AGENCY: "EXISTS (SELECT 1 FROM activities_activity a WHERE a.policy_id = {table}.id)"},
}
READ: Final = {"activities_activity": LEDGER_BY_GRANT}
