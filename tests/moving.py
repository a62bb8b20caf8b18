"""People who move to another organisation, as the system administrator moves them."""

from accounts.models import Organisation, User
from accounts.services.people import move_person
from core import clock
from core.writing import version_of


def move(person: User, to: Organisation) -> User:
    """The person in the new office; what was done before the move stays the old one's."""
    return move_person(
        person=User.objects.get(pk=person.pk),
        organisation=to,
        post="OPERATOR",
        seen=version_of(User.objects.get(pk=person.pk)),
        by=User.objects.get(username="adm-system"),
        at=clock.now(),
    )
