"""The seeded world that the benchmarks work on, and its rows as the peers want them."""

import os
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from accounts.models import User
from core import clock
from core.seeding import save_all
from enterprises.models import Enterprise
from enterprises.seeding import make_enterprises
from insurers.activities.sheets import ACTIVITIES
from insurers.policies.models import Policy
from insurers.policies.seeding.policies import make_policies
from reports.seeding import seed

ENTERPRISES = 3000
#: Rows of a long workbook; the bars are meant for 100,000.
ROWS = int(os.environ.get("ROWS", "100000"))


def build_organisations() -> dict[str, float]:
    """Organisations and people alone."""
    seed(scale="none", seed=1, today=clock.today())
    return {}


def clerk_of(name: str = "ins-a-zj") -> User:
    """A person of the seed, by default the clerk of the first insurer."""
    return User.objects.select_related("organisation").get(username=name)


def build() -> dict[str, float]:
    """Organisations, people, enterprises and policies."""
    today, at = clock.today(), clock.now()
    seed(scale="none", seed=1, today=today)
    rng = random.Random(133)
    save_all(Enterprise, make_enterprises(rng, ENTERPRISES, at))
    policies = make_policies(rng, Enterprise.objects.order_by("pk"), ENTERPRISES, today, at)
    save_all(Policy, policies)
    return {}


def activity_rows(clerk: User, number: int, faulty: float = 0.01) -> list[dict[str, Any]]:
    """`number` rows of a service workbook by column key; one in a hundred ends before it starts."""
    rng = random.Random(7)
    policies = list(Policy.objects.filter(insurer=clerk.organisation).select_related("enterprise"))
    today, rows = clock.today(), []
    policies = [policy for policy in policies if policy.start_on < today]
    for i in range(number):
        policy = rng.choice(policies)
        start = policy.start_on + timedelta(rng.randrange((min(policy.end_on, today) - policy.start_on).days + 1))
        end = start - timedelta(30) if rng.random() < faulty else start
        rows.append(
            {
                "activity_no": f"FW-2023-{i:07d}",
                "policy_no": policy.policy_no,
                "enterprise_name": policy.enterprise.name,
                "uscc": policy.enterprise.uscc,
                "kind": "隐患排查",
                "topics": "动火等危险作业、电气焊设备",
                "campaign_assist": "是",
                "start_on": start.isoformat(),
                "end_on": end.isoformat(),
                "form": "现场",
                "place": "企业厂区",
                "agency": "自有",
                "staff": "李某、王某",
                "participants": None,
                "content": "对动火等危险作业和电气焊设备开展现场排查，形成问题清单。",
                "general_hazards": 1,
                "major_hazards": 0,
                "notice_no": f"GZ-2023-{i:06d}",
                "cost": 1200.5,
                "satisfaction": 5,
                "note": None,
            }
        )
    return rows


def write_workbook(rows: list[dict[str, Any]], path: Path) -> Path:
    """The rows as an insurer's workbook."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(ACTIVITIES.sheet)
    sheet.append([column.title for column in ACTIVITIES.columns])
    for row in rows:
        sheet.append([row.get(column.key) for column in ACTIVITIES.columns])
    book.save(path)
    return path
