"""The importer of the workbook of hazards, and the export of the ledger."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Case, Count, F, Max, Q, QuerySet, When
from typing_extensions import override

from accounts.models import User
from accounts.scope import identity_by_id
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core.imports import staging
from core.imports.importer import Importer, ReadingSession
from core.imports.models import Upload, UploadEffect
from core.rows import Rows
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import Criterion, Hazard
from hazards.permissions import HazardPermission
from hazards.services.numbers import reserve
from hazards.services.searching import refresh
from hazards.sheets import LAYOUT, TOPIC_LIST
from insurers.activities.models import Activity
from insurers.base.exporting import Export
from insurers.hazard_links.importing.acceptance import insist_on_numbers, keep_changes, link
from insurers.hazard_links.importing.ledger import LEDGER, LOCKED, YEAR
from insurers.hazard_links.importing.session import HazardSession


class HazardImporter(Importer):
    kind = "hazards"
    layout = LAYOUT
    ledger = LEDGER
    permission = HazardPermission.HAZARD_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return HazardSession(identity_by_id(upload.organisation_id), upload.hand.pk, today)

    def standing(self, upload: Upload) -> Any:
        insurer = identity_by_id(upload.organisation_id).insurer_id
        ledgers: list[Rows] = [
            Hazard.objects.filter(insurer_id=insurer),
            Activity.objects.filter(insurer_id=insurer),
            Criterion.objects.all(),
        ]
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]
        return known, usage_of(ListedKind.TOPIC, date.min)

    @override
    def closed(self, today: date) -> Mapping[str, Collection[str]]:
        return {TOPIC_LIST.name: usage_of(ListedKind.TOPIC, today).closed(today)}

    @override
    def lock_key(self, upload: Upload) -> int:
        """An insurer and its branches write the same ledger, so they queue with each other."""
        return identity_by_id(upload.organisation_id).insurer_id

    @override
    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows that would change a hazard that was dealt with since the check, or move it to another year.

        All that the workbook names are locked, the unchanged ones, too: one that became void meanwhile would make its
        row a new one that no number was taken for.
        """
        named = f"FROM {LEDGER.stage} s JOIN {LEDGER.table} l ON {staging.join_on(LEDGER)} WHERE s.run = %s"
        locking = f"SELECT count(*) FROM (SELECT l.id {named} ORDER BY l.id FOR UPDATE OF l) x"
        moved = f"({LOCKED} OR {YEAR} <> extract(year from l.found_on)::int)"
        with connection.cursor() as cursor:
            cursor.execute(locking, [run])
            cursor.execute(f"SELECT count(*) {named} AND {staging.differs(LEDGER)} AND {moved}", [run])
            return int(cursor.fetchone()[0])

    @override
    def before_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """Take the numbers of the new rows, by city and year found."""
        sql = (
            f"SELECT s.city_code, {YEAR}, count(*) FROM {LEDGER.stage} s WHERE s.run = %s AND NOT EXISTS "
            f"(SELECT 1 FROM {LEDGER.table} l WHERE {staging.join_on(LEDGER)}) GROUP BY 1, 2"
        )
        with connection.cursor() as cursor:
            staging.join_set_based(cursor)
            cursor.execute(sql, [run])
            wanted = {(city, year): count for city, year, count in cursor.fetchall()}
            cursor.execute("SET LOCAL enable_nestloop = on")
        reserve(wanted)

    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """Each hazard hangs on the service that its row names; a new level or a later deadline is an event.

        The texts for the search are made once the transaction stands.
        """
        insist_on_numbers(run)
        keep_changes(upload, at)
        link(f"{LEDGER.stage} s JOIN {LEDGER.table} l ON {staging.join_on(LEDGER)} WHERE s.run = %s", run)
        transaction.on_commit(refresh, robust=True)

    def withdrawal_obstacle(self, upload: Upload) -> str:
        """Hazards that were moved on in the portal stay; nobody moves the others meanwhile."""
        written = UploadEffect.objects.filter(upload=upload).values("ledger_id")
        rows = Hazard.objects.filter(pk__in=written).order_by("pk").select_for_update(of=("self",))
        moved = sum(
            by_hand or state not in {HazardStatus.NOTIFIED, HazardStatus.SUBMITTED, HazardStatus.VOID}
            for by_hand, state in rows.values_list("by_hand", "state").iterator(chunk_size=5000)
        )
        return f"不能撤回：其中 {moved} 项隐患已在系统内继续办理，请逐项作废。" if moved else ""

    def after_withdraw(self, upload: Upload) -> None:
        """Void hazards count for no service, restored ones for the one that they name again."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM hazard_links_foundhazard f USING imports_uploadeffect e, hazards_hazard h "
                "WHERE e.upload_id = %s AND e.before IS NULL AND h.id = e.ledger_id AND f.hazard_id = h.id",
                [upload.pk],
            )
        link(
            "imports_uploadeffect e JOIN hazards_hazard l ON l.id = e.ledger_id "
            "WHERE e.upload_id = %s AND e.before IS NOT NULL",
            upload.pk,
        )

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "enterprise_id":
            return dict(Enterprise.objects.filter(pk__in=values).values_list("pk", "uscc"))
        return {}


def _exported(user: User) -> QuerySet[Hazard]:
    """Those on record; what a department found is named by its number in the portal."""
    rows = Hazard.objects.visible_to(user).exclude(state=HazardStatus.VOID).exclude(hazard_no="")
    return (
        rows.filter(Q(insurer_ref__gt="") | Q(insurer__isnull=True))
        .annotate(ref=Case(When(insurer_ref="", then=F("hazard_no")), default=F("insurer_ref")))
        .order_by("pk")
    )


def _state_in_words(state: object, _names: Mapping[str, str]) -> object:
    return HazardStatus(str(state)).label


EXPORT = Export(
    HazardPermission.HAZARD_VIEW,
    _exported,
    {
        "insurer_ref": "ref",
        "activity_no": "source_no",
        "uscc": "enterprise__uscc",
        "enterprise_name": "enterprise__name",
        "criterion": "basis",
        "branch": "branch__name",
    },
    title="事故隐患整改闭环台账",
    counted_in="项",
    worded={"state": _state_in_words},
)
