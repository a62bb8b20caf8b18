"""Invented training material, given to units of the demo."""

from datetime import timedelta
from typing import Final

from accounts.models import User
from core.seeding import Ledger, Plan, instant, save_all
from insurers.base.choices import Channel, Medium
from insurers.materials.choices import MaterialKind, MaterialState, ReadingWay
from insurers.materials.models import Assignment, Material
from insurers.policies.models import Policy

#: Units that each material is given to.
SIZES: Final = {"small": 20, "province": 200, "nation": 200}


def fill_materials(plan: Plan) -> None:
    """A case and a training text of each insurer, given to some units, read by most."""
    rng, given = plan.luck("materials"), []
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    for insurer in sorted(set(Policy.objects.values_list("insurer_id", flat=True))):
        clerk, at = clerks[insurer], instant(plan.today - timedelta(days=30), 9)
        for kind, title, channel, medium in (
            (MaterialKind.CASE, "动火作业典型事故案例（示例）", Channel.WECHAT, Medium.VIDEO),
            (MaterialKind.TRAINING, "外包外租安全管理要点（示例）", Channel.WEB, Medium.TEXT),
        ):
            material = Material.objects.create(
                insurer_id=insurer,
                kind=kind,
                title=title,
                channel=channel,
                medium=medium,
                text="本资料为示例内容，供演示使用。",
                state=MaterialState.PUBLISHED,
                written_by=clerk,
                written_at=at,
                published_at=at,
            )
            policies = Policy.objects.in_force(plan.today).filter(insurer_id=insurer).order_by("pk")
            for policy in policies[: plan.sizes["materials"]]:
                is_read = rng.random() < 0.7
                given.append(
                    Assignment(
                        material=material,
                        policy=policy,
                        assigned_by=clerk,
                        assigned_at=at,
                        due_on=plan.today - timedelta(days=5),
                        read_by="示例安全员" if is_read else "",
                        read_on=plan.today - timedelta(days=rng.randint(6, 25)) if is_read else None,
                        way=ReadingWay.PAPER if is_read else "",
                    )
                )
    save_all(Assignment, given)


LEDGERS: Final = (Ledger("materials", Assignment, SIZES, fill_materials),)
