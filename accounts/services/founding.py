"""The first three administrators of a fresh installation (contract 3)."""

from collections.abc import Mapping
from datetime import datetime

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from accounts.roles import ADMINISTRATORS, Role
from accounts.rules import complain_username
from accounts.seeding import seed_divisions, seed_public_bodies
from accounts.services.links import issue_link
from accounts.services.people import Entry, new_person
from core.writing import Refused, insist, lock_all, open_unattended


def found_administrators(*, names: Mapping[Role, str], at: datetime) -> dict[Role, str]:
    """Make an account for each of the three roles; gives the tokens of their links. Raises Refused.

    Divisions and the authorities of the contract are entered where they are missing; insurers, agencies and people are
    entered by the administrators. These three need nobody's confirmation, since nobody is there to give it.
    """
    with open_unattended(at=at, step="found-administrators"):
        seed_divisions()
        seed_public_bodies()
        rows = Organisation.objects.filter(kind=OrganisationKind.PROVINCIAL_EMERGENCY).order_by("code")
        province = lock_all(rows)[0]  # a second call waits here and then finds the first one's
        if User.objects.filter(role__in=ADMINISTRATORS).exists():
            raise Refused("系统内已有管理员账号，请由系统管理员在人员页新增或重新生成链接")
        insist("三名管理员的用户名不能相同" if len(set(names.values())) < len(names) else None)
        tokens = {}
        for role, username in names.items():
            insist(complain_username(username))
            insist(f"用户名“{username}”已被使用" if User.objects.filter(username=username).exists() else None)
            person = new_person(Entry(username, str(role.label), province, role=role), at)
            person.is_active = True
            person.save()
            tokens[role] = issue_link(person, by=None, at=at)
    return tokens
