"""Merging double entries: proposed by one person, made by the decision of another, undone while nothing was built on it.

What hangs on the loser moves to the winner, the loser stays as a trace. Every room's rows are found through the foreign
keys, so that a ledger added later moves too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final, cast

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import Q

from accounts.models import User
from core import audit
from core.imports import registry
from core.transitions import Transition, fire
from core.writing import Reason, Refused, insist, lock_all, open_ledger
from enterprises import states
from enterprises.choices import MergeState, TransferState
from enterprises.models import Enterprise, EnterpriseName, Merge, Transfer
from enterprises.permissions import EnterprisePermission
from enterprises.stays import reason_to_stay

#: These tell of the loser itself and stay with it.
OF_THE_ENTRY: frozenset[type[models.Model]] = frozenset({Merge, Transfer, EnterpriseName, Enterprise})

TAKEN: Final[Mapping[str, Reason]] = {"merge_once": "该登记已有一份合并待复核，请先办理。"}


def references() -> Iterator[tuple[type[models.Model], str]]:
    """Model and name of every protected foreign key to the register, whatever room it stands in; no history events."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            protects = field.remote_field is not None and field.remote_field.on_delete is models.PROTECT
            if protects and field.related_model is Enterprise and model not in OF_THE_ENTRY:
                yield model, field.name


def title_of(model: type[models.Model]) -> str:
    """What pages and sentences call the rows of a model: the name of its workbook, where it has one."""
    importers = [registry.importer(kind) for kind in registry.kinds()]
    titles = {importer.ledger.table: importer.title for importer in importers}
    return titles.get(model._meta.db_table, "其他业务记录")


def propose_merge(*, loser: Enterprise, winner: Enterprise, reason: str, by: User, at: datetime) -> Merge:
    """Ask for a merge of `loser` into `winner`; nothing moves yet. Raises NotAllowed, Refused."""
    with open_ledger(
        Merge,
        loser,
        by=by,
        permission=EnterprisePermission.ENTERPRISE_MERGE,
        at=at,
        step="propose-merge",
        on=[loser, winner],
        sentences=TAKEN,
    ):
        gone, stays = _lock(loser.pk, winner.pk)
        insist(complain_merge(gone, stays, reason))
        insist(_complain_waiting(gone, stays))
        merge = Merge.objects.create(
            enterprise=stays, loser=gone, reason=reason.strip(), proposed_by=by, proposed_at=at
        )
        subject = f"{gone.uscc} {gone}"
        audit.record(
            "enterprise.merge-proposed", by=by, at=at, subject=subject, into=stays.uscc, reason=merge.reason[:200]
        )
    return merge


def approve_merge(*, merge: Merge, by: User, at: datetime) -> Merge:
    """Agree as the second person: all rows of the loser move, in one transaction. Raises NotAllowed, Refused."""
    with _open(merge, states.MERGE, by, at):
        gone, stays = _lock(merge.loser_id, merge.enterprise_id)
        insist(complain_merge(gone, stays, merge.reason))
        before = _state_before(gone, stays)
        moved = _move_all(gone, stays, at)
        _add_former_names(before["names"], stays, at)
        _leave_trace(gone, stays, at)
        return fire(states.MERGE, merge, by=by, at=at, decided_by=by, decided_at=at, moved=moved, before=before)


def refuse_merge(*, merge: Merge, note: str, by: User, at: datetime) -> Merge:
    """Do not agree, with the reason; both entries stay. Raises NotAllowed, Refused."""
    with _open(merge, states.REFUSE_MERGE, by, at):
        insist(None if note.strip() else "请填写不同意合并的理由")
        note = note.strip()[:500]
        return fire(states.REFUSE_MERGE, merge, by=by, at=at, decided_by=by, decided_at=at, decision_note=note)


def withdraw_merge(*, merge: Merge, by: User, at: datetime) -> Merge:
    """Take a proposal back before it is decided. Raises NotAllowed, Refused."""
    with _open(merge, states.WITHDRAW_MERGE, by, at):
        return fire(states.WITHDRAW_MERGE, merge, by=by, at=at, decided_by=by, decided_at=at)


def undo_merge(*, merge: Merge, reason: str, by: User, at: datetime) -> Merge:
    """Give the rows back and let the loser stand again, while nothing was built on it. Raises NotAllowed, Refused."""
    with _open(merge, states.UNDO_MERGE, by, at):
        insist(None if reason.strip() else "请填写撤销合并的理由")
        gone, stays = _lock(merge.loser_id, merge.enterprise_id)
        insist(complain_undo(merge, gone, stays))
        _move_back(merge, gone, at)
        _restore(merge, gone, stays, at)
        reason = reason.strip()[:500]
        return fire(states.UNDO_MERGE, merge, by=by, at=at, undone_by=by, undone_at=at, undone_reason=reason)


@contextmanager
def _open(merge: Merge, move: Transition, by: User, at: datetime) -> Iterator[None]:
    with open_ledger(Merge, merge, by=by, permission=move.permission, at=at, step=f"{move.name}-merge", on=merge):
        yield


def _lock(loser: int, winner: int) -> tuple[Enterprise, Enterprise]:
    rows = {row.pk: row for row in lock_all(Enterprise.objects.filter(pk__in=[loser, winner]))}
    return rows[loser], rows[winner]


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


def _complain_waiting(loser: Enterprise, winner: Enterprise) -> str | None:
    both = [loser.pk, winner.pk]
    waiting = Merge.objects.filter(Q(loser__in=both) | Q(enterprise__in=both), state=MergeState.PROPOSED).first()
    return f"「{waiting.loser}」并入「{waiting.enterprise}」待复核，请先办理。" if waiting else None


def complain_undo(merge: Merge, loser: Enterprise, winner: Enterprise) -> str | None:
    """What was built on the merge, so that it stands; None where it can be undone."""
    since = cast("datetime", merge.decided_at)
    later = Merge.objects.filter(enterprise=winner, state=MergeState.MERGED, decided_at__gt=since).first()
    if winner.merged_into_id is not None or later is not None:
        return f"「{winner}」在本次合并以后又办理过合并，请先撤销后一次合并。"
    if winner.city_id != loser.city_id:
        return f"「{winner}」在合并以后已移交其他设区市，不能撤销合并。"
    for model, name in references():
        if count := _built(model, name, winner, since):
            return f"合并以后「{winner}」的{title_of(model)}有 {count} 条新增或者变动，不能撤销合并。"
        given = merge.moved.get(model._meta.db_table, [])
        if model._default_manager.filter(pk__in=given, **{name: winner}).count() != len(given):
            return f"合并时转入的{title_of(model)}有的已不在「{winner}」名下，不能撤销合并。"
    return None


def _built(model: type[models.Model], name: str, winner: Enterprise, since: datetime) -> int:
    """How many rows were entered, or changed in any way, after the merge: some instant of theirs is later."""
    instants = [field.name for field in model._meta.local_fields if isinstance(field, models.DateTimeField)]
    if not instants:  # a line of a list that was fixed once: nobody enters or changes it by itself
        return 0
    later = reduce(or_, (Q(**{f"{instant}__gt": since}) for instant in instants))
    return model._default_manager.filter(later, **{name: winner}).count()


def _state_before(loser: Enterprise, winner: Enterprise) -> dict[str, list[int] | list[str]]:
    """What the merge will change besides the rows that move: insurers, former names, earlier traces."""
    names = {loser.name, *EnterpriseName.objects.filter(enterprise=loser).values_list("name", flat=True)}
    known = {winner.name, *EnterpriseName.objects.filter(enterprise=winner).values_list("name", flat=True)}
    return {
        "loser_insured_by": loser.insured_by,
        "winner_insured_by": winner.insured_by,
        "names": sorted(names - known),
        "traces": sorted(Enterprise.objects.filter(merged_into=loser).values_list("pk", flat=True)),
    }


def _leave_trace(loser: Enterprise, winner: Enterprise, at: datetime) -> None:
    """The loser, and what was merged into it before, point at the winner, which is insured by both sides' insurers."""
    Enterprise.objects.filter(merged_into=loser).update(merged_into=winner)
    winner.insured_by = sorted({*winner.insured_by, *loser.insured_by})
    winner.updated_at = loser.updated_at = at
    loser.insured_by, loser.merged_into = [], winner
    winner.save(update_fields=["insured_by", "updated_at"])
    loser.save(update_fields=["insured_by", "merged_into", "updated_at"])


def _move_all(loser: Enterprise, winner: Enterprise, at: datetime) -> dict[str, list[int]]:
    """{table: ids moved}. A row that the winner has already, such as a form of the same task, stops the merge."""
    moved: dict[str, list[int]] = {}
    for model, name in references():
        rows = model._default_manager.filter(**{name: loser.pk})
        ids = sorted(rows.values_list("pk", flat=True))
        try:
            with transaction.atomic():
                rows.update(**{name: winner, **_copies(model, winner, at)})
        except IntegrityError:
            raise Refused(f"两条登记都有不能并存的记录（{title_of(model)}），请先处理其中一条后再合并") from None
        if ids:
            moved[model._meta.db_table] = ids
    return moved


def _move_back(merge: Merge, loser: Enterprise, at: datetime) -> None:
    for model, name in references():
        if ids := merge.moved.get(model._meta.db_table):
            model._default_manager.filter(pk__in=ids).update(**{name: loser, **_copies(model, loser, at)})


def _restore(merge: Merge, loser: Enterprise, winner: Enterprise, at: datetime) -> None:
    """Insurers, former names and earlier traces as they were before the merge."""
    before = merge.before
    EnterpriseName.objects.filter(enterprise=winner, name__in=before["names"]).delete()
    Enterprise.objects.filter(pk__in=before["traces"]).update(merged_into=loser)
    loser.insured_by, winner.insured_by = before["loser_insured_by"], before["winner_insured_by"]
    loser.merged_into, loser.updated_at, winner.updated_at = None, at, at
    loser.save(update_fields=["insured_by", "merged_into", "updated_at"])
    winner.save(update_fields=["insured_by", "updated_at"])


def _copies(model: type[models.Model], entry: Enterprise, at: datetime) -> dict[str, object]:
    """Columns that repeat where the enterprise lies, and when the row changed last."""
    names = {field.name for field in model._meta.local_fields}
    copies: dict[str, object] = {"city": entry.city_id, "county": entry.county_id, "updated_at": at}
    return {name: value for name, value in copies.items() if name in names}


def _add_former_names(names: list[int] | list[str], winner: Enterprise, at: datetime) -> None:
    """The loser's names become former names of the winner, so that searches and near misses find them."""
    EnterpriseName.objects.bulk_create([EnterpriseName(enterprise=winner, name=str(name), until=at) for name in names])
