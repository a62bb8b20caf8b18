"""The life of a hazard: one table of moves (domain.md 5.1). Overdue is computed and never a state.

The sentences on who could do a refused move come from the same table, so that page, service and document agree.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from accounts.roles import roles_with
from core.languages import official
from core.people import User
from core.permissions import Permission
from core.transitions import Guard, Transition
from hazards import deadlines, guards
from hazards.choices import ENDED, HazardStatus
from hazards.deadlines import Limit
from hazards.facts import HasFacts
from hazards.permissions import HazardPermission

S = HazardStatus
P = HazardPermission
#: Where a hazard is out of everybody's hands.
FINAL: Final = frozenset(ENDED)


def _move(
    name: str,
    sources: Iterable[S],
    target: S,
    permission: Permission,
    label: str,
    clause: str,
    guard: Guard,
    *limits: Limit,
) -> Transition:
    """A row of the table; the audited action is `hazard.` and the name, `limits` run while the move is awaited."""
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=permission,
        label=label,
        action=f"hazard.{name}",
        clause=clause,
        guard=guard,
        limits=limits,
    )


RECORD = _move("record", {S.DRAFT}, S.RECORDED, P.HAZARD_WRITE, "登记", "notice N32", guards.may_record)
NOTIFY = _move(
    "notify",
    {S.RECORDED},
    S.NOTIFIED,
    P.HAZARD_WRITE,
    "书面告知",
    "notice N31",
    guards.may_notify,
    deadlines.NOTICE_GENERAL,
    deadlines.NOTICE_MAJOR,
)
RECTIFY = _move("rectify", {S.NOTIFIED}, S.RECTIFYING, P.HAZARD_WRITE, "开始整改", "order 16", guards.may_rectify)
SUBMIT = _move(
    "submit",
    {S.RECTIFYING},
    S.SUBMITTED,
    P.HAZARD_WRITE,
    "提交复查",
    "notice N33",
    guards.may_submit,
    deadlines.RECTIFY_GENERAL,
)
CLOSE = _move(
    "close",
    {S.SUBMITTED},
    S.CLOSED,
    P.HAZARD_REVIEW,
    "复查通过，予以销号",
    "notice N33, law 65",
    guards.may_close,
    deadlines.REVIEW,
    deadlines.REVIEW_STOPPED,
)
RETURN = _move(
    "return",
    {S.SUBMITTED},
    S.RECTIFYING,
    P.HAZARD_REVIEW,
    "复查不通过，退回整改",
    "notice N33",
    guards.may_review,
    deadlines.REVIEW,
    deadlines.REVIEW_STOPPED,
)
REFUSE = _move(
    "refuse",
    {S.NOTIFIED, S.RECTIFYING},
    S.REFUSED,
    P.HAZARD_REFUSE,
    "认定拒不整改",
    "notice N34",
    guards.may_find_refusing,
)
REPORT = _move(
    "report",
    {S.REFUSED},
    S.REPORTED,
    P.HAZARD_REFUSE,
    "报告主管部门",
    "notice N34",
    guards.may_report,
    deadlines.REPORT,
)
TAKE = _move(
    "take", {S.REPORTED}, S.ACCEPTED, P.HAZARD_ENFORCE, "签收受理", "notice N34", guards.may_take, deadlines.TAKE
)
ENFORCE = _move(
    "enforce", {S.ACCEPTED}, S.ENFORCING, P.HAZARD_ENFORCE, "采取执法措施", "notice N35, law 102", guards.may_enforce
)
RESUME = _move(
    "resume",
    {S.ENFORCING},
    S.RECTIFYING,
    P.HAZARD_ENFORCE,
    "转入整改",
    "notice N36, law 65",
    guards.may_resume,
    deadlines.FOLLOW_UP,
)
SETTLE = _move(
    "settle",
    {S.ENFORCING},
    S.CLOSED,
    P.HAZARD_ENFORCE,
    "执法办结，予以销号",
    "notice N36, law 65",
    guards.may_settle,
    deadlines.FOLLOW_UP,
)
VOID = _move("void", set(S) - FINAL, S.VOID, P.HAZARD_VOID, "作废", "notice N32", guards.may_void)
MOVES: Final = (
    RECORD,
    NOTIFY,
    RECTIFY,
    SUBMIT,
    CLOSE,
    RETURN,
    REFUSE,
    REPORT,
    TAKE,
    ENFORCE,
    RESUME,
    SETTLE,
    VOID,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A move that the state allows, as the page shows it: a button, or `refused` with the reason and who could."""

    move: Transition
    refused: str | None


def offers(row: HasFacts, by: User) -> list[Offer]:
    """Every move out of the row's state for this person; those of other states are not shown."""
    with official():
        return [
            Offer(move, refused_to(move.permission, by) or move.guard(row, by))
            for move in MOVES
            if row.state in move.sources
        ]


def refused_to(permission: Permission, by: User) -> str | None:
    """Who could, where the person's role may not."""
    if by.may(permission):
        return None
    with official():
        return "您的角色不能办理，可由" + "、".join(str(role.label) for role in roles_with(permission)) + "办理"
