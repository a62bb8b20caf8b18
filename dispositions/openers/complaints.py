"""Complaints about an insurer's services: the regulator opens a case of one (AQ 9010, 6; N41)."""

from datetime import date
from typing import Final

from accounts.models import User
from core.contributions import panels
from core.documents import in_words
from core.identifiers import key_in
from core.views.addresses import address
from dispositions.choices import CaseSource
from dispositions.openers.links import link_of
from dispositions.sources import Fact, Source
from inspections.choices import FindingKind, FindingSubject
from insurers.complaints.models import Complaint
from insurers.complaints.permissions import ComplaintPermission


def find(user: User, key: str, _today: date) -> Fact | None:
    """A complaint that the person sees."""
    if key_in(key) is None or not user.may(ComplaintPermission.COMPLAINT_VIEW):
        return None
    rows = Complaint.objects.visible_to(user).select_related("policy__insurer", "policy__enterprise")
    complaint = rows.filter(pk=key).first()
    if complaint is None:
        return None
    policy = complaint.policy
    return Fact(
        source=CaseSource.COMPLAINT,
        key=key,
        name=complaint.complaint_no,
        title="投诉反映的服务问题",
        facts=f"投保单位「{policy.enterprise}」{in_words(complaint.received_on)}投诉：{complaint.text}"[:2000],
        subject=FindingSubject.INSURER,
        kind=FindingKind.SERVICE_NOT_DONE,
        city=policy.city_id,
        county=policy.county_id,
        insurer=policy.insurer,
    )


def _panel(complaint: Complaint, user: User, today: date) -> dict[str, object]:
    return link_of(user, CaseSource.COMPLAINT, str(complaint.pk), today)


def register_panel() -> None:
    """Let the page of a complaint show its case."""
    panels.register("complaint", _panel)


SOURCE: Final = Source(
    code=CaseSource.COMPLAINT, find=find, url=lambda key: address("complaints:complaint-detail", int(key))
)
