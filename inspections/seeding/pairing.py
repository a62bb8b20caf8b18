"""The table of annex 2 of the notice, published, with its eleven tasks."""

import csv
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from accounts.models import User
from campaigns.models import Campaign
from core.writing import version_of
from inspections import rules, services
from inspections.choices import PairingOrigin, PairingState
from inspections.models import PairingRow, PairingTable

#: The year of the next table, and the number that was drawn for it.
NEXT, SEED = 2024, "20231121"
ANNEX: Final = Path(__file__).resolve().parents[1] / "data" / "cross_inspection_2023.csv"


def seed_pairing() -> None:
    """The table of the 2023 campaign and its tasks; a second call changes nothing. ValueError for a wrong table."""
    campaign = Campaign.objects.get(year=2023)
    with ANNEX.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["seq"]))
    pairs = [(row["inspecting_code"], row["inspected_code"]) for row in rows]
    faults = rules.pairing_faults(pairs)
    if faults:
        raise ValueError("；".join(faults))
    services.create_tasks(_published(campaign, pairs), campaign)


def seed_next_pairing(at: datetime) -> None:
    """The ring drawn for the next year, which waits for the second person of the province."""
    by = User.objects.select_related("organisation").get(username="prov-em")
    if PairingTable.objects.filter(year=NEXT).exists():
        return
    when = at - timedelta(days=2) + timedelta(hours=10)
    table = services.draw_table(
        year=NEXT, seed=SEED, lookback=1, left_out=[], note="公开摇号生成，送审稿", by=by, at=when
    )
    services.propose_table(table=table, seen=version_of(table), by=by, at=when + timedelta(minutes=20))


def _published(campaign: Campaign, pairs: list[rules.Pair]) -> PairingTable:
    """The table as the notice published it, which nobody of the portal drafted or approved."""
    there = PairingTable.objects.published().filter(year=campaign.year).first()
    if there is not None:
        return there
    table = PairingTable.objects.create(
        year=campaign.year, origin=PairingOrigin.ANNEX, note=f"{campaign.document_no}附件2"
    )
    PairingRow.objects.bulk_create(
        [
            PairingRow(table=table, annex_no=number, inspecting_id=inspecting, inspected_id=inspected)
            for number, (inspecting, inspected) in enumerate(pairs, 1)
        ]
    )
    table.state = PairingState.PUBLISHED
    table.save(update_fields=["state"])
    return table
