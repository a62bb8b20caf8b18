"""Whose messages and wishes are, and what of the messages leaves no witness in the database."""

from typing import Final

from core.walls.policies import own_rows

PASSING: Final = {"notifications_message": "tells of what stands elsewhere; read marks change all day"}

#: A message tells one person of enterprises and policies; who writes to others looks aside.
WALLS: Final = {
    "notifications_message": own_rows("person_id"),
    "notifications_mailpreference": own_rows("person_id"),
}
