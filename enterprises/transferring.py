"""Moving an entry to another city: offered by one bureau, taken or declined by the other."""

from datetime import datetime

import pghistory
from django.db import transaction

from accounts.choices import DivisionLevel
from accounts.models import Division, User
from accounts.permissions import Permission
from core import audit
from core.gate import NotAllowed, require
from core.transitions import TransitionRefused, fire
from enterprises import states
from enterprises.choices import TransferState
from enterprises.models import Enterprise, Transfer
from enterprises.moves import kept
from enterprises.refusals import EntryRefused


@transaction.atomic
def offer_transfer(*, enterprise: Enterprise, to_city: Division, reason: str, by: User, at: datetime) -> Transfer:
    """Offer an entry of one's own city. Nothing moves yet. Raises NotAllowed, EntryRefused."""
    require(by, Permission.ENTERPRISE_TRANSFER, on=enterprise)
    locked = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if to_city.level != DivisionLevel.CITY or to_city.code == locked.city_id:
        raise EntryRefused(f"「{to_city.name}」不能作为接收地市，请选择本市以外的地市。")
    if not reason.strip():
        raise EntryRefused("移交事由为空，请写明迁址等情况和依据。")
    if reason_to_stay := kept([locked.pk]).get(locked.pk):
        raise EntryRefused(f"「{locked}」{reason_to_stay}")
    if locked.transfers.filter(state=TransferState.OFFERED).exists():
        raise EntryRefused(f"「{locked}」已有一份移交等待对方接收，请先撤回该移交。")
    transfer = Transfer.objects.create(
        enterprise=locked, from_city_id=locked.city_id, to_city=to_city, reason=reason.strip(), offered_by=by,
        offered_at=at,
    )  # fmt: skip
    audit.record("enterprise.transfer-offered", by=by, at=at, subject=f"{locked.uscc} {locked}", to=to_city.code)
    return transfer


def take_transfer(*, transfer: Transfer, county: Division | None, by: User, at: datetime) -> Transfer:
    """Take the entry over into a county of one's own: its policies and services lie there from now on."""
    _require_sight(transfer, by)
    if county is None or county.level != DivisionLevel.COUNTY or county.parent_id != transfer.to_city_id:
        raise TransitionRefused("请选择本市的县（市、区）作为企业所在地")
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        entry = Enterprise.objects.select_for_update(of=("self",)).get(pk=transfer.enterprise_id)
        if reason := kept([entry.pk]).get(entry.pk):
            raise TransitionRefused(f"「{entry}」{reason}".rstrip("。"))
        taken: Transfer = fire(
            states.TAKE, transfer, by=by, at=at, answered_by=by, answered_at=at, to_county_id=county.code
        )
        # Policies and services follow by the composite key (ON UPDATE CASCADE).
        entry.city_id, entry.county_id, entry.updated_at = transfer.to_city_id, county.code, at
        entry.save(update_fields=["city", "county", "updated_at"])
    return taken


def decline_transfer(*, transfer: Transfer, note: str, by: User, at: datetime) -> Transfer:
    """Send the offer back with the reason; the entry stays where it is."""
    _require_sight(transfer, by)
    if not note.strip():
        raise TransitionRefused("退回移交须写明理由，请填写意见")
    declined: Transfer = fire(
        states.DECLINE, transfer, by=by, at=at, answered_by=by, answered_at=at, answer_note=note.strip()[:500]
    )
    return declined


def recall_transfer(*, transfer: Transfer, by: User, at: datetime) -> Transfer:
    """Take the offer back before it is answered."""
    _require_sight(transfer, by)
    recalled: Transfer = fire(states.RECALL, transfer, by=by, at=at, answered_by=by, answered_at=at)
    return recalled


def _require_sight(transfer: Transfer, by: User) -> None:
    """The two cities only: the province reads transfers and answers none."""
    require(by, Permission.ENTERPRISE_TRANSFER, on=transfer)
    if by.organisation.division_id not in {transfer.from_city_id, transfer.to_city_id}:
        raise NotAllowed("a transfer is between its two cities")
