"""The workbook of hazards: facts, staged columns, numbers and links (contract 4; domain.md 4.8).

It stands with the insurers, whose services found the hazards; the ledger knows nobody who writes into it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from operator import itemgetter
from typing import Any, Final, NamedTuple

from django.db import connection
from django.db.models import Case, Count, F, Max, Q, QuerySet, When

from accounts.models import User
from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession
from core.imports.models import Upload, UploadEffect
from core.jobs import JobRefused
from core.workbooks import Row, plain
from enterprises.models import Enterprise
from hazards.choices import HazardStatus
from hazards.models import Criterion, Hazard
from hazards.permissions import HazardPermission
from hazards.services.numbers import number_sql, reserve
from hazards.sheets import CELLS, LAYOUT, ActivityFact, FinalHazard, HazardFacts, digest_of
from insurers.activities.models import Activity
from insurers.base.exporting import Export
from insurers.base.importing import texts

#: No workbook changes a hazard that was dealt with in the portal, or is closed or in a refusal.
LOCKED: Final = "(l.by_hand OR l.state NOT IN ('NOTIFIED', 'RECTIFYING', 'SUBMITTED', 'VOID'))"

MOVING: Final = ("NOTIFIED", "RECTIFYING", "SUBMITTED")

YEAR: Final = "extract(year from s.found_on)::int"

SEQUENCE: Final = (
    f"(SELECT n.base FROM hazards_numberseries n WHERE n.city_code = s.city_code AND n.year = {YEAR})"  # noqa: S608
    f" + row_number() OVER (PARTITION BY s.city_code, {YEAR} ORDER BY s.row_no)"
)

#: A hazard stands as SUBMITTED with a day of completion, else as NOTIFIED (contract 4); begun ones stay begun.
FOLLOWED: Final = (
    "CASE WHEN s.rectified_on IS NOT NULL THEN 'SUBMITTED' WHEN l.state = 'SUBMITTED' THEN 'NOTIFIED' ELSE l.state END"
)

LEDGER = Ledger(
    table="hazards_hazard",
    stage="hazards_hazard_stage",
    columns=(
        "insurer_id", "insurer_ref", "source_no", "enterprise_id", "city_code", "county_code", "sector", "level",
        "criterion_id", "basis", "category", "topic", "place", "description", "found_on", "found_by", "notice_no",
        "notified_on", "receiver", "deadline", "measures", "rectified_on", "note", "submitted_by_id", "submitted_on",
        "sheet",
    ),
    identity=("insurer_id", "insurer_ref"),
    constants=(
        ("source", "'SERVICE'"),
        ("state", "CASE WHEN s.rectified_on IS NULL THEN 'NOTIFIED' ELSE 'SUBMITTED' END"),
        ("hazard_no", number_sql("s.city_code", YEAR, SEQUENCE)),
        ("round", "CASE WHEN s.rectified_on IS NULL THEN 0 ELSE 1 END"),
    ),
    titles=(("source_no", "activity_no"), ("enterprise_id", "uscc"), ("basis", "criterion")),
    # Whoever hands in last is the submitter, whom a review must not be by.
    followed=(
        ("criterion_id", "s.criterion_id"),
        # As judged on the day found, unless the row now names a service to another enterprise.
        ("sector", "CASE WHEN l.enterprise_id = s.enterprise_id THEN l.sector ELSE s.sector END"),
        ("state", FOLLOWED),
        ("submitted_by_id", "s.submitted_by_id"),
        ("submitted_on", "s.submitted_on"),
        ("round", "l.round + CASE WHEN s.rectified_on IS NULL THEN 0 ELSE 1 END"),
    ),
    told="sheet",
    living="l.state <> 'VOID'",
    voided="state = 'VOID'",
)  # fmt: skip

#: Different wrong clauses of a workbook that get a suggestion.
MOST_SUGGESTIONS: Final = 200

PATHS: Final = {"activity_no": "source_no", "uscc": "enterprise__uscc", "criterion": "basis"}

STATES: Final = dict(HazardStatus.choices)

OWN_CELLS: Final = itemgetter(
    "insurer_ref", "activity_no", "level", "criterion", "category", "topic", "place", "description", "found_on",
    "found_by", "notice_no", "notified_on", "receiver", "deadline", "measures", "rectified_on", "note",
)  # fmt: skip


class ServicePlace(NamedTuple):
    """A service of the insurer and where its enterprise lies."""

    enterprise_id: int
    city: str
    county: str
    sector: str


class CatalogueEntry(NamedTuple):
    """A clause with its version's days."""

    id: int
    text: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class HazardSession(ReadingSession):
    """One insurer's hazards: services for each batch, the catalogue once."""

    def __init__(self, insurer_id: int, uploader_id: int, today: date) -> None:
        self.today = today
        self.insurer_id, self.uploader_id = insurer_id, uploader_id
        rows = Criterion.objects.values_list("pk", "text", "version__valid_from", "version__valid_to")
        self.catalogue = [CatalogueEntry(*row) for row in rows.order_by("pk")]
        self.by_text: dict[str, list[CatalogueEntry]] = {}
        for entry in self.catalogue:
            self.by_text.setdefault(plain(entry.text), []).append(entry)
        self.places: dict[str, ServicePlace] = {}
        self.firms: dict[int, tuple[str, str]] = {}
        self.locked = self._own().exclude(state="VOID").filter(Q(by_hand=True) | ~Q(state__in=MOVING))
        self.has_own, self.has_locked = self._own().exists(), self.locked.exists()
        self.in_force: dict[date, dict[str, str]] = {}
        self.nearest: dict[tuple[str, date], str | None] = {}

    def _own(self) -> QuerySet[Hazard]:
        return Hazard.objects.filter(insurer_id=self.insurer_id)

    def facts(self, rows: Sequence[Row]) -> HazardFacts:
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__in=texts(rows, "activity_no"))
        found = list(
            named.exclude(state="VOID")
            .order_by()
            .values_list("activity_no", "pk", "start_on", "end_on", "enterprise_id", "city_id", "county_id")
        )
        self._meet({row[4] for row in found})
        activities: dict[str, ActivityFact] = {}
        for number, pk, start, end, enterprise, city, county in found:
            uscc, sector = self.firms[enterprise]
            activities[number] = ActivityFact(pk, uscc, start, end)
            self.places[number] = ServicePlace(enterprise, str(city), str(county), sector)
        final = self._final(rows) if self.has_locked else {}
        return HazardFacts(self.today, activities, self.criteria, final, self._years(rows), self.near)

    def _meet(self, enterprises: set[int]) -> None:
        """Credit code and main sector of the enterprises that no batch before named."""
        unknown = enterprises - self.firms.keys()
        if unknown:
            rows = Enterprise.objects.filter(pk__in=unknown).values_list("pk", "uscc", "main_sector")
            self.firms |= {pk: (uscc, sector or "OTHER") for pk, uscc, sector in rows}

    def criteria(self, day: date) -> Mapping[str, str]:
        """The clauses in force on the day, by their plain text."""
        if day not in self.in_force:
            self.in_force[day] = {plain(entry.text): entry.text for entry in self.catalogue if entry.holds_on(day)}
        return self.in_force[day]

    def near(self, text: str, day: date) -> str | None:
        """The clause that a wrong text resembles; looked for as often as a person would read it."""
        key = (text, day)
        if key not in self.nearest:
            if len(self.nearest) >= MOST_SUGGESTIONS:
                return None
            self.nearest[key] = next(iter(get_close_matches(text, self.criteria(day).values(), n=1, cutoff=0.4)), None)
        return self.nearest[key]

    def _years(self, rows: Sequence[Row]) -> dict[str, tuple[str, int]]:
        """Number and year of the batch's hazards that stand already."""
        if not self.has_own:
            return {}
        named = self._own().exclude(state="VOID").filter(insurer_ref__in=texts(rows, "insurer_ref"))
        found = named.order_by().values_list("insurer_ref", "hazard_no", "found_on")
        return {ref: (number, day.year) for ref, number, day in found}

    def _final(self, rows: Sequence[Row]) -> dict[str, FinalHazard]:
        """Those of the batch's hazards that no workbook changes."""
        named = self.locked.filter(insurer_ref__in=texts(rows, "insurer_ref"))
        found = named.values_list("insurer_ref", "state", "sheet", *(PATHS.get(key, key) for key in CELLS))
        return {
            ref: FinalHazard(tuple(value or None for value in cells), str(STATES[state]), sheet)
            for ref, state, sheet, *cells in found
        }

    def record(self, row: Row) -> tuple[Any, ...]:
        (
            ref, number, level, basis, category, topic, place, description, found_on, found_by, notice, notified,
            receiver, deadline, measures, rectified, note,
        ) = OWN_CELLS(row.values)  # fmt: skip
        where = self.places[number]
        return (
            self.insurer_id, ref, number, where.enterprise_id, where.city, where.county, where.sector, level,
            self._criterion(basis, found_on) if basis else None, basis or "", category, topic or "", place, description,
            found_on, found_by, notice, notified, receiver, deadline, measures, rectified, note or "",
            self.uploader_id if rectified else None, self.today if rectified else None, digest_of(row.values),
        )  # fmt: skip

    def _criterion(self, basis: str, day: date) -> int | None:
        return next((entry.id for entry in self.by_text.get(plain(basis), ()) if entry.holds_on(day)), None)


class HazardImporter(Importer):
    kind = "hazards"
    layout = LAYOUT
    ledger = LEDGER
    permission = HazardPermission.HAZARD_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return HazardSession(upload.organisation_id, upload.owner_id, today)

    def standing(self, upload: Upload) -> Any:
        insurer = upload.organisation_id
        ledgers: list[QuerySet[Any]] = [
            Hazard.objects.filter(insurer_id=insurer),
            Activity.objects.filter(insurer_id=insurer),
            Criterion.objects.all(),
        ]
        return [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]

    def conflicts(self, upload: Upload, run: str) -> int:  # noqa: ARG002
        """Staged rows that would change a hazard that was dealt with since the check, or move it to another year.

        All that the workbook names are locked, the unchanged ones, too: one that became void meanwhile would make its
        row a new one that no number was taken for.
        """
        named = f"FROM {LEDGER.stage} s JOIN {LEDGER.table} l ON {staging.join_on(LEDGER)} WHERE s.run = %s"
        locking = f"SELECT count(*) FROM (SELECT l.id {named} ORDER BY l.id FOR UPDATE OF l) x"  # noqa: S608
        moved = f"({LOCKED} OR {YEAR} <> extract(year from l.found_on)::int)"
        with connection.cursor() as cursor:
            cursor.execute(locking, [run])
            cursor.execute(f"SELECT count(*) {named} AND {staging.differs(LEDGER)} AND {moved}", [run])
            return int(cursor.fetchone()[0])

    def before_accept(self, upload: Upload, run: str, at: datetime) -> None:  # noqa: ARG002
        """Take the numbers of the new rows, by city and year found."""
        sql = (
            f"SELECT s.city_code, {YEAR}, count(*) FROM {LEDGER.stage} s WHERE s.run = %s AND NOT EXISTS "  # noqa: S608
            f"(SELECT 1 FROM {LEDGER.table} l WHERE {staging.join_on(LEDGER)}) GROUP BY 1, 2"
        )
        with connection.cursor() as cursor:
            staging.join_set_based(cursor)
            cursor.execute(sql, [run])
            wanted = {(city, year): count for city, year, count in cursor.fetchall()}
            cursor.execute("SET LOCAL enable_nestloop = on")
        reserve(wanted)

    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """Each hazard hangs on the service that its row names; a new level or a later deadline is an event."""
        _insist_on_numbers(run)
        _keep_changes(upload, at)
        _link(
            f"{LEDGER.stage} s JOIN {LEDGER.table} l ON {staging.join_on(LEDGER)} WHERE s.run = %s", run
        )  # fmt: skip

    def withdrawal_obstacle(self, upload: Upload) -> str:
        """Hazards that were moved on in the portal stay; nobody moves the others meanwhile."""
        written = UploadEffect.objects.filter(upload=upload).values("ledger_id")
        rows = Hazard.objects.filter(pk__in=written).order_by("pk").select_for_update(of=("self",))
        moved = sum(
            by_hand or state not in {"NOTIFIED", "SUBMITTED", "VOID"}
            for by_hand, state in rows.values_list("by_hand", "state").iterator(chunk_size=5000)
        )
        return f"不能撤回：其中 {moved} 条隐患已在系统内继续办理，请逐条作废。" if moved else ""

    def after_withdraw(self, upload: Upload) -> None:
        """Void hazards count for no service, restored ones for the one that they name again."""
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM hazard_links_foundhazard f USING imports_uploadeffect e, hazards_hazard h "
                "WHERE e.upload_id = %s AND e.before IS NULL AND h.id = e.ledger_id AND f.hazard_id = h.id",
                [upload.pk],
            )
        _link(
            "imports_uploadeffect e JOIN hazards_hazard l ON l.id = e.ledger_id "
            "WHERE e.upload_id = %s AND e.before IS NOT NULL", upload.pk,
        )  # fmt: skip

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "enterprise_id":
            return dict(Enterprise.objects.filter(pk__in=values).values_list("pk", "uscc"))
        return {}


def _insist_on_numbers(run: str) -> None:
    """As many rows came in as numbers were taken for: the last one of each block is on the ledger."""
    sql = (
        f"SELECT count(*) FROM (SELECT DISTINCT s.city_code AS city, {YEAR} AS year FROM {LEDGER.stage} s "  # noqa: S608
        "WHERE s.run = %s) t JOIN hazards_numberseries n ON n.city_code = t.city AND n.year = t.year "
        f"WHERE NOT EXISTS (SELECT 1 FROM hazards_hazard h WHERE h.hazard_no = {number_sql('t.city', 't.year', 'n.last')})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [run])
        if cursor.fetchone()[0]:
            raise JobRefused("登记期间台账另有变化，本次未写入任何记录，请重新确认入库。")


def _keep_changes(upload: Upload, at: datetime) -> None:
    """A level or a later deadline that the upload brought, with its reason, as the portal's own changes are kept."""
    reason = f"工作簿更正（上传 {upload.pk}）"
    sql = (
        "INSERT INTO {table} (hazard_id, {own}, reason, {who}_by_id, {who}_at) "
        "SELECT h.id, {values}, CASE WHEN h.note = '' THEN %s ELSE left(%s || '：' || h.note, 500) END, %s, %s "
        "FROM imports_uploadeffect e JOIN hazards_hazard h ON h.id = e.ledger_id "
        "WHERE e.upload_id = %s AND e.at = %s AND {changed} ORDER BY h.id"
    )
    level = {
        "table": "hazards_levelchange", "own": "before, after, basis", "who": "changed",
        "values": "e.before->>'level', h.level, h.basis", "changed": "e.before->>'level' <> h.level",
    }  # fmt: skip
    deadline = {
        "table": "hazards_extension", "own": "before, after", "who": "extended",
        "values": "(e.before->>'deadline')::date, h.deadline", "changed": "(e.before->>'deadline')::date < h.deadline",
    }  # fmt: skip
    with connection.cursor() as cursor:
        for parts in (level, deadline):
            cursor.execute(sql.format(**parts), [reason, reason, upload.owner_id, at, upload.pk, at])


def _link(hazards: str, key: Any) -> None:
    """Let each hazard `l` of the SQL hang on the service that it names, and on no other."""
    source, _where, condition = hazards.partition(" WHERE ")
    named = (
        f"FROM {source} JOIN activities_activity a ON a.insurer_id = l.insurer_id AND a.activity_no = l.source_no "
        f"WHERE {condition}"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM hazard_links_foundhazard f USING (SELECT l.id AS hazard, a.id AS activity "  # noqa: S608
            f"{named}) x WHERE f.hazard_id = x.hazard AND f.activity_id <> x.activity",
            [key],
        )
        cursor.execute(
            f"INSERT INTO hazard_links_foundhazard (activity_id, hazard_id) SELECT a.id, l.id {named} "  # noqa: S608
            "AND NOT EXISTS (SELECT 1 FROM hazard_links_foundhazard f WHERE f.hazard_id = l.id AND f.activity_id = a.id)",
            [key],
        )


def _exported(user: User) -> QuerySet[Hazard]:
    """Those on record; what a department found is named by its number in the portal."""
    rows = Hazard.objects.visible_to(user).exclude(state="VOID").exclude(hazard_no="")
    return (
        rows.filter(Q(insurer_ref__gt="") | Q(insurer__isnull=True))
        .annotate(ref=Case(When(insurer_ref="", then=F("hazard_no")), default=F("insurer_ref")))
        .order_by("pk")
    )


EXPORT = Export(
    HazardPermission.HAZARD_VIEW,
    _exported,
    {"insurer_ref": "ref", "activity_no": "source_no", "uscc": "enterprise__uscc", "criterion": "basis"},
)
