"""What of the messages a person who moves leaves behind (`accounts.services.leaving`)."""

from accounts.models import User
from notifications.models import Message


def throw_away(person: User) -> None:
    """The messages: they name enterprises and papers of the old office, where all of it stands."""
    Message.objects.filter(person=person).delete()


THROW_AWAY = throw_away
