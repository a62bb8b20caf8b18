"""The table of who inspects whom: made, approved by a second person, published with its tasks (notice 二(四))."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from campaigns.models import Campaign
from core import audit
from core.transitions import Transition, fire
from core.writing import Refused, insist, lock, open_ledger, open_row
from inspections import rules, states
from inspections.choices import PairingOrigin, PairingState
from inspections.cities import as_texts, earlier_pairs, names_of_cities, unpublished_tables
from inspections.models import PairingRow, PairingTable, Task
from inspections.permissions import InspectionPermission

SENTENCES = {
    "pairing_settled_once_a_year": "该年度另有一张已提交审批或已发布的分组表，同一年度只能有一张",
    "pairing_published": "分组表已发布，不能再改动；如须调整请另制下一年度分组表",
    "pairing_one_set_of_cities": "检查地区与被检查地区不是同一组城市，请核对后重新填写",
}


class TableRefused(Refused):
    """The rows are no pairing. `faults` name the cells."""

    def __init__(self, faults: Sequence[rules.CellFault]) -> None:
        super().__init__(*[f"第{one.row + 1}行：{one.sentence}" if one.row >= 0 else one.sentence for one in faults])
        self.faults = list(faults)


@dataclass(frozen=True, slots=True)
class Origin:
    """How the rows of a table came about: by hand, by a workbook, or drawn from `seed`."""

    kind: str = PairingOrigin.HAND
    seed: str = ""
    lookback: int = 0
    left_out: Sequence[rules.Pair] = field(default_factory=tuple)


def make_table(
    *, year: int, pairs: Sequence[rules.Pair], note: str, origin: Origin, by: User, at: datetime
) -> PairingTable:
    """Enter a draft for a year; the rows stand in the order given. Raises NotAllowed, Refused, TableRefused."""
    with open_ledger(
        PairingTable, year, by=by, permission=InspectionPermission.PAIRING_PREPARE, at=at, step="make-pairing"
    ):
        if PairingTable.objects.published().filter(year=year).exists():
            raise Refused(("year", f"{year}年度已有发布的分组表，请选择其他年度"))
        _insist_pairing(pairs)
        table = PairingTable.objects.create(
            year=year,
            origin=origin.kind,
            seed=origin.seed,
            lookback=origin.lookback,
            exclusions=as_texts(origin.left_out),
            note=note,
            changed_by=by,
            changed_at=at,
        )
        _write_rows(table, pairs)
        audit.record(
            "inspection.pairing-made", by=by, at=at, subject=str(table), origin=origin.kind, pairs=as_texts(pairs)
        )
    return table


def _insist_pairing(pairs: Sequence[rules.Pair]) -> None:
    faults = rules.cell_faults(pairs, names_of_cities())
    if faults:
        raise TableRefused(faults)


def _write_rows(table: PairingTable, pairs: Sequence[rules.Pair]) -> None:
    PairingRow.objects.bulk_create(
        [
            PairingRow(table=table, annex_no=number, inspecting_id=inspecting, inspected_id=inspected)
            for number, (inspecting, inspected) in enumerate(pairs, 1)
        ]
    )


def draw_table(
    *, year: int, seed: str, lookback: int, left_out: Sequence[rules.Pair], note: str, by: User, at: datetime
) -> PairingTable:
    """Draft the ring that the seed gives, without pairs of the last years and without those left out.

    The same seed over the same published tables gives the same rows. Raises NotAllowed, Refused where there is none, and
    where a table of those years is not published yet, whose pairs nobody could leave out.
    """
    names = names_of_cities()
    cities, barred = list(names), rules.barred_pairs(earlier_pairs(year, lookback), left_out)
    with open_ledger(
        PairingTable, year, by=by, permission=InspectionPermission.PAIRING_PREPARE, at=at, step="draw-pairing"
    ):
        if not seed.strip():
            raise Refused(("seed", "请填写随机种子，如公开摇出的号码"))
        insist(_complain_unsettled(year, lookback), "lookback")
        pairs = rules.drawn_ring(cities, seed, barred)
        if pairs is None:
            raise Refused(rules.why_no_ring(cities, barred, names))
        origin = Origin(PairingOrigin.DRAWN, seed, lookback, left_out)
        return make_table(year=year, pairs=pairs, note=note, origin=origin, by=by, at=at)


def _complain_unsettled(year: int, lookback: int) -> str | None:
    """Why the pairs of the years before cannot be left out: a table of theirs is still being prepared."""
    open_ones = [f"{one}（{one.get_state_display()}）" for one in unpublished_tables(year, lookback)]
    if not open_ones:
        return None
    return (
        f"{'、'.join(open_ones)}尚未发布，其组合还不确定，无法保证「不与前几年重复」；"
        "请先发布或删除该年度的分组表，或者减少年数"
    )


def change_table(
    *, table: PairingTable, pairs: Sequence[rules.Pair], note: str, seen: str, by: User, at: datetime
) -> PairingTable:
    """Store a draft's rows anew; a drawn table that is changed counts as one by hand. Raises as `make_table`, Stale."""
    with open_row(
        table,
        by=by,
        permission=InspectionPermission.PAIRING_PREPARE,
        at=at,
        step="change-pairing",
        seen=seen,
        sentences=SENTENCES,
    ) as locked:
        if locked.state != PairingState.DRAFT:
            raise Refused(f"分组表现为「{locked.get_state_display()}」，只有起草中的分组表可以修改")
        _insist_pairing(pairs)
        before = [row.pair for row in locked.rows.order_by("annex_no")]
        if before != list(pairs):
            locked.rows.all().delete()
            _write_rows(locked, pairs)
            locked.origin, locked.seed, locked.lookback, locked.exclusions = PairingOrigin.HAND, "", 0, []
        locked.note, locked.version, locked.changed_by, locked.changed_at = note, locked.version + 1, by, at
        locked.save()
        audit.record(
            "inspection.pairing-changed",
            by=by,
            at=at,
            subject=str(locked),
            before=as_texts(before),
            after=as_texts(pairs),
        )
    return locked


def discard_table(*, table: PairingTable, seen: str, by: User, at: datetime) -> None:
    """Throw a draft away; the audit keeps its pairs. Raises NotAllowed, Refused, Stale."""
    with open_row(
        table, by=by, permission=InspectionPermission.PAIRING_PREPARE, at=at, step="discard-pairing", seen=seen
    ) as locked:
        if locked.state != PairingState.DRAFT:
            raise Refused(f"分组表现为「{locked.get_state_display()}」，只有起草中的分组表可以删除")
        pairs = as_texts(row.pair for row in locked.rows.order_by("annex_no"))
        audit.record("inspection.pairing-discarded", by=by, at=at, subject=str(locked), seed=locked.seed, pairs=pairs)
        locked.delete()


def propose_table(*, table: PairingTable, seen: str, by: User, at: datetime) -> PairingTable:
    """Ask a second person. Raises NotAllowed, Refused, Stale."""
    return _move(
        states.PROPOSE, table, seen, by, at, proposed_by=by, proposed_at=at, answered_by=None, answered_at=None
    )


def return_table(*, table: PairingTable, note: str, seen: str, by: User, at: datetime) -> PairingTable:
    """Give it back with what is to be changed. Raises NotAllowed, Refused, Stale."""
    insist(None if note.strip() else "请填写退回的理由", "note")
    return _move(states.RETURN_TABLE, table, seen, by, at, answered_by=by, answered_at=at, answer_note=note.strip())


def approve_table(*, table: PairingTable, note: str, seen: str, by: User, at: datetime) -> PairingTable:
    """Approve as the second person. Raises NotAllowed, Refused, Stale."""
    return _move(states.APPROVE, table, seen, by, at, answered_by=by, answered_at=at, answer_note=note.strip())


def _move(move: Transition, table: PairingTable, seen: str, by: User, at: datetime, **changes: object) -> PairingTable:
    step = f"{move.name}-pairing"
    with open_row(table, by=by, permission=move.permission, at=at, step=step, seen=seen, sentences=SENTENCES) as locked:
        moved: PairingTable = fire(move, locked, by=by, at=at, version=locked.version + 1, **changes)
    return moved


def has_campaign(year: int) -> bool:
    """Whether the year has its approved campaign, whose tasks a table makes."""
    return Campaign.objects.yearly(year).exists()


def publish_table(*, table: PairingTable, by: User, at: datetime) -> int:
    """Publish an approved table and create its tasks; how many were new.

    A second call creates what is missing and nothing else. Raises NotAllowed, Refused.
    """
    with open_ledger(
        PairingTable,
        table,
        by=by,
        permission=InspectionPermission.PAIRING_PREPARE,
        at=at,
        step="publish-pairing",
        on=table,
        sentences=SENTENCES,
    ):
        locked = lock(table)
        campaign = Campaign.objects.yearly(locked.year).first()
        if campaign is None:
            raise Refused(f"{locked.year}年度专项行动尚未建立，请先建立该年度专项行动，再发布分组表")
        insist(rules.complain_cities_off(locked.pairs(), campaign.cities_off, names_of_cities(), str(campaign)))
        if locked.state != PairingState.PUBLISHED:
            locked = fire(
                states.PUBLISH, locked, by=by, at=at, published_by=by, published_at=at, version=locked.version + 1
            )
        made = create_tasks(locked, campaign)
        if made:
            audit.record("inspection.tasks-created", by=by, at=at, subject=str(locked), count=made)
    return made


def create_tasks(table: PairingTable, campaign: Campaign) -> int:
    """One task for each row of a published table, JC-{year}-{annex number}; how many were missing.

    Raises Refused where the campaign has tasks of other pairs.
    """
    rows = list(table.rows.order_by("annex_no"))
    there = {task.annex_no: (task.inspecting_id, task.inspected_id) for task in Task.objects.filter(campaign=campaign)}
    if there.keys() - {row.annex_no for row in rows} or any(
        there.get(row.annex_no, row.pair) != row.pair for row in rows
    ):
        raise Refused(f"{campaign.year}年度已按另一张分组表生成任务，不能改用本表")
    missing = [row for row in rows if row.annex_no not in there]
    Task.objects.bulk_create(
        [
            Task(
                campaign=campaign,
                annex_no=row.annex_no,
                inspecting_id=row.inspecting_id,
                inspected_id=row.inspected_id,
                no=f"JC-{campaign.year}-{row.annex_no:02d}",
            )
            for row in missing
        ]
    )
    return len(missing)
