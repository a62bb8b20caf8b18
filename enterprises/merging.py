"""Merging double entries: what hangs on the loser moves to the winner, the loser stays as a trace.

Every room's rows are found through the foreign keys, so that a ledger added later moves too.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pghistory
from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.gate import require
from enterprises.choices import TransferState
from enterprises.models import Enterprise, EnterpriseName, Merge, Transfer
from enterprises.moves import kept
from enterprises.refusals import EntryRefused

#: These tell of the loser itself and stay with it.
OF_THE_ENTRY: frozenset[type[models.Model]] = frozenset({Merge, Transfer, EnterpriseName, Enterprise})


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Model and name of every protected foreign key to the register, whatever room it stands in; no history events."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            protects = field.remote_field is not None and field.remote_field.on_delete is models.PROTECT
            if protects and field.related_model is Enterprise and model not in OF_THE_ENTRY:
                yield model, field.name


def merge_enterprises(*, loser: Enterprise, winner: Enterprise, reason: str, by: User, at: datetime) -> Merge:
    """Move all rows of `loser` to `winner` in one transaction. Raises NotAllowed, EntryRefused."""
    for entry in (loser, winner):
        require(by, Permission.ENTERPRISE_MERGE, on=entry)
    with pghistory.context(user=by.pk, at=at.isoformat()), transaction.atomic():
        rows = Enterprise.objects.select_for_update(of=("self",)).in_bulk([loser.pk, winner.pk])
        gone, kept = rows[loser.pk], rows[winner.pk]
        complaint = complain_merge(gone, kept, reason)
        if complaint:
            raise EntryRefused(complaint)
        moved = _move_all(gone, kept, at)
        _keep_names(gone, kept, at)
        Enterprise.objects.filter(merged_into=gone).update(merged_into=kept)
        kept.insured_by = sorted({*kept.insured_by, *gone.insured_by})
        kept.updated_at = gone.updated_at = at
        gone.insured_by, gone.merged_into = [], kept
        kept.save(update_fields=["insured_by", "updated_at"])
        gone.save(update_fields=["insured_by", "merged_into", "updated_at"])
        merge = Merge.objects.create(
            enterprise=kept, loser=gone, reason=reason.strip(), moved=moved, merged_by=by, merged_at=at
        )
        audit.record(
            "enterprise.merged", by=by, at=at, subject=f"{gone.uscc} {gone}", into=kept.uscc, moved=moved,
            reason=reason.strip()[:200],
        )  # fmt: skip
    return merge


def complain_merge(loser: Enterprise, winner: Enterprise, reason: str) -> str | None:
    """Why the two cannot be merged, None where they can."""
    if loser.pk == winner.pk:
        return f"「{loser}」不能与自身合并，请选择另一条登记作为保留的登记。"
    for entry in (loser, winner):
        if entry.merged_into_id is not None:
            return f"「{entry}」（{entry.uscc}）已被合并，不能再次合并。"
    if loser.city_id != winner.city_id:
        return "两条登记不在同一地市，不能合并；请先将其中一条移交到同一地市。"
    if loser.county_id != winner.county_id and (stays := kept([loser.pk]).get(loser.pk)):
        return f"「{loser}」{stays}"
    if not reason.strip():
        return "合并事由为空，请写明认定为同一企业的依据。"
    if loser.transfers.filter(state=TransferState.OFFERED).exists():
        return f"「{loser}」正在移交其他地市，请先撤回移交。"
    return None


def _move_all(loser: Enterprise, winner: Enterprise, at: datetime) -> dict[str, int]:
    """{table: rows moved}. A row that the winner has already, such as a form of the same task, stops the merge."""
    moved: dict[str, int] = {}
    for model, name in references():
        rows = model._default_manager.filter(**{name: loser.pk})
        try:
            with transaction.atomic():
                count = rows.update(**{name: winner, **_copies(model, winner, at)})
        except IntegrityError:
            title = model._meta.verbose_name
            raise EntryRefused(f"两条登记都有不能并存的记录（{title}），请先处理其中一条后再合并。") from None
        if count:
            moved[model._meta.db_table] = count
    return moved


def _copies(model: type[models.Model], winner: Enterprise, at: datetime) -> dict[str, Any]:
    """Columns that repeat where the enterprise lies, and when the row changed last."""
    names = {field.name for field in model._meta.local_fields}
    copies: dict[str, Any] = {"city": winner.city_id, "county": winner.county_id, "updated_at": at}
    return {name: value for name, value in copies.items() if name in names}


def _keep_names(loser: Enterprise, winner: Enterprise, at: datetime) -> None:
    """The loser's names become former names of the winner, so that searches and near misses find them."""
    names = {loser.name, *EnterpriseName.objects.filter(enterprise=loser).values_list("name", flat=True)}
    for name in sorted(names - {winner.name}):
        EnterpriseName.objects.get_or_create(enterprise=winner, name=name, defaults={"until": at})
