"""The pairing table of annex 2 as eleven tasks, and demo inspections."""

import csv
import random
from datetime import date, datetime
from pathlib import Path

from campaigns.models import Campaign
from inspections.models import Task

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
    """Demo inspections follow with their services."""
