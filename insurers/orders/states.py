"""Transitions of an ordered service (domain.md 4.7)."""

from core.transitions import Transition
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
    sources=frozenset({OrderState.PLACED, OrderState.ACCEPTED}),
    target=OrderState.WITHDRAWN,
    permission=OrderPermission.ORDER_PLACE,
    label="撤回委托",
    action="order.withdrawn",
    clause="domain 4.7",
)

ORDER_MOVES = {move.name: move for move in (ACCEPT, DECLINE, WITHDRAW)}
