"""What of the messages leaves no witness in the database."""

from typing import Final

PASSING: Final = {"notifications_message": "tells of what stands elsewhere; read marks change all day"}
