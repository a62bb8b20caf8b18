"""Who owes which report of the 2023 campaign to whom, and by when (domain.md 5.4): data, kept for each campaign."""

from datetime import date
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.roles import NINGBO
from campaigns.models import Campaign
from reports.choices import CITY_REPORTS, ReportKind
from reports.models import ReportDuty

NATIONAL_REGULATOR: Final = "国家金融监督管理总局"
MINISTRY: Final = "应急管理部"
BY_NOTICE: Final = "浙应急法规〔2023〕133号，末段（12月10日前）"
#: No clause names the day of these two; the letter speaks of the end of the year.
BY_LETTER: Final = "应急厅函〔2023〕169号（年底前；未写明具体日期，按12月31日，待核）"


def seed_duties() -> None:
    """The duties of every campaign on record; a second call changes nothing."""
    for campaign in Campaign.objects.all():
        ReportDuty.objects.bulk_create(duties_of(campaign), ignore_conflicts=True)


def duties_of(campaign: Campaign) -> list[ReportDuty]:
    """Cities to the province, sub-offices to the provincial regulator, these and Ningbo's to the national bodies."""
    bodies = Organisation.objects.select_related("division")
    province = bodies.get(kind=OrganisationKind.PROVINCIAL_EMERGENCY)
    regulators = bodies.filter(kind=OrganisationKind.PROVINCIAL_REGULATOR)
    regulator = regulators.exclude(division__code=NINGBO).get()
    due_on, year_end = campaign.deadline_on, date(campaign.year, 12, 31)

    def duty(owner: Organisation, report: ReportKind, to: Organisation | str, on: date, basis: str) -> ReportDuty:
        recipient = to if isinstance(to, Organisation) else None
        return ReportDuty(
            year=campaign.year,
            report=report,
            organisation=owner,
            recipient=recipient,
            recipient_name=str(to),
            due_on=on,
            basis=basis,
        )

    cities = bodies.filter(kind=OrganisationKind.CITY_EMERGENCY)
    offices = bodies.filter(kind=OrganisationKind.REGULATOR_SUBOFFICE)
    return [
        *[duty(city, report, province, due_on, BY_NOTICE) for city in cities for report in CITY_REPORTS],
        *[duty(office, ReportKind.REGULATOR, regulator, due_on, BY_NOTICE) for office in offices],
        *[duty(one, ReportKind.REGULATOR, NATIONAL_REGULATOR, year_end, BY_LETTER) for one in regulators],
        duty(province, ReportKind.PROVINCE, MINISTRY, year_end, BY_LETTER),
    ]
