"""What the portal knows of the written notice of a service's hazards: its number, its receipt, its paper (N31).

A notice names the service that found its hazards by number. One that the insurer numbered itself, outside the portal,
stands in the record and as a file of its own.
"""

from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from accounts.models import User
from core import attachments
from hazards.choices import HazardSource, NoticeState
from hazards.documents.letters import notice_document
from hazards.documents.rows import notice_letter
from hazards.models import Notice

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from insurers.activities.models import Activity


def notices_of(activity: "Activity") -> "QuerySet[Notice]":
    """The portal's notices on hazards of the service, or of those that it corrects; void ones left out."""
    of_service = Notice.objects.filter(issuer=activity.insurer_id, lines__hazard__source=HazardSource.SERVICE)
    named = of_service.filter(source_no__in=numbers_of(activity)).exclude(state=NoticeState.VOID)
    return named.order_by("issued_at", "pk").distinct()


def numbers_of(activity: "Activity") -> list[str]:
    """The number of the service, and of those that it corrects, the newest first."""
    from insurers.activities.models import ActivityDetail

    numbers, row = [activity.activity_no], activity.pk
    known = ActivityDetail.objects.filter(corrects__isnull=False)
    while found := known.filter(activity=row).values_list("corrects", "corrects__activity_no").first():
        row, number = found
        numbers.append(number)
    return numbers


def lacking_notice(activity: "Activity") -> str | None:
    """What the file of a service with hazards lacks of its notice, None where notice and signed receipt are there."""
    known = list(notices_of(activity))
    waiting = [notice.number for notice in known if notice.state == NoticeState.ISSUED]
    if waiting:
        return f"书面告知书 {'、'.join(waiting)} 的签收回执（在该告知书上登记送达）"
    return None if known else "书面告知书（在本系统开具并登记送达，或者上传自行编号的告知书）"


def take_notices(activity: "Activity", *, by: User, at: datetime) -> None:
    """Put the portal's served notices with their receipts into the file of the service. Raises NotAllowed, Refused."""
    for notice in notices_of(activity).filter(state=NoticeState.SERVED):
        name = f"书面告知书-{notice.number}.docx"
        if attachments.attachments_of(activity).filter(file__name=name).exists():
            continue
        paper = BytesIO(notice_document(notice_letter(notice, by)))
        attachments.attach(activity, "notice", paper, name=name, by=by, at=at)
        attachments.hand_on(notice, activity, by=by, at=at, slots={"receipt": "notice"})
