"""What a person has of the office: for the tests of what a move leaves behind."""

from accounts.models import Division, Organisation, OrganisationGrant, User
from accounts.services.grants import give_sight
from core import clock
from core.models import Draft, SavedView
from notifications.models import MailPreference, Message
from notifications.services import save_preference, tell


def leave_traces(*people: User) -> None:
    """What tells of the office's business: a message, a draft, sight for a time."""
    for one in people:
        tell([one.pk], "杭州示例化工有限公司的事项", "/", at=clock.now())
        Draft.objects.create(owner=one, key="new", values={"name": ["杭州示例化工"]}, updated_at=clock.now())
        SavedView.objects.create(owner=one, page="x", name="杭州示例化工", query="q=1", saved_at=clock.now())
        save_preference(mode="DIGEST", address="office@example.com", by=one, at=clock.now())
        row = Organisation.objects.get(code="INS-B-ZJ")
        city, until = Division.objects.get(code="330200"), clock.today()
        give_sight(
            OrganisationGrant, [row], to=[one], source="T-1", until=until, by=people[0], at=clock.now(), city=city
        )


def left_traces(person: User) -> tuple[int, int, int, int, int]:
    """Messages, drafts, kept filters, mail addresses, and grants in force."""
    return (
        Message.objects.filter(person=person).count(),
        Draft.objects.filter(owner=person).count(),
        SavedView.objects.filter(owner=person).count(),
        MailPreference.objects.filter(person=person).count(),
        OrganisationGrant.objects.in_force(clock.today()).filter(user=person).count(),
    )
