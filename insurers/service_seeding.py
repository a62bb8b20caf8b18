"""What followed the demo's services: visits, confirmations, some returned, void or planned; complaints, materials."""

from datetime import timedelta
from typing import Final

from accounts.models import User
from core.seeding import Ledger, Plan, instant, save_all
from insurers.choices import ComplaintState
from insurers.models import (
    Activity,
    ActivityConfirmation,
    ActivityDetail,
    ActivityVisit,
    Assignment,
    Complaint,
    Material,
    Policy,
)
from insurers.models.activities import ActivityState as S

#: Services that were visited.
SIZES: Final = {"small": 120, "province": 20_000, "nation": 100_000}
OPINIONS: Final = ("", "", "服务及时，建议增加现场培训。", "希望提前告知服务时间。")
ANSWER: Final = {
    "claim": "要求按约定补充服务。", "facts": "经查，服务安排有延误。", "measures": "已补充服务并致歉。",
}  # fmt: skip


def fill(plan: Plan) -> None:
    """The latest recorded services move on by the shares of a year's work."""
    number = plan.sizes["visits"]
    rows = Activity.objects.filter(state=S.RECORDED, end_on__lte=plan.today - timedelta(days=3))
    services = list(rows.order_by("-start_on", "pk")[:number])
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    _follow(plan, services, clerks)
    _complain(plan, services, clerks)
    _give(plan, clerks)


def _follow(plan: Plan, services: list[Activity], clerks: dict[int, User]) -> None:
    rng = plan.luck("visits")
    visits, signed, details = [], [], []
    states: dict[str, list[int]] = {S.VISITED: [], S.CONFIRMED: [], S.RETURNED: []}
    for place, service in enumerate(services):
        clerk, day = clerks[service.insurer_id], min(service.end_on + timedelta(days=2), plan.today)
        if place % 40 == 7:
            reason = "现场照片与服务地点不符，请核实后重新提交。"
            states[S.RETURNED].append(service.pk)
            details.append(
                ActivityDetail(
                    activity=service, returned_reason=reason, returned_at=instant(day, 15), updated_at=instant(day, 15)
                )
            )
            continue
        visits.append(
            ActivityVisit(
                activity=service, way=rng.choice(("PHONE", "PHONE", "ONSITE")), visited_on=day,
                satisfaction=rng.choice((5, 5, 5, 4, 4, 3)), opinion=rng.choice(OPINIONS), recorded_by=clerk,
                recorded_at=instant(day, 16),
            )
        )  # fmt: skip
        if place % 3:
            states[S.CONFIRMED].append(service.pk)
            signed.append(
                ActivityConfirmation(
                    activity=service, name="示例负责人", post="安全总监", confirmed_on=day, recorded_by=clerk,
                    recorded_at=instant(day, 17),
                )
            )  # fmt: skip
        else:
            states[S.VISITED].append(service.pk)
    save_all(ActivityVisit, visits)
    save_all(ActivityConfirmation, signed)
    save_all(ActivityDetail, details)
    for state, keys in states.items():
        Activity.objects.filter(pk__in=keys).update(state=state)


def _complain(plan: Plan, services: list[Activity], clerks: dict[int, User]) -> None:
    """One service in two hundred; most answered, in or out of time."""
    rng, rows = plan.luck("complaints"), []
    numbers: dict[tuple[int, int], int] = {}
    for service in services[::200] or services[:1]:
        day = min(service.end_on + timedelta(days=rng.randint(3, 20)), plan.today)
        key = (service.insurer_id, day.year)
        numbers[key] = numbers.get(key, 0) + 1
        is_answered = rng.random() < 0.8 and day + timedelta(days=12) < plan.today
        rows.append(
            Complaint(
                policy_id=service.policy_id, activity=service, received_on=day, complainant="示例企业安全员",
                complaint_no=f"TS-{clerks[service.insurer_id].organisation.code}-{day.year}-{numbers[key]:04d}",
                text="约定的现场服务改期后未再安排。", recorded_by=clerks[service.insurer_id], recorded_at=instant(day, 10),
                state=ComplaintState.ANSWERED if is_answered else ComplaintState.OPEN,
                answered_on=day + timedelta(days=rng.randint(5, 12)) if is_answered else None,
                **(ANSWER if is_answered else {}),
            )
        )  # fmt: skip
    save_all(Complaint, rows)


def _give(plan: Plan, clerks: dict[int, User]) -> None:
    """A case and a training text of each insurer, given to some units, read by most."""
    rng, given = plan.luck("materials"), []
    for insurer in sorted(set(Policy.objects.values_list("insurer_id", flat=True))):
        clerk, at = clerks[insurer], instant(plan.today - timedelta(days=30), 9)
        for kind, title in (("CASE", "动火作业典型事故案例（示例）"), ("TRAINING", "外包外租安全管理要点（示例）")):
            material = Material.objects.create(
                insurer_id=insurer, kind=kind, title=title, text="本资料为示例内容，供演示使用。", state="PUBLISHED",
                written_by=clerk, written_at=at, published_at=at,
            )  # fmt: skip
            policies = Policy.objects.in_force(plan.today).filter(insurer_id=insurer).order_by("pk")
            for policy in policies[: 20 if plan.sizes["visits"] < 1000 else 200]:
                is_read = rng.random() < 0.7
                given.append(
                    Assignment(
                        material=material, policy=policy, assigned_by=clerk, assigned_at=at,
                        due_on=plan.today - timedelta(days=5), read_by="示例安全员" if is_read else "",
                        read_on=plan.today - timedelta(days=rng.randint(6, 25)) if is_read else None,
                        way="PAPER" if is_read else "",
                    )
                )  # fmt: skip
    save_all(Assignment, given)


LEDGERS = (Ledger("visits", ActivityVisit, SIZES, fill),)
