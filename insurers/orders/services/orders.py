"""Services ordered from agencies: placed by an insurer, answered by the agency (domain.md 4.7)."""

from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Organisation, User
from core import audit, writing
from core.transitions import fire
from insurers.agencies.services import lock_agency, usable_on
from insurers.orders.models import ServiceOrder
from insurers.orders.permissions import OrderPermission
from insurers.orders.states import DECLINE, ORDER_MOVES
from insurers.policies.choices import PolicyStatus
from insurers.policies.models import Policy


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """What is ordered: `kind` a code of the kinds of service, `service_on` the day on which it is to be given."""

    agency: Organisation
    policy: Policy
    kind: str
    service_on: date
    note: str = ""


def complain_order(wish: Wish, insurer: Organisation, today: date) -> str | None:
    """Why the order cannot be placed, None for a good one."""
    policy, day = wish.policy, wish.service_on
    if policy.status != PolicyStatus.IN_FORCE:
        return f"保单 {policy.policy_no} 的状态为「{policy.get_status_display()}」，不能委托服务。"
    if day < today:
        return f"服务日期 {day} 早于今天（{today}），请填写今天或者以后的日期；已提供的服务请登记服务记录。"
    if not policy.start_on <= day <= policy.end_on:
        return f"服务日期 {day} 不在保单 {policy.policy_no} 的保险期间（{policy.start_on} 至 {policy.end_on}）内。"
    return usable_on(wish.agency, insurer, day)


def place_order(*, wish: Wish, by: User, today: date, at: datetime) -> ServiceOrder:
    """Order a service under a policy of one's own. Raises NotAllowed, Refused."""
    policy, permission = wish.policy, OrderPermission.ORDER_PLACE
    twice = f"已向「{wish.agency}」委托保单 {policy.policy_no} 在 {wish.service_on} 的同一服务，请勿重复委托"
    sentences = {"service_order_once": twice}
    with writing.open_ledger(
        ServiceOrder, policy, by=by, permission=permission, at=at, step="order-placed", on=policy, sentences=sentences
    ):
        # Who suspends the agency or changes a contract at this moment waits, or has already been heard.
        lock_agency(wish.agency.pk)
        writing.insist(complain_order(wish, by.organisation, today))
        order = _create(wish, by, at)
        audit.record("order.placed", by=by, at=at, subject=str(order), agency=wish.agency.code, kind=wish.kind)
    return order


def _create(wish: Wish, by: User, at: datetime) -> ServiceOrder:
    return ServiceOrder.objects.create(
        insurer=by.organisation,
        agency=wish.agency,
        policy=wish.policy,
        kind=wish.kind,
        service_on=wish.service_on,
        note=wish.note,
        placed_by=by,
        placed_at=at,
    )


def answer_order(*, order: ServiceOrder, move: str, note: str, by: User, at: datetime) -> ServiceOrder:
    """Fire accept, decline (with a reason) or withdraw. Raises NotAllowed, Refused."""
    transition = ORDER_MOVES[move]
    with writing.open_row(order, by=by, permission=transition.permission, at=at, step=f"order-{move}") as locked:
        if transition is DECLINE:
            writing.insist(None if note.strip() else "不予受理须写明理由，请填写答复")
        changed: ServiceOrder = fire(
            transition, locked, by=by, at=at, answered_by=by, answered_at=at, answer=note.strip()[:500]
        )
    return changed
