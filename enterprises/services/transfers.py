"""Moving an entry to another city: offered by one bureau, taken or declined by the other."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from accounts.choices import DivisionLevel
from accounts.models import Division, User
from core import audit, walls
from core.gate import NotAllowed
from core.transitions import Transition, fire
from core.writing import Refused, insist, lock, open_ledger
from enterprises import states
from enterprises.choices import TransferState
from enterprises.models import Enterprise, Transfer
from enterprises.permissions import EnterprisePermission
from enterprises.stays import reason_to_stay


def offer_transfer(*, enterprise: Enterprise, to_city: Division, reason: str, by: User, at: datetime) -> Transfer:
    """Offer an entry of one's own city. Nothing moves yet. Raises NotAllowed, Refused."""
    with open_ledger(
        Transfer,
        enterprise,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_TRANSFER,
        at=at,
        step="offer",
        on=enterprise,
    ):
        locked = lock(enterprise)
        insist(complain_offer(locked, to_city, reason))
        transfer = Transfer.objects.create(
            enterprise=locked,
            from_city_id=locked.city_id,
            to_city=to_city,
            reason=reason.strip(),
            offered_by=by,
            offered_at=at,
        )
        audit.record("enterprise.transfer-offered", by=by, at=at, subject=f"{locked.uscc} {locked}", to=to_city.code)
    return transfer


def complain_offer(enterprise: Enterprise, to_city: Division, reason: str) -> str | None:
    """Why the entry cannot be offered, None where it can."""
    if to_city.level != DivisionLevel.CITY or to_city.code == enterprise.city_id:
        return f"「{to_city.name}」不能作为接收设区市，请选择本市以外的设区市。"
    if not reason.strip():
        return "移交事由为空，请写明迁址等情况和依据。"
    if staying := reason_to_stay(enterprise.pk):
        return f"「{enterprise}」{staying}"
    if enterprise.transfers.filter(state=TransferState.OFFERED).exists():
        return f"「{enterprise}」已有一份移交等待对方接收，请先撤回该移交。"
    return None


def take_transfer(*, transfer: Transfer, county: Division | None, by: User, at: datetime) -> Transfer:
    """Take the entry over into a county of one's own: its policies and services lie there from now on.

    Raises NotAllowed, Refused.
    """
    with _open_answer(transfer, states.TAKE, by, at):
        if county is None or county.level != DivisionLevel.COUNTY or county.parent_id != transfer.to_city_id:
            raise Refused("请选择本市的县（市、区）作为企业所在地")
        entry = lock(transfer.enterprise)
        if staying := reason_to_stay(entry.pk):
            raise Refused(f"「{entry}」{staying}".rstrip("。"))
        taken: Transfer = fire(
            states.TAKE, transfer, by=by, at=at, answered_by=by, answered_at=at, to_county_id=county.code
        )
        # Policies and services follow by the composite key (ON UPDATE CASCADE).
        entry.city_id, entry.county_id, entry.updated_at = transfer.to_city_id, county.code, at
        entry.save(update_fields=["city", "county", "updated_at"])
    return taken


def decline_transfer(*, transfer: Transfer, note: str, by: User, at: datetime) -> Transfer:
    """Send the offer back with the reason; the entry stays where it is. Raises NotAllowed, Refused."""
    with _open_answer(transfer, states.DECLINE, by, at):
        if not note.strip():
            raise Refused("退回移交须写明理由，请填写意见")
        declined: Transfer = fire(
            states.DECLINE, transfer, by=by, at=at, answered_by=by, answered_at=at, answer_note=note.strip()[:500]
        )
    return declined


def recall_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """Take the offer back before it is answered. Raises NotAllowed, Refused."""
    with _open_answer(transfer, states.RECALL, by, at):
        recalled: Transfer = fire(states.RECALL, transfer, by=by, at=at, answered_by=by, answered_at=at)
    return recalled


@contextmanager
def _open_answer(transfer: Transfer, move: Transition, by: User, at: datetime) -> Iterator[None]:
    """Open the answer to an offer, for the two cities only: the province reads transfers and answers none."""
    with open_ledger(
        Transfer,
        transfer,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_TRANSFER,
        at=at,
        step=move.name,
        on=transfer,
    ):
        if by.organisation.division_id not in {transfer.from_city_id, transfer.to_city_id}:
            raise NotAllowed("a transfer is between its two cities")
        with walls.aside("an entry leaves one city's sight and enters another's"):
            yield
