"""The pairing table of annex 2 as eleven tasks, and demo inspections."""

import csv
import random
from datetime import date, datetime, timedelta
from pathlib import Path

from accounts.models import User
from campaigns.models import Campaign
from enterprises.models import Enterprise
from inspections import services
from inspections.models import InspectedEnterprise, Task

#: Annex numbers whose demo inspection has begun, and how many forms of each are submitted.
RUNNING, SUBMITTED = (1, 2, 3, 5, 8), 4
FACTS = {
    "NOT_INSURED": "检查日未查到有效安责险保单，企业亦未能提供投保凭证。",
    "PARTLY_INSURED": "保单投保人数少于在册从业人数，部分人员未纳入投保范围。",
}
ANNEX = Path(__file__).parent / "data" / "cross_inspection_2023.csv"


def seed_pairing() -> None:
    """The eleven tasks of the 2023 campaign; a second call changes nothing."""
    campaign = Campaign.objects.get(year=2023)
    with ANNEX.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    Task.objects.bulk_create(
        [
            Task(
                campaign=campaign,
                annex_no=int(row["seq"]),
                inspecting_id=row["inspecting_code"],
                inspected_id=row["inspected_code"],
                no=f"JC-{campaign.year}-{int(row['seq']):02d}",
            )
            for row in rows
        ],
        ignore_conflicts=True,
    )


def seed_inspections(*, rng: random.Random, today: date, at: datetime) -> None:
    """Demo inspections through the services themselves: some tasks run, with submitted and draft forms and findings."""
    for task in Task.objects.filter(annex_no__in=RUNNING).select_related("campaign").order_by("annex_no"):
        officer = User.objects.select_related("organisation").get(username=f"em-{task.inspecting_id}")
        running = services.start_inspection(task=task, by=officer, at=at)
        register = Enterprise.objects.filter(city__code=task.inspected_id).order_by("pk")
        for position, enterprise in enumerate(register[:: max(1, register.count() // 6)][:6]):
            item = services.add_enterprise(task=running, enterprise=enterprise, by=officer, today=today, at=at)
            if position < SUBMITTED:
                _fill(rng, item, officer, today, at)


def _fill(rng: random.Random, item: InspectedEnterprise, officer: User, today: date, at: datetime) -> None:
    """Answer a form, record what it shows, submit it."""
    total = rng.randint(0, 6)
    values = {
        "checked_on": today - timedelta(days=rng.randint(3, 30)), "plan_seen": True, "train": rng.random() < 0.8,
        "haz": True, "drill": rng.random() < 0.6, "assist": rng.random() < 0.8, "hot_work": "OK", "welding": "OK",
        "key_posts": "OK", "outsourcing": "NA", "notices_seen": min(total, 2), "hazards_total": total,
        "hazards_closed": rng.randint(0, total), "satisfaction": rng.randint(3, 5),
    }  # fmt: skip
    saved = services.save_form(item=item, values=values, version=item.version, by=officer, at=at)
    if saved.insured in {"NO", "PARTLY"}:
        kind = "NOT_INSURED" if saved.insured == "NO" else "PARTLY_INSURED"
        services.record_finding(
            item=saved, subject="ENTERPRISE", kind=kind, fact=FACTS[kind], basis="安全生产法第五十一条", on_spot=False,
            found_on=values["checked_on"], by=officer, at=at,  # type: ignore[arg-type]
        )  # fmt: skip
    services.submit_item(item=saved, by=officer, at=at)
