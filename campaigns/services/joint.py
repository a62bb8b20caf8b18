"""Writes of the joint mechanism of a city: set up, members, meetings with resolutions, notes (N3, N37, G17)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from accounts.models import Organisation, User
from accounts.querysets import office_at
from campaigns.choices import MemberRole
from campaigns.models import JointMeeting, JointMember, JointNote, Mechanism, Resolution
from campaigns.offices import own_city, parties
from campaigns.permissions import CampaignPermission
from campaigns.rules import complain_landline
from campaigns.states import FULFIL
from core import audit, writing
from core.transitions import fire
from core.writing import Refused

WRITE = CampaignPermission.JOINT_WRITE


@dataclass(frozen=True, slots=True)
class MemberText:
    """A member as typed; the telephone is the office's."""

    name: str
    post: str = ""
    role: str = MemberRole.MEMBER
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting resolved: who does it by when."""

    text: str
    responsible: Organisation
    due_on: date


@dataclass(frozen=True, slots=True)
class MeetingText:
    """A meeting as typed."""

    held_on: date
    title: str
    attendance: str
    minutes: str
    place: str = ""


def set_up_mechanism(
    *,
    established_on: date,
    duties: str,
    document_no: str = "",
    by: User,
    today: date,
    at: datetime,
    seen: str | None = None,
) -> Mechanism:
    """Set up the mechanism of the own city, or change what it says. Raises NotAllowed, Refused, Stale."""
    city = own_city(by)
    found = Mechanism.objects.visible_to(by).filter(city=city).first() if city else None
    with writing.open_ledger(Mechanism, found or city or "", by=by, permission=WRITE, at=at, step="set-up", on=found):
        if city is None:
            raise Refused("联合工作机制由各市应急管理局和属地监管机构建立，本单位没有对应的城市")
        if established_on > today:
            raise Refused(("established_on", f"建立日期 {established_on} 晚于今天（{today}），请更正"))
        writing.insist(None if duties.strip() else "职责分工为空，请写明双方职责", "duties")
        row = writing.lock(found, seen=seen) if found else Mechanism(city=city)
        writing.insist(complain_established(row, established_on), "established_on")
        row.version += 1 if row.pk else 0
        row.established_on, row.duties, row.document_no = established_on, duties.strip(), document_no.strip()
        row.written_by, row.written_at = by, at
        row.save()
        audit.record("joint.set-up", by=by, at=at, subject=str(row))
    return row


def complain_established(mechanism: Mechanism, day: date) -> str | None:
    """The mechanism stood when its two offices first met."""
    first = mechanism.meetings.order_by("held_on").first() if mechanism.pk else None
    if first is None or first.held_on >= day:
        return None
    return f"建立日期 {day} 晚于已登记的联席会议（{first.held_on}「{first.title}」），请更正"


@contextmanager
def open_mechanism(mechanism: Mechanism, step: str, by: User, at: datetime) -> Iterator[Mechanism]:
    """Open a write by one of the two offices of the city: the provincial regulator sees others, and keeps Hangzhou's."""
    with writing.open_row(mechanism, by=by, permission=WRITE, at=at, step=step) as locked:
        city = own_city(by)
        if city is None or city.code != locked.city_id:
            raise Refused(f"{locked} 由该市应急管理局和属地监管机构维护，本单位不能修改")
        yield locked


def add_member(*, mechanism: Mechanism, text: MemberText, by: User, at: datetime) -> JointMember:
    """Enter a person of the own office. Raises NotAllowed, Refused."""
    with open_mechanism(mechanism, "add-member", by, at) as locked:
        if locked.members.filter(organisation=by.organisation, name=text.name.strip(), left_on=None).exists():
            raise Refused(("name", f"「{text.name}」已在本单位成员名单中，无须重复登记"))
        writing.insist(complain_landline(text.phone.strip()) if text.phone.strip() else None, "phone")
        row = JointMember.objects.create(
            mechanism=locked,
            organisation=by.organisation,
            name=text.name.strip(),
            post=text.post.strip(),
            role=text.role,
            phone=text.phone.strip(),
        )
        audit.record("joint.member-added", by=by, at=at, subject=str(locked))
    return row


def end_member(*, member: JointMember, by: User, today: date, at: datetime) -> None:
    """A person of the own office leaves; the entry stays. Raises NotAllowed, Refused."""
    with open_mechanism(member.mechanism, "end-member", by, at) as locked:
        row = writing.lock(member)
        if row.organisation_id != by.organisation_id:
            raise Refused(f"该成员是「{row.organisation}」的人员，请由该单位办理")
        writing.insist("该成员已离任，无须重复办理" if row.left_on else None)
        row.left_on = today
        row.save(update_fields=["left_on"])
        audit.record("joint.member-left", by=by, at=at, subject=str(locked))


def record_meeting(
    *, mechanism: Mechanism, text: MeetingText, decisions: Sequence[Decision], by: User, today: date, at: datetime
) -> JointMeeting:
    """Enter a meeting with what it resolved: all of it or nothing. Raises NotAllowed, Refused."""
    with open_mechanism(mechanism, "record-meeting", by, at) as locked:
        if text.held_on > today:
            raise Refused(("held_on", f"会议日期 {text.held_on} 晚于今天（{today}），请在会后登记"))
        if text.held_on < locked.established_on:
            told = f"会议日期 {text.held_on} 早于机制建立日期 {locked.established_on}，请更正"
            raise Refused(("held_on", told))
        if locked.meetings.filter(held_on=text.held_on, title=text.title.strip()).exists():
            raise Refused(("title", f"{text.held_on} 的「{text.title}」已经登记，无须重复登记"))
        writing.insist(complain_decisions(locked, text.held_on, decisions))
        meeting = JointMeeting.objects.create(
            mechanism=locked,
            held_on=text.held_on,
            title=text.title.strip(),
            place=text.place.strip(),
            attendance=text.attendance.strip(),
            minutes=text.minutes.strip(),
            recorded_by=by,
            recorded_at=at,
        )
        Resolution.objects.bulk_create(
            Resolution(
                meeting=meeting,
                mechanism=locked,
                text=one.text.strip(),
                responsible=one.responsible,
                due_on=one.due_on,
            )
            for one in decisions
        )
        audit.record("joint.meeting-recorded", by=by, at=at, subject=str(meeting), resolutions=len(decisions))
    return meeting


def complain_decisions(mechanism: Mechanism, held_on: date, decisions: Sequence[Decision]) -> str | None:
    """Each is done by one of the two offices, after the meeting."""
    known = set(parties(mechanism.city_id).values_list("pk", flat=True))
    for number, one in enumerate(decisions, 1):
        if one.responsible.pk not in known:
            return f"第 {number} 项议定事项的责任单位「{one.responsible}」不是本机制成员单位，请重新选择"
        if one.due_on < held_on:
            return f"第 {number} 项议定事项的完成期限 {one.due_on} 早于会议日期 {held_on}，请更正"
    return None


def fulfil_resolution(*, resolution: Resolution, outcome: str, by: User, today: date, at: datetime) -> Resolution:
    """Say how it was done, as the office that is responsible. Raises NotAllowed, Refused."""
    with open_mechanism(resolution.mechanism, "fulfil", by, at):
        writing.insist(None if outcome.strip() else "落实情况为空，请写明办理结果", "outcome")
        done: Resolution = fire(
            FULFIL, resolution, by=by, at=at, outcome=outcome.strip()[:500], fulfilled_on=today, fulfilled_by=by
        )
    return done


def write_note(*, mechanism: Mechanism, text: str, by: User, at: datetime) -> JointNote:
    """Leave a note for both offices. Raises NotAllowed, Refused."""
    with open_mechanism(mechanism, "note", by, at) as locked:
        writing.insist(None if text.strip() else "通报内容为空，请填写", "text")
        today = locked.notes.filter(text=text.strip(), written_at__date=timezone.localdate(at))
        if today.alias(office=office_at("written_by", "written_at")).filter(office=by.organisation_id).exists():
            raise Refused(("text", "本单位今天已留下内容相同的通报，无须重复"))
        note = JointNote.objects.create(mechanism=locked, text=text.strip(), written_by=by, written_at=at)
        audit.record("joint.note-written", by=by, at=at, subject=str(locked))
    return note
