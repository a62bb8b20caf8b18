"""How a version of a report goes to its recipient (domain.md 5.4)."""

from collections.abc import Iterable
from typing import Final

from core.transitions import Guard, Transition
from reports.choices import SubmissionState as State
from reports.guards import (
    leaves_a_second_person,
    only_owner,
    only_receiver,
    only_recipient,
    only_returnable,
    only_second_person,
    with_number,
)
from reports.permissions import ReportPermission

DELIVER, RECEIVE = ReportPermission.REPORT_DELIVER, ReportPermission.REPORT_RECEIVE


def _move(
    name: str,
    sources: Iterable[State],
    target: State,
    label: str,
    guard: Guard = only_owner,
    permission: ReportPermission = DELIVER,
) -> Transition:
    return Transition(
        name=name,
        sources=frozenset(sources),
        target=target,
        permission=permission,
        label=label,
        action=f"report.{name}",
        clause="notice 末段",
        guard=guard,
    )


#: The next of the normal way first: the page offers them in this order.
SUBMISSION_MOVES: Final = {
    move.name: move
    for move in (
        _move("edit", {State.DRAFT}, State.EDITING, "开始编制"),
        _move("review", {State.EDITING}, State.REVIEW, "送审", leaves_a_second_person),
        _move("sign", {State.REVIEW}, State.SIGNED, "审核签发", only_second_person),
        _move("submit", {State.SIGNED}, State.SUBMITTED, "报送", with_number),
        _move("receive", {State.SUBMITTED}, State.RECEIVED, "签收", only_receiver, RECEIVE),
        _move("archive", {State.RECEIVED}, State.ARCHIVED, "归档", only_recipient, RECEIVE),
        _move("return", {State.SUBMITTED, State.RECEIVED}, State.RETURNED, "退回补正", only_returnable, RECEIVE),
        _move("revise", {State.REVIEW, State.SIGNED}, State.EDITING, "退回修改"),
        _move("set-aside", {State.EDITING}, State.DRAFT, "放回草稿"),
    )
}
