"""Transitions of items of publicity and of editions of the public page."""

from typing import TYPE_CHECKING

from core.people import User
from core.transitions import Transition, refuse_first_person
from publicity.choices import ItemState, ReleaseState
from publicity.permissions import PublicityPermission

if TYPE_CHECKING:
    from publicity.models import PublicityItem, PublicRelease


def only_own(item: "PublicityItem", by: User) -> str | None:
    """The reporting unit recommends its own."""
    return (
        None if item.organisation_id == by.organisation_id else f"该条目由「{item.organisation}」报送，请由该单位推荐"
    )


def only_good(item: "PublicityItem", by: User) -> str | None:
    """Only what is ticked as good practice goes upward."""
    return only_own(item, by) or (None if item.is_good_practice else "未标记为「好做法」，请先修改条目后再推荐")


RECOMMEND = Transition(
    name="recommend",
    sources=frozenset({ItemState.RECORDED, ItemState.DECLINED}),
    target=ItemState.RECOMMENDED,
    permission=PublicityPermission.PUBLICITY_WRITE,
    label="推荐上报",
    action="publicity.recommended",
    clause="N48",
    guard=only_good,
)
ADOPT = Transition(
    name="adopt",
    sources=frozenset({ItemState.RECOMMENDED}),
    target=ItemState.ADOPTED,
    permission=PublicityPermission.PUBLICITY_ADOPT,
    label="采用",
    action="publicity.adopted",
    clause="N48",
)
DECLINE = Transition(
    name="decline",
    sources=frozenset({ItemState.RECOMMENDED}),
    target=ItemState.DECLINED,
    permission=PublicityPermission.PUBLICITY_ADOPT,
    label="不予采用",
    action="publicity.declined",
    clause="N48",
)
ITEM_MOVES = (RECOMMEND, ADOPT, DECLINE)


def second_for_release(release: "PublicRelease", by: User) -> str | None:
    return refuse_first_person(release.proposed_by_id, by, "公布审核")


def second_for_withdrawal(release: "PublicRelease", by: User) -> str | None:
    return refuse_first_person(release.withdrawal_by_id, by, "撤回审核")


RELEASE = Transition(
    name="release",
    sources=frozenset({ReleaseState.PROPOSED}),
    target=ReleaseState.RELEASED,
    permission=PublicityPermission.PUBLIC_PAGE_WRITE,
    label="同意公布",
    action="public-page.released",
    clause="N53",
    guard=second_for_release,
)
REFUSE = Transition(
    name="refuse",
    sources=frozenset({ReleaseState.PROPOSED}),
    target=ReleaseState.REFUSED,
    permission=PublicityPermission.PUBLIC_PAGE_WRITE,
    label="不予公布",
    action="public-page.refused",
    clause="N53",
)
ASK_WITHDRAWAL = Transition(
    name="ask-withdrawal",
    sources=frozenset({ReleaseState.RELEASED}),
    target=ReleaseState.WITHDRAWING,
    permission=PublicityPermission.PUBLIC_PAGE_WRITE,
    label="申请撤回",
    action="public-page.withdrawal-proposed",
    clause="N53",
)
WITHDRAW = Transition(
    name="withdraw",
    sources=frozenset({ReleaseState.WITHDRAWING}),
    target=ReleaseState.WITHDRAWN,
    permission=PublicityPermission.PUBLIC_PAGE_WRITE,
    label="同意撤回",
    action="public-page.withdrawn",
    clause="N53",
    guard=second_for_withdrawal,
)
KEEP = Transition(
    name="keep",
    sources=frozenset({ReleaseState.WITHDRAWING}),
    target=ReleaseState.RELEASED,
    permission=PublicityPermission.PUBLIC_PAGE_WRITE,
    label="不予撤回",
    action="public-page.withdrawal-refused",
    clause="N53",
)
RELEASE_MOVES = (RELEASE, REFUSE, ASK_WITHDRAWAL, WITHDRAW, KEEP)
