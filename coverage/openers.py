"""Cases that records of other rooms open: a finding 应保未保 of an inspection (law, article 109)."""

from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from campaigns.services import duty_sectors
from core.contributions import openers
from core.views.addresses import address
from coverage import gap
from coverage.choices import CaseState
from coverage.models import GapCase
from coverage.permissions import CoveragePermission
from coverage.services import open_case
from enterprises.models import Enterprise

#: The kind of finding that ends in a case (contract: codes.csv, finding_kind).
OCCASION: Final = "NOT_INSURED"


def case_of(enterprise: Enterprise, day: date, facts: str, by: User, today: date, at: datetime) -> GapCase:
    """The open case of the enterprise, else a new one on the facts of the day. Raises NotAllowed, Refused."""
    running = GapCase.objects.visible_to(by).filter(enterprise=enterprise).exclude(state=CaseState.CLOSED).first()
    if running is not None:
        return running
    frame = gap.frame_of(day, today, duty_sectors(day))
    return open_case(enterprise=enterprise, frame=frame, facts=facts, by=by, at=at)


def register_openers() -> None:
    openers.register(
        OCCASION,
        openers.Opener(
            label=_("Open a case"),
            permission=CoveragePermission.GAP_CASE_WRITE,
            open=case_of,
            address=lambda case: address("coverage:case-detail", case.pk),
        ),
    )
