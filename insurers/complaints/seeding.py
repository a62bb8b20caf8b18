"""Invented complaints about seeded services."""

from datetime import timedelta
from typing import Final

from accounts.models import User
from core.seeding import Ledger, Plan, instant, save_all
from hazards.choices import LetterKind
from hazards.services.numbers import continue_series, written_number
from insurers.activities.models import Activity
from insurers.complaints.choices import ComplaintState
from insurers.complaints.models import Complaint

#: Complaints; one visited service in two hundred led to one.
SIZES: Final = {"small": 1, "province": 100, "nation": 500}
ONE_IN: Final = 200
ANSWER: Final = {
    "claim": "要求按约定补充服务。",
    "facts": "经查，服务安排有延误。",
    "measures": "已补充服务并致歉。",
}


def fill_complaints(plan: Plan) -> None:
    """About the latest visited services; most answered, in or out of time."""
    clerks = {user.organisation_id: user for user in User.objects.order_by("-username")}
    visited = Activity.objects.filter(visit__isnull=False).order_by("-start_on", "pk")
    rng, rows = plan.luck("complaints"), []
    numbers: dict[tuple[int, int], int] = {}
    for service in visited[: plan.sizes["complaints"] * ONE_IN : ONE_IN]:
        day = min(service.end_on + timedelta(days=rng.randint(3, 20)), plan.today)
        clerk, key = clerks[service.insurer_id], (service.insurer_id, day.year)
        numbers[key] = numbers.get(key, 0) + 1
        is_answered = rng.random() < 0.8 and day + timedelta(days=12) < plan.today
        rows.append(
            Complaint(
                policy_id=service.policy_id,
                activity=service,
                received_on=day,
                complainant="示例企业安全员",
                complaint_no=written_number(LetterKind.COMPLAINT, clerk.organisation, day.year, numbers[key]),
                text="约定的现场服务改期后未再安排。",
                recorded_by=clerk,
                recorded_at=instant(day, 10),
                state=ComplaintState.ANSWERED if is_answered else ComplaintState.OPEN,
                answered_on=day + timedelta(days=rng.randint(5, 12)) if is_answered else None,
                **(ANSWER if is_answered else {}),
            )
        )
    save_all(Complaint, rows)
    continue_series(LetterKind.COMPLAINT, numbers)


LEDGERS: Final = (Ledger("complaints", Complaint, SIZES, fill_complaints),)
