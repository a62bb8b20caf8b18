"""What the system administrator does to accounts. Each deed is audited, and the account's owner reads it.

Links that set passwords are in `links`, sessions and locks in `access`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.choices import AccountDeed, OrganisationKind, PersonPost
from accounts.guards import confirmed_by_another, leaves_administrator, not_oneself, stays_put
from accounts.models import Organisation, User
from accounts.permissions import AccountPermission
from accounts.roles import ADMINISTRATORS, Role, role_for
from accounts.rules import complain_name, complain_username
from accounts.services.access import drop_sessions
from accounts.services.leaving import leave_office
from accounts.services.telling import tell
from core import jobs
from core.identifiers import complain_phone, mask_phone
from core.writing import Reason, Refused, Seen, insist, lock_all, open_ledger, open_row

TAKEN: Final[Mapping[str, Reason]] = {"accounts_user_username_key": ("username", "此账号已被使用，请另取一个")}
DISABLED_JOB: Final = "办理人的账号已停用，任务停止，未写入任何数据。"
MOVED_JOB: Final = "办理人已调离原单位，任务停止，未写入任何数据。"


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as entered; `role` is set for the three administrators alone, others have that of their organisation."""

    username: str
    name: str
    organisation: Organisation
    post: str = PersonPost.OPERATOR
    phone: str = ""
    role: str = ""


def create_person(*, entry: Entry, by: User, at: datetime) -> User:
    """Make an account without a password; a link lets the person set one. Raises NotAllowed, Refused.

    An administrator's account is disabled until the security administrator brings it into force.
    """
    with open_ledger(
        User,
        entry.username,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="create-person",
        sentences=TAKEN,
    ):
        _insist_sound(entry)
        if User.objects.filter(username=entry.username).exists():
            raise Refused(TAKEN["accounts_user_username_key"])
        person = new_person(entry, at)
        person.save()
        tell(person, AccountDeed.CREATED, described(person), by=by, at=at)
    return person


def new_person(entry: Entry, at: datetime) -> User:
    """The account, not stored yet, with a password that fits nothing."""
    is_administrator = entry.role in ADMINISTRATORS
    person = User(
        username=entry.username,
        display_name=entry.name,
        organisation=entry.organisation,
        role=entry.role if is_administrator else role_for(entry.organisation.kind, entry.organisation.division_id),
        is_lead=not is_administrator and entry.post == PersonPost.LEAD,
        phone=entry.phone,
        is_active=not is_administrator,
        date_joined=at,
    )
    person.set_unusable_password()
    return person


def change_person(*, person: User, name: str, phone: str, post: str, seen: Seen, by: User, at: datetime) -> User:
    """Correct name and telephone, or give the other post in the same organisation. Raises NotAllowed, Refused, Stale."""
    with open_row(
        person,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="change-person",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(not_oneself(locked, by))
        is_lead = post == PersonPost.LEAD
        insist(stays_put(locked) if is_lead else None, "post")
        _insist_fields(name, phone)
        before = described(locked)
        locked.display_name, locked.phone, locked.is_lead = name, phone, is_lead
        _save(locked, "display_name", "phone", "is_lead")
        tell(locked, AccountDeed.CHANGED, f"{before} → {described(locked)}", by=by, at=at)
    return locked


def move_person(*, person: User, organisation: Organisation, post: str, seen: Seen, by: User, at: datetime) -> User:
    """Move a person to another organisation: from then on the new one's rows alone. Raises NotAllowed, Refused, Stale.

    Role and rows follow from the organisation; sessions and temporary sight end, drafts and messages of the old one are
    thrown away, and its jobs stop.
    """
    with open_row(
        person,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="move-person",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(not_oneself(locked, by))
        insist(stays_put(locked))
        insist("已在该单位，请另选单位" if locked.organisation_id == organisation.pk else None, "organisation")
        _insist_working(organisation)
        before, left = described(locked), locked.organisation_id
        locked.organisation = organisation
        locked.role = role_for(organisation.kind, organisation.division_id)
        locked.is_lead = post == PersonPost.LEAD
        _save(locked, "organisation", "role", "is_lead")
        leave_office(person=locked, left=left, by=by, at=at)
        jobs.stop_jobs(owner=locked, message=MOVED_JOB)
        tell(locked, AccountDeed.MOVED, f"{before} → {described(locked)}", by=by, at=at)
    return locked


def disable_person(*, person: User, reason: str, seen: Seen, by: User, at: datetime) -> User:
    """Close an account: no sign-in, no session, no job. Rows, names and events stay.

    Raises NotAllowed, Refused, Stale.
    """
    with open_row(
        person,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="disable-person",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(not_oneself(locked, by))
        insist(None if locked.is_active else "账号已停用")
        insist(None if reason.strip() else "请填写停用原因", "reason")
        kind = lock_all(User.objects.filter(role=locked.role, is_active=True)) if locked.role in ADMINISTRATORS else []
        insist(leaves_administrator(locked, sum(one.pk != locked.pk for one in kind)))
        locked.is_active = False
        _save(locked, "is_active")
        drop_sessions(locked)
        jobs.stop_jobs(owner=locked, message=DISABLED_JOB)
        tell(locked, AccountDeed.DISABLED, reason.strip(), by=by, at=at)
    return locked


def enable_person(*, person: User, seen: Seen, by: User, at: datetime) -> User:
    """Open an account again; an administrator's only by the security administrator. Raises NotAllowed, Refused, Stale."""
    with open_row(
        person,
        by=by,
        permission=AccountPermission.USERS_WRITE,
        at=at,
        step="enable-person",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(not_oneself(locked, by))
        insist("管理员账号由安全管理员启用" if locked.role in ADMINISTRATORS else None)
        _enable(locked, by, at)
    return locked


def confirm_administrator(*, person: User, seen: Seen, by: User, at: datetime) -> User:
    """Bring an administrator's account into force: the second person. Raises NotAllowed, Refused, Stale."""
    with open_row(
        person,
        by=by,
        permission=AccountPermission.ADMINISTRATORS_CONFIRM,
        at=at,
        step="confirm-administrator",
        seen=seen,
        related=["organisation"],
    ) as locked:
        insist(confirmed_by_another(locked, by))
        _enable(locked, by, at)
    return locked


def _enable(person: User, by: User, at: datetime) -> None:
    insist("账号在用，不需要启用" if person.is_active else None)
    _insist_working(person.organisation)
    person.is_active = True
    _save(person, "is_active")
    tell(person, AccountDeed.ENABLED, "", by=by, at=at)


def described(person: User) -> str:
    """Organisation, post and name in one line, for the event."""
    what = Role(person.role).label if person.role in ADMINISTRATORS else ("负责人" if person.is_lead else "经办人")
    phone = f"，{mask_phone(person.phone)}" if person.phone else ""
    return f"{person.organisation.name}，{what}，{person.display_name}{phone}"


def _insist_sound(entry: Entry) -> None:
    insist(complain_username(entry.username), "username")
    _insist_fields(entry.name, entry.phone)
    if entry.role in ADMINISTRATORS and entry.organisation.kind != OrganisationKind.PROVINCIAL_EMERGENCY:
        raise Refused(("organisation", "三类管理员只设在省应急管理厅"))
    _insist_working(entry.organisation)


def _insist_fields(name: str, phone: str) -> None:
    insist(complain_name(name), "name")
    if phone and (wrong := complain_phone(phone)):
        raise Refused(("phone", f"办公电话{wrong[1]}".rstrip("。")))


def _insist_working(organisation: Organisation) -> None:
    insist(f"「{organisation}」已停用，请另选单位" if organisation.closed_on else None, "organisation")


def _save(person: User, *fields: str) -> None:
    person.version += 1
    person.save(update_fields=[*fields, "version"])
