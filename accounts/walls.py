"""People and organisations themselves have no wall of rows: everybody who works here names them."""

from typing import Final

from core.walls import Family
from core.walls.policies import PERSON, Wall, own_rows

#: A grant is read by who has it; the services that give and end it look aside.
OF_GRANT: Final = Wall(
    given={Family.PLACE: f"user_id = {PERSON}", Family.INSURER: "", Family.AGENCY: ""},
)
#: Drafts and kept filters are core's, which knows no people: what somebody types is nobody else's yet.
WALLS: Final = {
    "accounts_organisationgrant": OF_GRANT,
    "core_draft": own_rows("owner_id"),
    "core_savedview": own_rows("owner_id"),
}
#: The rows of an insurer in a city that a person may read today, as "insurer-city".
LOOKS: Final = {
    "accounts_insurers_granted(person bigint, today date)": """RETURNS SETOF text LANGUAGE sql STABLE AS $$
        SELECT g.content_object_id || '-' || g.city_code FROM accounts_organisationgrant g
        WHERE g.user_id = person AND g.ended_at IS NULL AND g.until >= today $$"""
}

OPEN: Final = {
    "accounts_organisation": "the list of bodies is public to all who work here; it holds no business data",
    "accounts_peoplerequest": "what a lead asks about people, read by the system administrator; it holds no business data",
    "accounts_user_stage": "the list of people on its way in, as accounts_user",
    "accounts_user": "signing in needs the person before anything is known of it",
    "accounts_posting": "in which office somebody did what a row names, read with that row; names of offices are public here",
    "accounts_passwordlink": "a link is opened by somebody who has not signed in; it holds a digest",
    "accounts_accountevent": "deeds on accounts, read by their owners and leads; it holds no business data",
    "door_formerpassword": "a password is set by somebody who has not signed in; it holds hashes",
}
UNWATCHED: Final = {
    "accounts_user": {
        "last_login": "changes with every sign-in, which is an event",
        "large_type": "how the person likes to read",
        "session_epoch": "counts how often sessions were ended",
    }
}
