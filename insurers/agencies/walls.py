"""The walls of the agencies in the database (`core.walls.policies`)."""

from typing import Final

from accounts.choices import OrganisationKind
from core.walls import Family
from core.walls.policies import INSURER, OWN, TRUE, Wall

#: Insurers choose among all agencies.
CHOSEN: Final = Wall(given={Family.INSURER: TRUE})
#: And among the people of all agencies beside their own.
OF_AGENCIES: Final = f"SELECT id FROM accounts_organisation WHERE kind = '{OrganisationKind.SERVICE_AGENCY}'"
STAFF: Final = Wall(
    given={
        Family.INSURER: f"organisation_id = {OWN} OR organisation_id = {INSURER} OR organisation_id IN ({OF_AGENCIES})"
    }
)
WALLS: Final = {"agencies_agencyqualification": CHOSEN, "agencies_professional": STAFF}
