"""What the group may see of the inspected city: what was drawn, for as long as the task goes on (domain.md 1.5)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.choices import GrantEnd
from accounts.grants import RECEIVING
from accounts.models import Organisation, OrganisationGrant, TemporaryGrant, User
from accounts.roles import Role
from accounts.services.grants import end_sight, give_sight
from core import walls
from enterprises.models import Enterprise, EnterpriseGrant
from inspections.choices import TaskState
from inspections.models import GroupMember, InspectedInsurer, Recusal, Task
from insurers.policies.models import Policy

#: From the start until the task is complete (domain.md 1.5).
OPEN = frozenset({TaskState.IN_PROGRESS, TaskState.FEEDBACK, TaskState.ROUTED, TaskState.RECTIFY_TRACK})


def give_group_sight(*, task: Task, by: User, at: datetime) -> None:
    """Everybody in the group sees everything on the list but what he keeps away from; what is given already stays.

    Of an inspected insurer the policies open whose files were drawn, by the firms that they insure.

    Before the start nothing; nothing to whom has not declared yet.
    """
    if task.state not in OPEN:
        return
    with walls.aside("the firms on the list and of drawn files, for the grants of those who inspect them"):
        firms = list(Enterprise.objects.filter(pk__in=_firms_shown(task)))
    insurers = [item.insurer for item in task.inspectedinsurers.select_related("insurer")]
    until, source = task.campaign.ends_on, task.no
    for away, people in _by_recusal(task).items():
        near = [firm for firm in firms if firm.uscc not in away]
        give_sight(EnterpriseGrant, near, to=people, source=source, until=until, by=by, at=at)
        companies = [one for one in insurers if one.code not in away]
        give_sight(
            OrganisationGrant, companies, to=people, source=source, until=until, by=by, at=at, city=task.inspected
        )


def _firms_shown(task: Task) -> set[int]:
    """The firms on the list, and those whose policies were drawn as files of an insurer, by their keys."""
    found = set(task.inspectedenterprises.values_list("enterprise", flat=True))
    for item in task.inspectedinsurers.exclude(files_drawn=[]):
        found |= _firms_of(item, item.files_drawn)
    return found


def _firms_of(item: InspectedInsurer, numbers: Collection[str]) -> set[int]:
    """The firms that policies of the insurer in the inspected city insure."""
    rows = Policy.objects.filter(insurer=item.insurer_id, city__code=item.task.inspected_id, policy_no__in=numbers)
    return set(rows.values_list("enterprise", flat=True))


def follow_files(*, item: InspectedInsurer, before: Collection[str], by: User, at: datetime) -> None:
    """The group opens the policies whose files are drawn now, and no more those that only `before` had: at once."""
    give_group_sight(task=item.task, by=by, at=at)
    with walls.aside("the firms of policies that are drawn no more, to end the sight of them"):
        gone = _firms_of(item, before) - _firms_shown(item.task)
        firms = list(Enterprise.objects.filter(pk__in=gone))
    for firm in firms:
        end_sight(source=item.task.no, why=GrantEnd.ROW, by=by, at=at, row=firm)


def _by_recusal(task: Task) -> dict[frozenset[str], list[User]]:
    """{codes that they keep away from: people of the group who have declared and may be given sight}"""
    away: dict[int | None, set[str]] = defaultdict(set)
    for person, code in Recusal.objects.filter(member__task=task).values_list("member__user", "code"):
        away[person].add(code)
    found: dict[frozenset[str], list[User]] = defaultdict(list)
    for one in current_members(task):
        if one.user is None or one.declared_at is None or not one.is_there:
            continue
        if one.user.role in RECEIVING:
            found[frozenset(away[one.user.pk])].append(one.user)
    return found


def end_recused_sight(*, member: GroupMember, codes: Collection[str], by: User, at: datetime) -> None:
    """A member keeps away from some on the list from now on: the sight of them that was given ends at once."""
    if member.user is None or not codes:
        return
    with walls.aside("the firms on the list that a member keeps away from, to end the sight of them"):
        firms = list(Enterprise.objects.filter(uscc__in=codes))
    for row in (*firms, *Organisation.objects.filter(code__in=codes)):
        end_sight(source=member.task.no, why=GrantEnd.RECUSAL, by=by, at=at, people=[member.user], row=row)


def current_members(task: Task) -> list[GroupMember]:
    return list(task.members.current().select_related("user__organisation").prefetch_related("recusals"))


def end_group_sight(*, task: Task, by: User, at: datetime) -> None:
    """The task is complete: nobody of the group sees anything there any more. Called by what completes the task."""
    end_sight(source=task.no, why=GrantEnd.TASK, by=by, at=at)


@dataclass(slots=True)
class Sight:
    """What was given to a person at one instant and ended alike, with the names of what it showed."""

    grant: TemporaryGrant
    user: User
    enterprises: list[str] = field(default_factory=list)
    insurers: list[str] = field(default_factory=list)

    @property
    def office(self) -> Organisation:
        """Where the person worked when it was given: a grant ends with the move."""
        return self.user.office_at(self.grant.given_at)


def sights_on(*, task: Task, day: date, asked_by: User) -> list[Sight]:
    """Who could see what for the task on a day, ended grants included: two queries.

    For the province and the two cities of the task; anybody else is told of the own organisation's people alone.
    """
    found: dict[tuple[object, ...], Sight] = {}
    with walls.aside(
        "who could see what of a task on a day, for the two cities, the province, and each body's own people"
    ):
        for grant in _grants_on(task, day):
            if not (_is_told_all(task, asked_by) or grant.user.office_at(grant.given_at) == asked_by.organisation):
                continue
            key = (grant.user_id, grant.given_at, grant.ended_at, grant.why_ended, grant.until)
            sight = found.setdefault(key, Sight(grant, grant.user))
            names = sight.insurers if isinstance(grant, OrganisationGrant) else sight.enterprises
            names.append(grant.content_object.name)
    return sorted(found.values(), key=lambda one: (one.office.pk, one.user.pk, one.grant.given_at))


def by_person(sights: Iterable[Sight]) -> list[Sight]:
    """Each person once with all that was given, whenever it was; the order of the people stays."""
    found: dict[int, Sight] = {}
    for one in sights:
        whole = found.setdefault(one.user.pk, Sight(one.grant, one.user))
        whole.enterprises += one.enterprises
        whole.insurers += one.insurers
    return list(found.values())


def _grants_on(task: Task, day: date) -> Iterator[EnterpriseGrant | OrganisationGrant]:
    for kind in (EnterpriseGrant, OrganisationGrant):
        rows = kind.objects.held_on(day).filter(source=task.no)
        rows = rows.select_related("user__organisation", "content_object").prefetch_related("user__postings")
        yield from rows.order_by("pk")


def _is_told_all(task: Task, by: User) -> bool:
    two = (task.inspecting_id, task.inspected_id)
    return by.role == Role.PROV_EM or (by.role == Role.CITY_EM and by.organisation.division_id in two)
