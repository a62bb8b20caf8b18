"""What of the messages leaves no witness in the database, and whose the wishes are."""

from typing import Final

from core.walls import Family
from core.walls.policies import PERSON, Wall

PASSING: Final = {"notifications_message": "tells of what stands elsewhere; read marks change all day"}

#: A person's own, whatever the office sees besides.
OWN_WISH: Final = f"person_id = {PERSON}"
WALLS: Final = {
    "notifications_mailpreference": Wall(
        given=dict.fromkeys((Family.PROVINCE, Family.PLACE, Family.INSURER, Family.AGENCY), OWN_WISH)
    )
}
