"""Records of services as they are entered, changed and corrected in the browser (domain.md 4.5)."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from accounts.models import User
from accounts.scope import identity_of
from core import audit, writing
from core.workbooks import Row
from core.workbooks.model import Placement
from core.writing import Refused, Seen, Stale
from hazards.choices import NoticeState
from hazards.models import Notice
from insurers.activities import corrections
from insurers.activities.choices import ActivityState
from insurers.activities.importing import ActivitySession
from insurers.activities.models import Activity, ActivityDetail
from insurers.activities.notices import notices_of
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services.opening import open_service
from insurers.activities.sheets import ACTIVITIES, CELLS, cell_of, check_activity, check_by_itself
from insurers.activities.states import OPEN
from insurers.base.choices import OWN_STAFF, ServiceKind
from insurers.base.rules import content_complaints
from insurers.policies.models import Policy

FIELDS: Final = {field.column: field.attname for field in Activity._meta.concrete_fields}

PLACEMENT: Final = Placement(ACTIVITIES, {column.key: "" for column in ACTIVITIES.columns})

#: In which states the record itself may be changed by hand.
EDITABLE: Final = frozenset(
    {ActivityState.SCHEDULED, ActivityState.DONE, ActivityState.RECORDED, ActivityState.RETURNED}
)

#: What the row's own columns and the side table hold of a record.
CONTENT: Final = ("channel", "medium", "link")
DETAIL: Final = ("course", "plan_item", "outside_reason", "drill_type", "exits_known", *CONTENT)

LABELS: Final = {
    **{column.key: column.title for column in ACTIVITIES.columns},
    "course": "服务措施与过程",
    "outside_reason": "方案外服务的理由",
    "drill_type": "演练类型",
    "exits_known": "逃生出口熟知",
    "plan_item": "方案项目",
    "channel": "发布渠道",
    "medium": "内容形式",
    "link": "链接",
}

#: A record, or the values of a row, by name.
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Correction:
    """The filed service that a new one corrects, and why."""

    of: Activity
    reason: str


def create_service(
    *,
    values: Values,
    detail: Values,
    by: User,
    today: date,
    at: datetime,
    corrects: Correction | None = None,
) -> Activity:
    """Enter a service: scheduled where its day is to come, else done. Raises NotAllowed, Refused.

    What it `corrects` stays as it was; files and links go along.
    """
    number, is_ahead = str(values["activity_no"]), values["start_on"] > today
    before = corrects.of if corrects else None
    with _open_ledger(number, before, by, at):
        if corrects is not None:
            _insist_correctable(corrects)
        columns = _judged(values, by, today, ahead=True, before=before)
        detail = _sound(detail, values)
        state = ActivityState.SCHEDULED if is_ahead else ActivityState.DONE
        activity = Activity.objects.create(**columns, state=state, created_at=at, updated_at=at)
        marks = {"corrects": corrects.of, "correction_reason": corrects.reason.strip()} if corrects else {}
        _write_detail(activity, detail, at, **marks)
        if before is not None:
            corrections.take_along(before, activity, by=by, at=at)
        action = "activity.corrected" if corrects else "activity.scheduled" if is_ahead else "activity.done"
        audit.record(action, by=by, at=at, subject=str(activity), policy=values["policy_no"])
    return activity


def name_notice(activity: Activity, notice: Notice) -> None:
    """Give the service the number of the portal's notice, or take it away with the notice; in the notice's own write.

    A number of the insurer's own stays, and so does what is filed.
    """
    locked = writing.lock(activity)
    if locked.state not in OPEN:
        return
    if notice.state == NoticeState.VOID and locked.notice_no == notice.number:
        rest = notices_of(locked).first()
        number = rest.number if rest else ""
    elif notice.state != NoticeState.VOID and not locked.notice_no:
        number = notice.number
    else:
        return
    Activity.objects.filter(pk=locked.pk).update(notice_no=number)


def _open_ledger(number: str, corrects: Activity | None, by: User, at: datetime) -> AbstractContextManager[None]:
    return writing.open_ledger(
        Activity,
        number,
        by=by,
        permission=ActivityPermission.ACTIVITY_WRITE,
        at=at,
        step="correct" if corrects else "enter",
        on=corrects,
        sentences={"activity_no_of_insurer": ("activity_no", f"服务编号“{number}”在本机构已登记，请核对或另编编号。")},
    )


def _insist_correctable(corrects: Correction) -> None:
    """Only what is filed is corrected so, once and for a reason; the filed row itself stays."""
    writing.insist(None if corrects.reason.strip() else "请填写更正的理由", "correction_reason")
    locked = writing.lock(corrects.of)
    if locked.state != ActivityState.FILED:
        raise Refused(f"服务 {locked} 尚未归档，请直接修改记录。")
    later = ActivityDetail.objects.filter(corrects=locked).select_related("activity").first()
    if later is not None:
        raise Refused(f"服务 {locked} 已有更正记录 {later.activity}，请在该记录上办理。")


def edit_service(
    *,
    activity: Activity,
    values: Values,
    detail: Values,
    seen: Seen,
    by: User,
    today: date,
    at: datetime,
) -> Activity:
    """Change a record that is not yet confirmed. Raises NotAllowed, Refused, Stale."""
    with open_service(
        activity, ActivityPermission.ACTIVITY_WRITE, "edit", by, at, related=("policy", "agency")
    ) as locked:
        if locked.state not in EDITABLE:
            raise Refused(f"服务记录处于「{locked.get_state_display()}」状态，不能修改。")
        _insist_current(locked, seen, {**values, **detail})
        if values["activity_no"] != locked.activity_no:
            raise Refused(("activity_no", f"服务编号登记后不能更改，应为 {locked.activity_no}。"))
        ahead = locked.state == ActivityState.SCHEDULED
        for name, value in _judged(values, by, today, ahead=ahead, before=locked).items():
            setattr(locked, name, value)
        locked.updated_at = at
        locked.save()
        _write_detail(locked, _sound(detail, values), at)
        audit.record("activity.edited", by=by, at=at, subject=str(locked))
    return locked


def _insist_current(activity: Activity, seen: Seen, typed: Values) -> None:
    """Refuse a stale page, with what differs of what was typed. Raises Stale."""
    try:
        writing.insist_current(activity, seen)
    except Stale as stale:
        labels = {name: label for name, label in LABELS.items() if name in typed}
        different = writing.clashes(labels, shown_values(activity), typed)
        raise Stale(stale.by, different, stale.version, str(stale)) from None


def shown_values(activity: Activity) -> Values:
    """A record by the keys of the form."""
    detail = ActivityDetail.objects.filter(activity=activity).first()
    own = {column.key: cell_of(getattr(activity, column.key, None)) for column in ACTIVITIES.columns}
    return {
        **own,
        "policy_no": activity.policy.policy_no,
        "uscc": activity.enterprise.uscc,
        "agency": activity.agency.name if activity.agency else OWN_STAFF,
        "topics": tuple(activity.topics),
        **({name: getattr(detail, name) for name in DETAIL} if detail else {}),
    }


def _judged(values: Values, by: User, today: date, *, ahead: bool, before: Activity | None = None) -> dict[str, object]:
    """The record's columns, judged by the rules of the workbook. `ahead`: the day may lie in the future.

    A service with hazards needs no number of a notice here: the portal's own notice brings it. `before` is the record
    as it stood, which keeps what no field of the form holds.
    """
    session = ActivitySession(identity_of(by.organisation), today)
    policy = Policy.objects.visible_to(by).filter(insurer_id=by.works_for_id, policy_no=values["policy_no"])
    insured: Values = policy.values("enterprise__uscc", "enterprise__name").first() or {}
    stored = {name: value for name, value in shown_values(before).items() if name in CELLS} if before else {}
    whole = {
        **stored,
        **values,
        "uscc": insured.get("enterprise__uscc"),
        "enterprise_name": insured.get("enterprise__name"),
    }
    row = Row(1, whole, (), PLACEMENT)
    facts = session.facts([row])
    kept = {str(values["activity_no"]): before.topics} if before else {}
    check_activity(row, replace(facts, kept=kept))
    _insist_sound(row, {"future"} if ahead else set())
    columns = {FIELDS[name]: value for name, value in session.record_by_name(row).items()}
    return {**columns, "topics": list(columns["topics"])}


def insist_complete(values: Values, detail: Values) -> None:
    """Refuse what no insurer could enter, before there is a policy or a number to judge it by. Raises Refused."""
    row = Row(1, dict(values), (), PLACEMENT)
    check_by_itself(row)
    _insist_sound(row, set())
    _sound(detail, values)


def _insist_sound(row: Row, allowed: set[str]) -> None:
    """Refuse errors but those allowed. Raises Refused."""
    errors = [fault for fault in row.faults if fault.severity == "error" and fault.code not in allowed]
    faults = [fault for fault in errors if (fault.key, fault.code) != ("notice_no", "required")]
    if faults:
        raise Refused(*((fault.key, fault.message) for fault in faults))


def _sound(detail: Values, values: Values) -> Values:
    """The detail with what the kind of service carries of it. Raises Refused."""
    if (item := detail.get("plan_item")) is not None:
        policy, kind = item.plan.policy.policy_no, item.kind
        fits = (policy, kind) == (values["policy_no"], values["kind"])
        its_kind = ServiceKind(kind).official
        told = f"方案 {item.plan} 第 {item.item_no} 项属于保单 {policy}，服务项目为“{its_kind}”，与所填不符，请改选。"
        writing.insist(None if fits else told, "plan_item")
    if values["kind"] != ServiceKind.CASE:
        return {**detail, **dict.fromkeys(CONTENT, "")}
    if wrong := list(content_complaints(*(detail.get(name, "") for name in CONTENT))):
        raise Refused(*wrong)
    return detail


def _write_detail(activity: Activity, detail: Values, at: datetime, **more: object) -> None:
    kept = {**{name: detail[name] for name in DETAIL if name in detail}, **more, "updated_at": at}
    ActivityDetail.objects.update_or_create(activity=activity, defaults=kept)
