"""The 2023 campaign as the notice 浙应急法规〔2023〕133号 sets it."""

from datetime import date

from campaigns import parts
from campaigns.choices import CampaignSectorName, CampaignState, ListedKind, Recipient, Reporter
from campaigns.models import Campaign, CampaignReport, CampaignSector, LibraryDocument, ListedCode

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
NUMBER = "浙应急法规〔2023〕133号"
DUE = date(2023, 12, 10)
BY_NOTICE = f"{NUMBER}，末段（12月10日前）"
#: No clause names the day of these two; the letter speaks of the end of the year.
BY_LETTER = "应急厅函〔2023〕169号（年底前；未写明具体日期，按12月31日，待核）"
REPORTS = (
    (Reporter.CITY, Recipient.PROVINCE, DUE, BY_NOTICE),
    (Reporter.SUBOFFICE, Recipient.REGULATOR, DUE, BY_NOTICE),
    (Reporter.REGULATOR, Recipient.NATIONAL_REGULATOR, date(2023, 12, 31), BY_LETTER),
    (Reporter.PROVINCE, Recipient.MINISTRY, date(2023, 12, 31), BY_LETTER),
)
#: The duty to insure (law, article 51); before the law of 2021 the measures of 2017 named the same sectors.
DUTY_SINCE = date(2018, 1, 1)
BY_LAW = "安全生产法（2021年修正）第五十一条；2021年9月1日前为安监总办〔2017〕140号第六条，待核"
#: Edition, in use from, and what says so.
STANDARDS = (
    ("AQ9010", "AQ 9010-2019", date(2020, 2, 1), "安全生产责任保险事故预防技术服务规范，2020年2月1日施行"),
    ("AQ9010-4", "AQ 9010.4-2026", date(2026, 6, 1), "第4部分：矿山；标准目录页为2026年6月，施行日待核"),
)


def seed_campaign() -> Campaign:
    """The campaign with its sectors and reports; a second call changes nothing."""
    campaign, _ = Campaign.objects.get_or_create(
        year=YEAR,
        defaults={
            "name": "安责险助力全省重大事故隐患专项排查整治2023行动",
            "code": str(YEAR),
            "state": CampaignState.APPROVED,
            "document_no": NUMBER,
            "starts_on": date(2023, 4, 27),
            "ends_on": date(2023, 12, 31),
            "deadline_on": DUE,
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
    CampaignReport.objects.bulk_create(
        [
            CampaignReport(campaign=campaign, reporter=reporter, recipient=recipient, due_on=due, basis=basis)
            for reporter, recipient, due, basis in REPORTS
        ],
        ignore_conflicts=True,
    )
    return campaign


def seed_basis(campaign: Campaign) -> None:
    """The notice is what the campaign rests on; the library stands already."""
    campaign.documents.set(LibraryDocument.objects.filter(number=NUMBER))


def seed_listed() -> None:
    """Which sectors, topics and standards are in use from when; a second call changes nothing."""
    sectors = [
        ListedCode(kind=ListedKind.SECTOR, code=code, label=str(code.label), valid_from=DUTY_SINCE, source=BY_LAW)
        for code in SECTORS
        if code not in OFF
    ]
    topics = [
        ListedCode(
            kind=ListedKind.TOPIC,
            code=code,
            label=str(label),
            valid_from=date(2023, 4, 27),
            source=f"{NUMBER}，二（二）",
        )
        for group in parts.topics()
        for code, label in group.choices
    ]
    standards = [
        ListedCode(kind=ListedKind.STANDARD, code=code, label=label, valid_from=since, source=source)
        for code, label, since, source in STANDARDS
    ]
    ListedCode.objects.bulk_create([*sectors, *topics, *standards], ignore_conflicts=True)
