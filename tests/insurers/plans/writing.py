"""How tests write plans: as a workbook's row, as a draft by the service, as a form that a browser sends."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook

from core import clock
from core.imports.models import Upload
from insurers.plans import services as planning
from insurers.plans.models import ServicePlan
from insurers.plans.sheets import PLANS
from insurers.policies.models import Policy
from tests import world
from tests.cast import Cast
from tests.uploads import send

LABELS = {"standards": "AQ 9010-2019、浙江危化品规范(试行)", "kind": "隐患排查", "form": "现场", "agency": "自有"}


def row_of(policy: Policy, **changes: Any) -> dict[str, Any]:
    """A sound row by column key."""
    return {
        "plan_no": "之江财险浙江FA-2001",
        "item_no": 1,
        "policy_no": policy.policy_no,
        "start_on": "2023-01-01",
        "end_on": "2023-12-31",
        **world.BASES,
        **LABELS,
        "fee_estimate": 1000,
        "safeguards": "设投诉电话。",
        "topics": "动火等危险作业",
        "measures": "现场核查。",
        "frequency": 2,
        "months": "6月、9月",
        "staff": "李某",
        "goal": "按期整改",
        "campaign_assist": "是",
        **changes,
    }


def workbook(path: Path, *rows: dict[str, Any]) -> Path:
    book = Workbook()
    sheet: Any = book.active
    sheet.append([column.title for column in PLANS.columns])
    for row in rows:
        sheet.append([row.get(column.key) for column in PLANS.columns])
    book.save(path)
    return path


def load(path: Path, cast: Cast, *rows: dict[str, Any], **options: Any) -> Upload:
    return send("plans", workbook(path / "plans.xlsx", *rows), cast.insurer_a_clerk, **options)


def draft(cast: Cast, policy: Policy, *items: dict[str, Any], **changes: Any) -> ServicePlan:
    return planning.create_plan(
        policy=policy,
        plan_no=changes.pop("plan_no", "之江财险浙江FA-1001"),
        head=world.plan_head(policy, **changes),
        items=items or (world.plan_item(),),
        by=cast.insurer_a_clerk,
        at=clock.now(),
    )


def written(policy: Policy, *items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    data = {**world.plan_head(policy), "plan_no": "之江财险浙江FA-3001", "talk_on": "2023-01-05", **changes}
    for number, item in enumerate(items or (world.plan_item(),)):
        sent = {**item, "campaign_assist": "yes" if item["campaign_assist"] else "no", "agency": item["agency"] or ""}
        data |= {f"item-{number}-{key}": value for key, value in sent.items()}
    lines = len(items or (1,))
    spare = {f"item-{lines + number}-campaign_assist": "no" for number in range(3)}
    return {**data, **spare, "item-TOTAL_FORMS": lines + 3, "item-INITIAL_FORMS": 0}
