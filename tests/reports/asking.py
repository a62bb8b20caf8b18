"""Texts that tests ask for from below."""

from datetime import date

from accounts.models import Organisation, User
from core import clock
from reports import services
from reports.models import Contribution, ReportDuty
from reports.services import Asking
from tests.cast import Cast

ASKING = Asking("searches", "动火作业的做法和成效", date(2023, 11, 28), ("动火到场次数",), wants_files=True)


def duty_of(by: User, report: str = "campaign") -> ReportDuty:
    return ReportDuty.objects.get(organisation=by.organisation, report=report, campaign__code="2023")


def ask(cast: Cast, asking: Asking = ASKING) -> Contribution:
    county = Organisation.objects.get(code="EM-330106")
    (made,) = services.ask_below(
        duty=duty_of(cast.hangzhou_officer),
        of=[county],
        asking=asking,
        by=cast.hangzhou_officer,
        today=clock.today(),
        at=clock.now(),
    )
    return made
