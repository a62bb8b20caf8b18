"""Records of service that were sent back at a check (N30): the regulator opens a case of one."""

from datetime import date
from typing import Final

from accounts.models import User
from core.contributions import panels
from core.identifiers import key_in
from core.views.addresses import address
from dispositions.choices import CaseSource
from dispositions.models import Case
from dispositions.openers.links import link_of
from dispositions.sources import Fact, Source
from inspections.choices import FindingKind, FindingSubject
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity


def find(user: User, key: str, _today: date) -> Fact | None:
    """A record that stands returned."""
    if key_in(key) is None:
        return None
    rows = Activity.objects.visible_to(user).filter(state=ActivityState.RETURNED)
    record = rows.select_related("policy__insurer", "enterprise", "detail").filter(pk=key).first()
    if record is None:
        return None
    detail = getattr(record, "detail", None)
    reason = detail.returned_reason if detail is not None else ""
    return Fact(
        source=CaseSource.RETURN,
        key=key,
        name=record.activity_no,
        title="服务记录抽查退回",
        facts=f"服务记录 {record.activity_no}（{record.enterprise}）抽查退回：{reason or '未写明理由'}",
        subject=FindingSubject.INSURER,
        kind=FindingKind.FALSE_RECORD,
        city=record.city_id,
        county=record.county_id,
        insurer=record.policy.insurer,
    )


def state(_case: Case, key: str, user: User, today: date) -> str:
    """Whether the record still stands returned."""
    return "该服务记录仍为退回状态" if find(user, key, today) is not None else "该服务记录已不是退回状态"


def _panel(record: Activity, user: User, today: date) -> dict[str, object]:
    return link_of(user, CaseSource.RETURN, str(record.pk), today) if record.state == ActivityState.RETURNED else {}


def register_panel() -> None:
    """Let the page of a record show its case."""
    panels.register("activity", _panel)


SOURCE: Final = Source(
    code=CaseSource.RETURN, find=find, url=lambda key: address("activities:activity-detail", int(key)), state=state
)
