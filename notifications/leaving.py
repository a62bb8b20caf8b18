"""What of the messages a person who moves leaves behind (`accounts.services.leaving`)."""

from datetime import datetime

from accounts.models import User
from notifications.models import MailPreference, Message


def throw_away(person: User, _at: datetime) -> None:
    """The messages: they name enterprises and papers of the old office, where all of it stands. And the mail address,
    which others of the old office may read: the new office's digests go by mail once the person gives an address anew."""
    Message.objects.filter(person=person).delete()
    MailPreference.objects.filter(person=person).delete()


THROW_AWAY = throw_away
