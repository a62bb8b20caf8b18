"""Transitions of a service plan (domain.md 5.2). The checks that need the day or the items stand in `planning`."""

from core.transitions import Transition
from insurers.plans.choices import PlanState
from insurers.plans.permissions import PlanPermission

SEND = Transition(
    name="send",
    sources=frozenset({PlanState.DRAFT}),
    target=PlanState.SENT,
    permission=PlanPermission.PLAN_WRITE,
    label="征求投保单位意见",
    action="plan.sent",
    clause="N25",
)

RECALL = Transition(
    name="recall",
    sources=frozenset({PlanState.SENT}),
    target=PlanState.DRAFT,
    permission=PlanPermission.PLAN_WRITE,
    label="按意见退回修改",
    action="plan.recalled",
    clause="N25",
)

CONFIRM = Transition(
    name="confirm",
    sources=frozenset({PlanState.SENT}),
    target=PlanState.CONFIRMED,
    permission=PlanPermission.PLAN_WRITE,
    label="双方确认",
    action="plan.confirmed",
    clause="N25",
)

ACTIVATE = Transition(
    name="activate",
    sources=frozenset({PlanState.CONFIRMED}),
    target=PlanState.ACTIVE,
    permission=PlanPermission.PLAN_WRITE,
    label="开始执行",
    action="plan.activated",
    clause="AQ 9010 6",
)

REPLACE = Transition(
    name="replace",
    sources=frozenset({PlanState.CONFIRMED, PlanState.ACTIVE}),
    target=PlanState.AMENDED,
    permission=PlanPermission.PLAN_WRITE,
    label="由新版本代替",
    action="plan.replaced",
    clause="domain 4.3",
)

FINISH = Transition(
    name="finish",
    sources=frozenset({PlanState.ACTIVE}),
    target=PlanState.FINISHED,
    permission=PlanPermission.PLAN_WRITE,
    label="执行完毕",
    action="plan.finished",
    clause="AQ 9010 6",
)

EVALUATE = Transition(
    name="evaluate",
    sources=frozenset({PlanState.FINISHED}),
    target=PlanState.EVALUATED,
    permission=PlanPermission.PLAN_WRITE,
    label="年度评估",
    action="plan.evaluated",
    clause="AQ 9010 8",
)

#: The moves that have a button of their own, the next of the normal way first; a version is replaced by the
#: confirmation of its successor.
PLAN_MOVES = (SEND, CONFIRM, RECALL, ACTIVATE, FINISH, EVALUATE)
