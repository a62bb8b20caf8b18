"""The 2023 campaign as the notice sets it."""

from datetime import date

from accounts.models import Organisation
from campaigns.choices import CampaignSectorName
from campaigns.models import Campaign
from campaigns.seeding import SECTORS, seed_campaign
from campaigns.seeding.offices import area_code
from campaigns.services import current_campaign
from enterprises.choices import Sector


def test_the_campaign_of_2023(db: None) -> None:
    campaign = current_campaign(date(2023, 11, 23))
    assert campaign is not None
    assert campaign.document_no == "浙应急法规〔2023〕133号"
    assert (campaign.starts_on, campaign.ends_on) == (date(2023, 4, 27), date(2023, 12, 31))
    assert campaign.deadline_on == date(2023, 12, 10)


def test_eight_sectors_are_on_and_coal_is_off(db: None) -> None:
    campaign = current_campaign(date(2023, 11, 23))
    assert campaign is not None
    assert campaign.sectors.count() == 9
    assert "COAL" not in campaign.enabled_sectors()
    assert campaign.enabled_sectors() == [code for code in SECTORS if code != "COAL"]


def test_seeding_twice_changes_nothing(db: None) -> None:
    before = list(Campaign.objects.values()), list(Campaign.objects.get(year=2023).sectors.values())
    seed_campaign()
    assert (list(Campaign.objects.values()), list(Campaign.objects.get(year=2023).sectors.values())) == before


def test_a_day_without_a_campaign_of_its_year(db: None) -> None:
    """The next one before any has begun, the last one while no other follows."""
    for day in (date(2019, 5, 1), date(2024, 1, 8)):
        found = current_campaign(day)
        assert found is not None
        assert found.code == "2023"


def test_the_sectors_are_called_as_in_the_register() -> None:
    register = dict(Sector.choices)
    assert all(register[code] == label for code, label in CampaignSectorName.choices)


def test_invented_telephones_have_the_code_of_their_city(db: None) -> None:
    """Whoever prints the list of whom to remind finds no number of Hangzhou beside Jiaxing."""
    codes = {"PROV-EM": "0571", "EM-330106": "0571", "EM-330400": "0573", "REG-330300": "0577", "INS-A-NB": "0574"}
    assert {code: area_code(Organisation.objects.get(code=code)) for code in codes} == codes
