"""Merging double entries: what hangs on the loser moves to the winner, the loser stays as a trace.

Every room's rows are found through the foreign keys, so that a ledger added later moves too.
"""

from collections.abc import Iterator
from datetime import datetime

from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import User
from core import audit
from core.writing import Refused, insist, lock_all, open_ledger
from enterprises.choices import TransferState
from enterprises.models import Enterprise, EnterpriseName, Merge, Transfer
from enterprises.permissions import EnterprisePermission
from enterprises.stays import reason_to_stay

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
    """Move all rows of `loser` to `winner` in one transaction. Raises NotAllowed, Refused."""
    with open_ledger(
        Merge, loser, by=by, permission=EnterprisePermission.ENTERPRISE_MERGE, at=at, step="merge", on=[loser, winner]
    ):
        rows = {row.pk: row for row in lock_all(Enterprise.objects.filter(pk__in=[loser.pk, winner.pk]))}
        gone, stays = rows[loser.pk], rows[winner.pk]
        insist(complain_merge(gone, stays, reason))
        moved = _move_all(gone, stays, at)
        _add_former_names(gone, stays, at)
        _leave_trace(gone, stays, at)
        merge = Merge.objects.create(
            enterprise=stays, loser=gone, reason=reason.strip(), moved=moved, merged_by=by, merged_at=at
        )
        audit.record(
            "enterprise.merged",
            by=by,
            at=at,
            subject=f"{gone.uscc} {gone}",
            into=stays.uscc,
            moved=moved,
            reason=reason.strip()[:200],
        )
    return merge


def _leave_trace(loser: Enterprise, winner: Enterprise, at: datetime) -> None:
    """The loser, and what was merged into it before, point at the winner, which is insured by both sides' insurers."""
    Enterprise.objects.filter(merged_into=loser).update(merged_into=winner)
    winner.insured_by = sorted({*winner.insured_by, *loser.insured_by})
    winner.updated_at = loser.updated_at = at
    loser.insured_by, loser.merged_into = [], winner
    winner.save(update_fields=["insured_by", "updated_at"])
    loser.save(update_fields=["insured_by", "merged_into", "updated_at"])


def complain_merge(loser: Enterprise, winner: Enterprise, reason: str) -> str | None:
    """Why the two cannot be merged, None where they can."""
    if loser.pk == winner.pk:
        return f"「{loser}」不能与自身合并，请选择另一条登记作为保留的登记。"
    for entry in (loser, winner):
        if entry.merged_into_id is not None:
            return f"「{entry}」（{entry.uscc}）已被合并，不能再次合并。"
    if loser.city_id != winner.city_id:
        return "两条登记不在同一设区市，不能合并；请先将其中一条移交到同一设区市。"
    if loser.county_id != winner.county_id and (staying := reason_to_stay(loser.pk)):
        return f"「{loser}」{staying}"
    if not reason.strip():
        return "合并事由为空，请写明认定为同一企业的依据。"
    if loser.transfers.filter(state=TransferState.OFFERED).exists():
        return f"「{loser}」正在移交其他设区市，请先撤回移交。"
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
            raise Refused(f"两条登记都有不能并存的记录（{title}），请先处理其中一条后再合并") from None
        if count:
            moved[model._meta.db_table] = count
    return moved


def _copies(model: type[models.Model], winner: Enterprise, at: datetime) -> dict[str, object]:
    """Columns that repeat where the enterprise lies, and when the row changed last."""
    names = {field.name for field in model._meta.local_fields}
    copies: dict[str, object] = {"city": winner.city_id, "county": winner.county_id, "updated_at": at}
    return {name: value for name, value in copies.items() if name in names}


def _add_former_names(loser: Enterprise, winner: Enterprise, at: datetime) -> None:
    """The loser's names become former names of the winner, so that searches and near misses find them."""
    names = {loser.name, *EnterpriseName.objects.filter(enterprise=loser).values_list("name", flat=True)}
    for name in sorted(names - {winner.name}):
        EnterpriseName.objects.get_or_create(enterprise=winner, name=name, defaults={"until": at})
