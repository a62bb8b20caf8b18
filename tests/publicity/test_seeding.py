"""The demonstration has mechanisms, plans, guidance, publicity, and a public page that two persons released."""

from datetime import date

from django.test import Client

from campaigns.models import GuidanceReceipt, Mechanism, Resolution, WorkPlan
from campaigns.seeding.offices import fill_offices
from core.seeding import Plan
from publicity.models import PublicityItem, PublicRelease
from publicity.seeding import fill_publicity

TODAY = date(2023, 11, 23)


def test_the_demonstration_of_the_offices(db: None) -> None:
    fill_offices(Plan(1, TODAY, {"mechanisms": 3}))
    assert Mechanism.objects.count() == 3
    assert Resolution.objects.running().count() == 6
    assert {"SENT", "REGISTERED"} <= set(WorkPlan.objects.values_list("state", flat=True))
    assert GuidanceReceipt.objects.waiting().exists()
    assert GuidanceReceipt.objects.exclude(received_at=None).exists()
    assert GuidanceReceipt.objects.filter(note__kind="ANNOUNCEMENT", organisation__code="EM-330100").exists()


def test_the_demonstration_of_publicity(client: Client, db: None) -> None:
    fill_publicity(Plan(1, TODAY, {"publicity": 12}))
    assert PublicityItem.objects.count() == 12
    assert PublicityItem.objects.recommended().exists()
    assert PublicRelease.objects.get().state == "RELEASED"
    shown = client.get("/public/").content.decode()
    assert "统计日 2023-11-20" in shown
    assert shown.count("<article>") == 3
