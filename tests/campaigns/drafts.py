"""A campaign of 2024 as the province writes it down, and as it stands once it is approved."""

from datetime import date
from typing import Any

from campaigns.models import Campaign, LibraryDocument
from campaigns.services import setup
from campaigns.services.setup import CampaignText, ReportLine
from core import clock
from core.writing import version_of
from tests.cast import Cast

CITY_LINE = ReportLine("CITY", "PROVINCE", date(2024, 12, 10))


def text(**changes: Any) -> CampaignText:
    given: dict[str, Any] = {
        "code": "2024",
        "name": "安责险助力专项排查整治2024行动",
        "document_no": "示例〔2024〕1号",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31),
        "is_yearly": True,
        "sectors": ["NCM", "HAZCHEM"],
        "reports": [CITY_LINE, ReportLine("SUBOFFICE", "REGULATOR", date(2024, 12, 10))],
        "documents": [LibraryDocument.objects.order_by("pk").values_list("pk", flat=True)[0]],
    }
    return CampaignText(**{**given, **changes})


def draft(cast: Cast, **changes: Any) -> Campaign:
    source = Campaign.objects.get(code="2023")
    return setup.write_campaign(text=text(**changes), source=source, by=cast.provincial_officer, at=clock.now())


def approved(cast: Cast, **changes: Any) -> Campaign:
    row = draft(cast, **changes)
    row = setup.propose_campaign(campaign=row, seen=version_of(row), by=cast.provincial_officer, at=clock.now())
    return setup.approve_campaign(
        campaign=row, note="同意", seen=version_of(row), by=cast.provincial_lead, at=clock.now()
    )
