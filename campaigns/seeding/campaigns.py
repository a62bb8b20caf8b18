"""The 2023 campaign as the notice 浙应急法规〔2023〕133号 sets it."""

from datetime import date

from campaigns.choices import CampaignSectorName
from campaigns.models import Campaign, CampaignSector

YEAR = 2023
#: In the notice's order, 一(二); coal is the ninth of the national letter 169 and stays off in Zhejiang.
SECTORS = (
    CampaignSectorName.NCM,
    CampaignSectorName.HAZCHEM,
    CampaignSectorName.FIREWORK,
    CampaignSectorName.TRANSPORT,
    CampaignSectorName.CONSTR,
    CampaignSectorName.CIVEXP,
    CampaignSectorName.METAL,
    CampaignSectorName.FISHERY,
    CampaignSectorName.COAL,
)
OFF = frozenset({CampaignSectorName.COAL})


def seed_campaign() -> Campaign:
    """The campaign with its sectors; a second call changes nothing."""
    campaign, _ = Campaign.objects.get_or_create(
        year=YEAR,
        defaults={
            "name": "安责险助力全省重大事故隐患专项排查整治2023行动",
            "document_no": "浙应急法规〔2023〕133号",
            "starts_on": date(2023, 4, 27),
            "ends_on": date(2023, 12, 31),
            "deadline_on": date(2023, 12, 10),
            "inspections_by": date(2023, 11, 30),
        },
    )
    CampaignSector.objects.bulk_create(
        [
            CampaignSector(campaign=campaign, code=code, enabled=code not in OFF, order=order)
            for order, code in enumerate(SECTORS, 1)
        ],
        ignore_conflicts=True,
    )
    return campaign
