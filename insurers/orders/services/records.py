"""What an agency's people write about an order, and how the insurer makes a service of it (domain.md 4.5, 4.7).

Agencies never confirm, file or void: their record enters the ledger by the hand of the insurer alone.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.http import QueryDict

from accounts.models import User
from core import attachments, clock, writing
from core.transitions import fire
from core.writing import Refused
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.services import Values, create_service, insist_complete
from insurers.orders.models import OrderRecord, ServiceOrder
from insurers.orders.permissions import OrderPermission
from insurers.orders.states import RECORD, TAKE


def complain_record(order: ServiceOrder) -> str | None:
    """Why the record cannot be written now."""
    record = OrderRecord.objects.filter(order=order).first()
    if record is not None and record.activity_id is not None:
        return f"服务记录已由保险机构登记为 {record.activity}，不能再修改"
    if order.state not in RECORD.sources:
        return f"委托处于「{order.get_state_display()}」状态，受理后才能填写服务记录"
    return None


def complain_days(start_on: date, end_on: date, today: date) -> tuple[str, str] | None:
    """What is wrong with the days of a record, with its field: it tells of what was done."""
    if start_on > today:
        return "start_on", f"服务日期 {start_on} 晚于今天（{today}），请在提供服务后填写记录"
    if end_on < start_on:
        return "end_on", f"结束日期 {end_on} 早于开始日期 {start_on}，请核对"
    if end_on > today:
        return "end_on", f"结束日期 {end_on} 晚于今天（{today}），请在服务结束后填写记录"
    return None


def write_record(
    *, order: ServiceOrder, typed: Mapping[str, list[str]], values: Values, detail: Values, by: User, at: datetime
) -> OrderRecord:
    """Keep what the agency wrote of the service, `typed` and as read. Raises NotAllowed, Refused.

    It is judged as the insurer's form will judge it: what is missing the agency alone knows.
    """
    with writing.open_row(
        order, by=by, permission=OrderPermission.ORDER_ANSWER, at=at, step="order-recorded"
    ) as locked:
        writing.insist(complain_record(locked))
        if wrong := complain_days(values["start_on"], values["end_on"], clock.day_of(at)):
            raise Refused(wrong)
        insist_complete(values, detail)
        kept = {"typed": dict(typed), "written_by": by, "written_at": at}
        record, _is_new = OrderRecord.objects.update_or_create(order=locked, defaults=kept)
        fire(RECORD, locked, by=by, at=at)
    return record


def make_service(
    *,
    record: OrderRecord,
    values: Values,
    detail: Values,
    by: User,
    today: date,
    at: datetime,
) -> Activity:
    """Enter the service that the record tells of, as `create_service` takes it. All or nothing.

    A record that is not stored yet is the insurer's own: it enters the service of an order without the agency's record.
    Raises NotAllowed, Refused.
    """
    with writing.open_ledger(
        OrderRecord, record, by=by, permission=ActivityPermission.ACTIVITY_WRITE, at=at, step="order-service"
    ):
        if record._state.adding:
            record.save()
            fire(RECORD, record.order, by=by, at=at)
        activity = create_service(values=values, detail=detail, by=by, today=today, at=at)
        take_over(record=record, activity=activity, by=by, at=at)
    return activity


def take_over(*, record: OrderRecord, activity: Activity, by: User, at: datetime) -> None:
    """Link the service that the insurer made of the record, and hand the files on. Raises NotAllowed, Refused."""
    with writing.open_ledger(
        OrderRecord,
        record,
        by=by,
        permission=ActivityPermission.ACTIVITY_WRITE,
        at=at,
        step="order-taken-over",
        on=activity,
    ):
        locked = writing.lock(record, related=("order",))
        if locked.activity_id is not None:
            raise Refused(f"服务记录已登记为 {locked.activity}，无须重复登记")
        locked.activity, locked.taken_by, locked.taken_at = activity, by, at
        locked.save(update_fields=["activity", "taken_by", "taken_at"])
        attachments.hand_on(locked.order, activity, by=by, at=at)
        fire(TAKE, locked.order, by=by, at=at)


def typed_of(sent: QueryDict, names: Iterable[str]) -> dict[str, list[str]]:
    """The fields of a form as sent, by name."""
    return {name: [text.replace("\x00", "") for text in sent.getlist(name)] for name in names if name in sent}
