"""The workbook of outsourcing and leasing: facts, staged columns and acceptance (contract 4; domain.md 4.1a)."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Max, QuerySet
from typing_extensions import override

from accounts.scope import Identity, identity_by_id
from core import walls
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload
from core.rows import Rows
from core.workbooks import Row
from enterprises.models import Enterprise, Outsourcing
from enterprises.permissions import EnterprisePermission
from enterprises.sheets.outsourcing import OUTSOURCING, OutsourcingFacts

OUTSOURCING_LEDGER = Ledger(
    table="enterprises_outsourcing",
    stage="enterprises_outsourcing_stage",
    derived=("enterprise_id", "branch_id"),
    **cells_of(OUTSOURCING, [Outsourcing], apart=("uscc", "enterprise_name")),
    identity=("enterprise_id", "kind", "counterparty", "project"),
    insert_only=("branch_id",),
    titles=(("enterprise_id", "uscc"),),
)


class OutsourcingSession(ReadingSession):
    """One upload: the enterprises that the uploader sees are read for each batch."""

    ledger = OUTSOURCING_LEDGER

    def __init__(self, sees: QuerySet[Enterprise], today: date, identity: Identity) -> None:
        self.sees, self.today, self.identity = sees, today, identity
        self.ids: dict[str, int] = {}

    def facts(self, rows: Sequence[Row]) -> OutsourcingFacts:
        known = list(self.sees.filter(uscc__any_of=_texts(rows, "uscc")).values_list("uscc", "name", "pk"))
        self.ids = {uscc: pk for uscc, _name, pk in known}
        names = {uscc: name for uscc, name, _pk in known}
        unknown = [row for row in rows if row.has("uscc") and row.values["uscc"] not in names]
        unread = [row for row in rows if not row.ok("uscc")]
        codes = self._codes(_texts([*unknown, *unread], "enterprise_name"))
        return OutsourcingFacts(self.today, names, codes, self._outside(_texts(unknown, "uscc")))

    @walls.aside("a city branch learns which enterprises of its insurer lie in other cities")
    def _outside(self, codes: Collection[str]) -> dict[str, str]:
        """Of a city branch: why it does not report on those that its insurer insures in other cities."""
        if not (self.identity.city and codes):
            return {}
        insured = Enterprise.objects.filter(insured_by__contains=[self.identity.insurer_id], uscc__in=codes)
        found = {uscc: self.identity.complain_city(str(city)) for uscc, city in insured.values_list("uscc", "city_id")}
        return {uscc: said for uscc, said in found.items() if said}

    def _codes(self, names: Collection[str]) -> dict[str, str]:
        """Credit codes by name, for names that one enterprise alone has."""
        if not names:
            return {}
        found = list(self.sees.filter(name__in=names).values_list("name", "uscc"))
        often = Counter(name for name, _uscc in found)
        return {name: uscc for name, uscc in found if often[name] == 1}

    def derive(self, row: Row) -> dict[str, object]:
        return {"enterprise_id": self.ids[row.values["uscc"]], "branch_id": self.identity.branch_id}


def _texts(rows: Sequence[Row], key: str) -> set[str]:
    return {value for row in rows if isinstance(value := row.values.get(key), str)}


class OutsourcingImporter(Importer):
    kind = "outsourcing"
    layout = OUTSOURCING
    ledger = OUTSOURCING_LEDGER
    permission = EnterprisePermission.OUTSOURCING_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return OutsourcingSession(self._sees(upload), today, identity_by_id(upload.organisation_id))

    def _sees(self, upload: Upload) -> QuerySet[Enterprise]:
        return Enterprise.objects.visible_to(upload.hand)

    @walls.aside("whether the ledger has changed since the same file was checked: a number and an instant")
    def standing(self, upload: Upload) -> Any:
        ledgers: list[Rows] = [Outsourcing.objects.all(), self._sees(upload)]
        return [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]

    @walls.aside("the credit codes of the enterprises that the upload itself names")
    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column != "enterprise_id":
            return {}
        return dict(Enterprise.objects.filter(pk__in=values).values_list("pk", "uscc"))

    @override
    def lock_key(self, upload: Upload) -> int:
        """Bureau and insurers write the same rows, so all acceptances queue."""
        return 0

    @override
    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows of enterprises that the uploader has lost sight of since the check."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT enterprise_id FROM {self.ledger.stage} WHERE run = %s", [run])
            staged = [row[0] for row in cursor.fetchall()]
        return len(staged) - self._sees(upload).filter(pk__in=staged).count()
