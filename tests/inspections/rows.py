"""Answers of a form that is complete, findings, and what is on the list of a task."""

from datetime import date, datetime, timedelta
from typing import Any

from accounts.models import Organisation, User
from core import clock
from enterprises.models import Enterprise
from inspections import services
from inspections.choices import AdditionState, DrawState, RosterKind
from inspections.models import Draw, Finding, GroupMember, InspectedEnterprise, InspectedInsurer, ManualAddition, Task
from tests.cast import Cast

ANSWERS: dict[str, Any] = {
    "checked_on": date(2023, 11, 20),
    "insured": "YES",
    "plan_seen": True,
    "train": True,
    "haz": True,
    "drill": False,
    "assist": True,
    "hot_work": "OK",
    "welding": "OK",
    "key_posts": "OK",
    "outsourcing": "NA",
    "notices_seen": 1,
    "hazards_total": 2,
    "hazards_closed": 1,
    "satisfaction": 4,
    "reason_drill": "合同约定的演练在次年开展",
}


def find(item: Any, cast: Cast, **changes: Any) -> Finding:
    values: dict[str, Any] = {
        "subject": "ENTERPRISE",
        "kind": "OTHER",
        "fact": "现场未见整改记录",
        "basis": "",
        "on_spot": False,
        "found_on": date(2023, 11, 20),
        **changes,
    }
    return services.record_finding(item=item, by=cast.hangzhou_officer, at=clock.now(), **values)


def join(task: Task, user: User, by: User | None = None, **changes: Any) -> GroupMember:
    """Enter a person with an account into the group, who declares to have no interest in anybody inspected."""
    values: dict[str, Any] = {
        "name": "",
        "post": "执法队员",
        "role": "EM",
        "certificate_no": f"浙A{user.pk:06d}",
        **changes,
    }
    by = by or user
    person = services.Person(user=user, **values)
    member = services.enter_member(task=task, person=person, by=by, at=clock.now())
    return services.declare_recusal(member=member, recused={}, by=by, at=clock.now())


def ready_task(annex_no: int = 1, *others: User) -> Task:
    """A task whose group stands: the two people of the inspecting bureau, the first its leader, and whoever is given."""
    task = Task.objects.select_related("campaign").get(annex_no=annex_no)
    officer, lead = (
        User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}{end}")
        for end in ("", "-lead")
    )
    join(task, officer, is_leader=True)
    for one in (lead, *others):
        join(task, one, officer)
    return services.form_group(task=task, by=officer, at=clock.now())


def running_task(annex_no: int = 1, *others: User) -> Task:
    """A task that is in progress, its whole way by services but for its draw, which is one of nothing."""
    ready = ready_task(annex_no, *others)
    draw_nothing(ready)
    officer = User.objects.select_related("organisation").get(username=f"em-{ready.inspecting_id}")
    return services.start_inspection(task=ready, by=officer, at=clock.now())


def draw_nothing(task: Task) -> Draw:
    """The draw of a task, where it has none yet: drawn, of empty rosters."""
    by, now = User.objects.get(username=f"em-{task.inspecting_id}"), clock.now()
    started = {"fixed_by": by, "fixed_at": now - timedelta(hours=1), "drawn_by": by, "drawn_at": now}
    draw, _is_new = Draw.objects.get_or_create(
        task=task, state=DrawState.DRAWN, defaults={"place": "会议室", "seed": "73019584620275318846", **started}
    )
    return draw


def choose(task: Task, *, enterprise: Enterprise | None = None, company: Organisation | None = None) -> None:
    """Both cities have agreed to inspect it besides what was drawn; a task without a draw gets one of nothing."""
    draw, by, now = draw_nothing(task), User.objects.get(username=f"em-{task.inspecting_id}"), clock.now()
    other = User.objects.get(username=f"em-{task.inspected_id}")
    kind, code = (RosterKind.FIRMS, enterprise.uscc) if enterprise else (RosterKind.INSURERS, company and company.code)
    row = {"enterprise": enterprise, "company": company, "reason": "测试", "proposed_by": by, "proposed_at": now}
    row |= {"decided_by": other, "decided_at": now}
    ManualAddition.objects.get_or_create(
        draw=draw,
        kind=kind,
        code=code,
        state=AdditionState.AGREED,
        defaults={**row, "name": str(enterprise or company)},
    )


def add_enterprise(*, task: Task, enterprise: Enterprise, by: User, today: date, at: datetime) -> InspectedEnterprise:
    """Choose an enterprise and put it on the list."""
    choose(task, enterprise=enterprise)
    return services.add_enterprise(task=task, enterprise=enterprise, by=by, today=today, at=at)


def add_insurer(*, task: Task, insurer: Organisation, by: User, at: datetime) -> InspectedInsurer:
    """Choose an insurer and put it on the list."""
    choose(task, company=insurer)
    return services.add_insurer(task=task, insurer=insurer, by=by, at=at)
