"""Demo groups and draws: who goes, what the dice said, and what followed from it, by the services themselves."""

import random
from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from core import clock
from enterprises.models import Enterprise
from inspections import services
from inspections.choices import MemberRole, SeedSource, SignaturePart
from inspections.models import Draw, Task
from inspections.services.rosters import sectors_of
from insurers.policies.models import Policy

INSURERS, PEOPLE, DICE = 2, 1, 20
POSTS: Final = (
    ("", "执法支队支队长", "浙A-示例{city}01", True),
    ("-lead", "执法支队执法人员", "浙A-示例{city}02", False),
)


def run_to_start(rng: random.Random, task: Task, officer: User, chosen: int, begun: datetime) -> Task:
    """From a grouped task to one in progress: the group, a draw of `chosen` enterprises, the start."""
    ready = form_demo_group(task, officer, begun - timedelta(days=2))
    day = clock.day_of(begun)
    firms = Enterprise.objects.filter(city__code=task.inspected_id).must_insure(sectors_of(task), day)
    business = Policy.objects.filter(city__code=task.inspected_id).values("insurer").distinct().count()
    drawn = min(chosen, firms.count())
    if not drawn:
        return ready
    draw_demo_objects(rng, ready, drawn, min(INSURERS, business), begun - timedelta(days=1))
    return services.start_inspection(task=ready, by=officer, at=begun)


def form_demo_group(task: Task, officer: User, at: datetime) -> Task:
    """The two people of the inspecting bureau, the first as leader."""
    for end, post, certificate, is_leader in POSTS:
        user = User.objects.select_related("organisation").get(username=f"{officer.username}{end}")
        person = services.Person(
            name=str(user),
            post=post,
            role=MemberRole.EM,
            certificate_no=certificate.format(city=task.inspecting_id),
            user=user,
            is_leader=is_leader,
        )
        member = services.enter_member(task=task, person=person, by=officer, at=at)
        services.declare_recusal(member=member, recused={}, by=officer, at=at)
    return services.form_group(task=task, by=officer, at=at)


def draw_demo_objects(rng: random.Random, task: Task, chosen: int, insurers: int, at: datetime) -> Draw:
    """Rosters fixed by the inspected city, twenty dice, two signatures."""
    there = User.objects.select_related("organisation").get(username=f"em-{task.inspected_id}")
    here = User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}")
    numbers = services.Numbers(enterprises=chosen, least=0, insurers=insurers, people=PEOPLE, key_weight=2)
    today, place = clock.day_of(at), f"{there.organisation}会议室"
    secret = f"{rng.getrandbits(256):064x}"
    draw = services.fix_rosters(task=task, numbers=numbers, place=place, by=there, today=today, at=at, secret=secret)
    seed = "".join(str(rng.randint(0, 9)) for _ in range(DICE))
    later, note = at + timedelta(minutes=27), "十面骰20次，两市各掷10次"
    drawn = services.draw_objects(
        draw=draw, seed=seed, source=SeedSource.DICE, note=note, by=here, today=today, at=later
    )
    for by, part in ((here, SignaturePart.LEADER), (there, SignaturePart.CHECKER)):
        services.sign_draw(draw=drawn, part=part, by=by, at=later + timedelta(minutes=15))
    return drawn
