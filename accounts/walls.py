"""People and organisations themselves have no wall of rows: everybody who works here names them."""

from typing import Final

OPEN: Final = {
    "accounts_organisation": "the list of bodies is public to all who work here; it holds no business data",
    "accounts_peoplerequest": "what a lead asks about people, read by the system administrator; it holds no business data",
    "accounts_user_stage": "the list of people on its way in, as accounts_user",
    "accounts_user": "signing in needs the person before anything is known of it",
}
UNWATCHED: Final = {
    "accounts_user": {
        "last_login": "changes with every sign-in, which is an event",
        "large_type": "how the person likes to read",
        "session_epoch": "counts how often sessions were ended",
    }
}
