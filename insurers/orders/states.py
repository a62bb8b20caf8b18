"""Transitions of an ordered service (domain.md 4.7)."""

from core.transitions import Transition
from insurers.activities.permissions import ActivityPermission
from insurers.orders.choices import OrderState
from insurers.orders.permissions import OrderPermission

ACCEPT = Transition(
    name="accept",
    sources=frozenset({OrderState.PLACED}),
    target=OrderState.ACCEPTED,
    permission=OrderPermission.ORDER_ANSWER,
    label="受理",
    action="order.accepted",
    clause="domain 4.7",
)

DECLINE = Transition(
    name="decline",
    sources=frozenset({OrderState.PLACED}),
    target=OrderState.DECLINED,
    permission=OrderPermission.ORDER_ANSWER,
    label="不予受理",
    action="order.declined",
    clause="domain 4.7",
)

WITHDRAW = Transition(
    name="withdraw",
    sources=frozenset({OrderState.PLACED, OrderState.ACCEPTED, OrderState.RECORDED}),
    target=OrderState.WITHDRAWN,
    permission=OrderPermission.ORDER_PLACE,
    label="撤回委托",
    action="order.withdrawn",
    clause="domain 4.7",
)

RECORD = Transition(
    name="record",
    sources=frozenset({OrderState.ACCEPTED, OrderState.RECORDED}),
    target=OrderState.RECORDED,
    permission=OrderPermission.ORDER_ANSWER,
    label="填写服务记录",
    action="order.recorded",
    clause="domain 4.7",
)

TAKE = Transition(
    name="take",
    sources=frozenset({OrderState.RECORDED}),
    target=OrderState.TAKEN,
    permission=ActivityPermission.ACTIVITY_WRITE,
    label="登记服务",
    action="order.taken-over",
    clause="domain 4.7",
)

#: What is answered with a word or two; the record itself moves the order on by `RECORD` and `TAKE`.
ORDER_MOVES = {move.name: move for move in (ACCEPT, DECLINE, WITHDRAW)}

#: Moves that end the order: the page keeps them apart from the step that leads on.
ENDING = frozenset({DECLINE.name, WITHDRAW.name})
