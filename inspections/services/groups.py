"""The group: who enters whom, declarations, leaving, and setting out (notice 二(四), N43 and N44)."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from accounts.choices import GrantEnd
from accounts.models import Organisation, User
from accounts.roles import REGULATORS
from accounts.services.grants import end_sight
from core import audit, clock
from core.gate import NotAllowed
from core.identifiers import is_uscc, squeeze_code
from core.transitions import fire
from core.writing import Refused, insist, lock, open_ledger
from enterprises.models import Enterprise
from inspections import rules, states
from inspections.choices import MemberRole, TaskState
from inspections.models import GroupInvitation, GroupMember, Recusal, Task
from inspections.permissions import InspectionPermission
from inspections.services import sight
from inspections.services.sight import end_recused_sight, give_group_sight

#: From the start on the group stands.
RUNNING: Final = sight.OPEN
#: Until the findings go back to the inspected city people may come and go.
OPEN: Final = frozenset({*TaskState.values} - {TaskState.COMPLETED})


@dataclass(frozen=True, slots=True)
class Person:
    """Who is entered. `user` is the account of somebody who has one; the name, unit and post of others are typed."""

    name: str
    post: str
    role: str
    certificate_no: str = ""
    unit: str = ""
    user: User | None = None
    is_leader: bool = False


@contextmanager
def open_group(task: Task, by: User, at: datetime, step: str, permission: str) -> Iterator[Task]:
    """Open a write to the group of a task that goes on; gives the task, locked."""
    with open_ledger(GroupMember, task, by=by, permission=permission, at=at, step=step, on=task):
        locked = lock(task, related=("campaign", "inspected", "inspecting"))
        if locked.state not in OPEN:
            raise Refused(f"任务「{locked}」已完成，检查组不能再变动")
        yield locked


def regulators_of(task: Task) -> list[Organisation]:
    """The regulators of the two places that were not invited yet."""
    keys = {rules.regulator_of(code) for code in (task.inspecting_id, task.inspected_id)}
    asked = set(task.invitations.values_list("body", flat=True))
    rows = Organisation.objects.filter(kind__in={kind for kind, _division in keys})
    return [one for one in rows if (one.kind, one.division_id) in keys and one.pk not in asked]


def invite_regulator(*, task: Task, body: Organisation, by: User, at: datetime) -> GroupInvitation:
    """Ask a regulator of either place to send people (N44). Raises NotAllowed, Refused."""
    with open_group(task, by, at, "invite", InspectionPermission.GROUP_WRITE) as locked:
        insist(states.tasks.only_inspecting(locked, by))
        keys = {rules.regulator_of(city.code) for city in (locked.inspecting, locked.inspected)}
        if (body.kind, body.division_id) not in keys:
            raise Refused(f"「{body}」不是检查地区或被检查地区的金融监管机构，请邀请两地的监管机构")
        made, _new = GroupInvitation.objects.get_or_create(
            task=locked, body=body, defaults={"invited_by": by, "invited_at": at}
        )
        audit.record("inspection.regulator-invited", by=by, at=at, subject=f"{locked.no} {body.code}")
    return made


def enter_member(*, task: Task, person: Person, by: User, at: datetime) -> GroupMember:
    """Enter somebody: the inspecting bureau its own people, sector people and experts; a regulator its own people only.

    Somebody who joins a running inspection sees what the others see once he has declared. Raises NotAllowed, Refused.
    """
    with open_group(task, by, at, "enter-member", InspectionPermission.GROUP_JOIN) as locked:
        insist(_complain_member(locked, person, by) or _complain_certificate(locked, person))
        member = GroupMember.objects.create(
            task=locked,
            user=person.user,
            body=by.organisation,
            name=str(person.user) if person.user else person.name,
            unit=_unit_of(person, by),
            post=person.post,
            certificate_no=person.certificate_no,
            role=person.role,
            is_leader=person.is_leader,
            joined_at=at,
            entered_by=by,
        )
        audit.record("inspection.member-entered", by=by, at=at, subject=f"{locked.no} {member.name}", role=person.role)
    return member


def _unit_of(person: Person, by: User) -> str:
    """A regulator enters its own people only, whoever has no account included."""
    if person.user is not None or by.role in REGULATORS:
        return str((person.user or by).organisation)
    return person.unit


def _complain_certificate(task: Task, person: Person) -> str | None:
    number = person.certificate_no.strip()
    other = task.members.current().filter(certificate_no=number).first() if number else None
    return None if other is None else f"执法证号「{number}」已登记在「{other.name}」名下，请核对后重新填写"


def _complain_member(task: Task, person: Person, by: User) -> str | None:
    if by.role in REGULATORS:
        return _complain_of_regulator(task, person, by)
    if not states.is_inspecting(task, by):
        return "只有检查地区的应急管理局和受邀的监管机构可以登记检查组成员"
    if person.role == MemberRole.REGULATOR:
        return "监管机构的人员由监管机构自行登记，请发出邀请"
    own = person.user is not None and person.user.organisation_id == by.organisation_id
    if person.role == MemberRole.EM and not own:
        if not (named := person.name or person.user):
            return "请从本局账号中选择应急管理人员；行业主管和专家没有账号的，请填写姓名和单位"
        return f"「{named}」不是本局人员，应急管理人员只能从本局账号中选择"
    if person.is_leader and person.role != MemberRole.EM:
        return "组长须由检查地区应急管理局的人员担任"
    return None if person.user is not None or (person.name and person.unit) else "请填写姓名和单位"


def _complain_of_regulator(task: Task, person: Person, by: User) -> str | None:
    if not task.invitations.filter(body=by.organisation_id).exists():
        return f"检查组尚未邀请「{by.organisation}」，请联系检查地区的应急管理局"
    if person.user is not None and person.user.organisation_id != by.organisation_id:
        return f"「{person.user}」不是本机构人员，只能登记本机构人员"
    if person.role != MemberRole.REGULATOR or person.is_leader:
        return "监管机构只能登记金融监管人员，组长由检查地区的应急管理局指定"
    return None if person.user is not None or person.name else "请选择本机构账号，没有账号的请填写姓名"


def correct_member(*, member: GroupMember, post: str, certificate_no: str, by: User, at: datetime) -> GroupMember:
    """Post and certificate of a member as they should have been entered; the trail keeps what stood before.

    An empty number leaves the one on record, which no page shows whole. Raises NotAllowed, Refused.
    """
    with _open_own(member, by, at, "correct-member") as locked:
        post, number = post.strip()[:50], certificate_no.strip()[:40] or locked.certificate_no
        if not post:
            raise Refused("请填写职务")
        same = locked.task.members.current().filter(certificate_no=number).exclude(pk=locked.pk).first()
        if number and same is not None:
            raise Refused(f"执法证号「{number}」已登记在「{same.name}」名下，请核对后重新填写")
        before = {"post": locked.post, "certificate": locked.certificate_end}
        locked.post, locked.certificate_no = post, number
        locked.save(update_fields=["post", "certificate_no"])
        audit.record("inspection.member-corrected", by=by, at=at, subject=str(locked), before=before)
    return locked


def declare_recusal(*, member: GroupMember, recused: dict[str, str], by: User, at: datetime) -> GroupMember:
    """Record the declaration of a member: {code: reason} of whom he keeps away from, none for nobody.

    It holds from this instant: what is on the list is in his sight but for those, whose forms are closed to him. Raises
    NotAllowed, Refused for somebody of another body.
    """
    with _open_own(member, by, at, "declare-recusal") as locked:
        if empty := [code for code, reason in recused.items() if not reason.strip()]:
            raise Refused(f"回避对象「{'、'.join(empty)}」没有写明理由，请补充")
        recused = {squeeze_code(code): reason for code, reason in recused.items()}
        insist(_complain_recused(recused, locked.task, by))
        Recusal.objects.bulk_create(
            [
                Recusal(member=locked, code=code, reason=reason, declared_by=by, declared_at=at)
                for code, reason in recused.items()
            ],
            ignore_conflicts=True,
        )
        locked.declared_at = at
        locked.save(update_fields=["declared_at"])
        end_recused_sight(member=locked, codes=recused, by=by, at=at)
        give_group_sight(task=locked.task, by=by, at=at)
        audit.record("inspection.recusal-declared", by=by, at=at, subject=str(locked), count=len(recused))
    return locked


def _complain_recused(codes: Collection[str], task: Task, by: User) -> str | None:
    """A code with a slip would recuse nobody: each is a sound credit code, or that of an insurer.

    Who declares reads only what he may: firms of his own register are of another place than the inspected one. Whether
    a code stands on the roster of the other city shows in the number of its recused lines, once that is fixed.
    """
    known = set(Organisation.objects.insurers().filter(code__in=codes).values_list("code", flat=True))
    if wrong := [code for code in codes if code not in known and not is_uscc(code)]:
        return f"「{'、'.join(wrong)}」既不是有效的统一社会信用代码，也不是保险机构编码，请核对后重新填写"
    elsewhere = Enterprise.objects.visible_to(by).filter(uscc__in=codes).exclude(city__code=task.inspected_id)
    if (firm := elsewhere.select_related("city").first()) is None:
        return None
    return f"「{firm.uscc}」是{firm.city}的企业，不在被检查地区{task.inspected}，不会被抽取，不必声明回避，请核对代码"


def leave_group(
    *, member: GroupMember, reason: str, by: User, at: datetime, successor: GroupMember | None = None
) -> GroupMember:
    """Somebody leaves: the sight given for the task ends at once. Raises NotAllowed, Refused.

    A group on its way keeps a leader and two officials with certificates (domain.md 4.9, group): its leader names the
    `successor`, who leads from this instant.
    """
    with _open_own(member, by, at, "leave-group") as locked:
        if not reason.strip():
            raise Refused("请写明退出检查组的理由")
        if locked.task.state in RUNNING:
            insist(_complain_leaving(locked, successor))
        locked.left_at, locked.left_by, locked.why_left = at, by, reason
        locked.save(update_fields=["left_at", "left_by", "why_left"])
        if locked.is_leader and successor is not None:
            _hand_lead(locked.task, successor, by, at)
        if locked.user is not None:
            end_sight(source=locked.task.no, why=GrantEnd.MEMBERSHIP, by=by, at=at, people=[locked.user])
        audit.record("inspection.member-left", by=by, at=at, subject=str(locked), reason=reason)
    return locked


def _complain_leaving(member: GroupMember, successor: GroupMember | None) -> str | None:
    """Why a group on its way cannot do without the member."""
    if member.is_leader and successor is None:
        return f"检查已经开始，「{member.name}」是组长，请先选择接任的组长再退出"
    if member.is_leader and successor is not None and not may_succeed(member, successor):
        return f"「{successor.name}」不能接任组长：组长须是检查组现有的应急管理人员，并已作回避声明"
    others = [one for one in member.task.members.current() if one.pk != member.pk]
    left = sum(states.groups.is_official(one) for one in others)
    if not states.groups.is_official(member) or left >= states.groups.LEAST_OFFICIALS:
        return None
    return (
        f"检查已经开始，持执法证的检查人员不得少于 {states.groups.LEAST_OFFICIALS} 名，"
        f"「{member.name}」退出后只剩 {left} 名，请先登记接替的持证人员"
    )


def may_succeed(leader: GroupMember, other: GroupMember) -> bool:
    """Whether the other may lead the group after its leader: of the bureau, in the group now, declared (N43)."""
    is_there = other.task_id == leader.task_id and other.left_at is None and other.pk != leader.pk
    return is_there and other.role == MemberRole.EM and other.declared_at is not None


def _hand_lead(task: Task, successor: GroupMember, by: User, at: datetime) -> None:
    new = lock(successor)
    new.is_leader = True
    new.save(update_fields=["is_leader"])
    audit.record("inspection.leader-named", by=by, at=at, subject=f"{task.no} {new.name}")


@contextmanager
def _open_own(member: GroupMember, by: User, at: datetime, step: str) -> Iterator[GroupMember]:
    """Open a write to a member in the group now, by the body that entered him; gives the member, locked."""
    with open_group(member.task, by, at, step, InspectionPermission.GROUP_JOIN):
        if member.body_id != by.organisation_id:
            raise NotAllowed("people of another body")
        locked = lock(member, related=("task", "user"))
        if locked.left_at is not None:
            raise Refused(f"「{locked.name}」已于{clock.day_of(locked.left_at)}退出检查组")
        yield locked


def form_group(*, task: Task, by: User, at: datetime) -> Task:
    """The group is complete. Raises NotAllowed, Refused."""
    with open_ledger(Task, task, by=by, permission=InspectionPermission.GROUP_WRITE, at=at, step="form-group", on=task):
        formed: Task = fire(states.FORM_GROUP, task, by=by, at=at)
    return formed
