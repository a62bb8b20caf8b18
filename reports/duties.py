"""Who owes which report of a campaign to whom, and by when (domain.md 5.4), as the campaign itself says."""

from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation
from accounts.roles import NINGBO
from campaigns.choices import Recipient, Reporter
from campaigns.models import Campaign, CampaignReport
from campaigns.offices import HANGZHOU
from reports.choices import CITY_REPORTS, ReportKind
from reports.models import ReportDuty

#: What each reporter owes.
OWED: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    Reporter.CITY: (OrganisationKind.CITY_EMERGENCY, CITY_REPORTS),
    Reporter.SUBOFFICE: (OrganisationKind.REGULATOR_SUBOFFICE, (ReportKind.REGULATOR,)),
    Reporter.REGULATOR: (OrganisationKind.PROVINCIAL_REGULATOR, (ReportKind.REGULATOR,)),
    Reporter.PROVINCE: (OrganisationKind.PROVINCIAL_EMERGENCY, (ReportKind.PROVINCE,)),
}


#: Told of the pairing, which the campaign of the year alone has.
PAIRED: Final = frozenset({ReportKind.CROSS_INSPECTION})


def has_report(campaign: Campaign, report: str) -> bool:
    """Whether the campaign has such a report at all."""
    return campaign.is_yearly or report not in PAIRED


def seed_duties() -> None:
    """The duties of every approved campaign on record; a second call changes nothing."""
    for campaign in Campaign.objects.approved():
        ReportDuty.objects.bulk_create(duties_of(campaign), ignore_conflicts=True)


def duties_of(campaign: Campaign) -> list[ReportDuty]:
    """Cities to the province, sub-offices to the provincial regulator, these and Ningbo's to the national bodies."""
    return [duty for line in campaign.reports.all() for duty in _duties(campaign, line)]


def _duties(campaign: Campaign, line: CampaignReport) -> list[ReportDuty]:
    """Where sub-offices report to the provincial regulator, it owes itself the report of the city without one.

    A city that takes no part owes nothing, nor does its regulator.
    """
    kind, reports = OWED[line.reporter]
    recipient = _recipient(line.recipient)
    name = str(recipient) if recipient else str(line.get_recipient_display())
    offices = Organisation.objects.filter(kind=kind).exclude(division__code__in=campaign.cities_off)
    owners = offices.select_related("division").order_by("code")
    owed = [
        (owner, report) for owner in owners for report in reports if owner != recipient and has_report(campaign, report)
    ]
    if recipient and line.reporter == Reporter.SUBOFFICE and HANGZHOU not in campaign.cities_off:
        owed.append((recipient, ReportKind.REGULATOR_CITY))
    return [
        ReportDuty(
            campaign=campaign,
            report=report,
            organisation=owner,
            recipient=recipient,
            recipient_name=name,
            due_on=line.due_on,
            basis=line.basis,
        )
        for owner, report in owed
    ]


def _recipient(code: str) -> Organisation | None:
    """The organisation of the portal that reports go to; None for a national body."""
    if code == Recipient.PROVINCE:
        return Organisation.objects.get(kind=OrganisationKind.PROVINCIAL_EMERGENCY)
    if code == Recipient.REGULATOR:
        regulators = Organisation.objects.filter(kind=OrganisationKind.PROVINCIAL_REGULATOR)
        return regulators.exclude(division__code=NINGBO).get()
    return None
