"""The register's workbook: facts, staged columns and acceptance (contract 4; domain.md 4.1)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max
from typing_extensions import override

from accounts.models import Division
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core import walls
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload
from core.workbooks import MASKED, Row
from enterprises.initials import refresh
from enterprises.models import Enterprise
from enterprises.permissions import EnterprisePermission
from enterprises.sheets import LAYOUT, SECTOR_LIST, DivisionFact, EnterpriseFacts, RegisteredFact
from enterprises.stays import reasons_to_stay

LEDGER = Ledger(
    table="enterprises_enterprise",
    stage="enterprises_stage",
    derived=("city_code", "county_code", "principal", "phone"),
    **cells_of(LAYOUT, [Enterprise], apart=("county", "principal", "phone")),
    identity=("uscc",),
    titles=(("county_code", "county"),),
    keep_when_null=("principal", "phone"),
    constants=(("insured_by", "'{}'::bigint[]"),),
    placed=("uscc",),  # the register's indexes stand by credit code: in the workbook's order each row fell anywhere
)


class EnterpriseSession(ReadingSession):
    """One city's upload: divisions are read once, registrations for each batch."""

    ledger = LEDGER

    def __init__(self, upload: Upload, today: date) -> None:
        self.today, self.usage = today, usage_of(ListedKind.SECTOR, today)
        self.city = upload.hand.organisation.division_id
        rows = Division.objects.counties().select_related("parent")
        facts = [DivisionFact(d.code, d.name, d.parent.code, d.parent.name) for d in rows if d.parent]
        self.staying = reasons_to_stay()
        self.by_code = {fact.code: fact for fact in facts}
        self.by_name: dict[str, list[DivisionFact]] = {}
        for fact in facts:
            self.by_name.setdefault(fact.name, []).append(fact)

    @walls.aside("whether a credit code is registered in another city, and in which one")
    def facts(self, rows: Sequence[Row]) -> EnterpriseFacts:
        codes = {code for row in rows if isinstance(code := row.values.get("uscc"), str)}
        registered = Enterprise.objects.filter(uscc__any_of=codes).values_list(
            "uscc", "city_id", "city__name", "merged_into__uscc", "county_id", "pk", "sectors"
        )
        return EnterpriseFacts(
            today=self.today,
            city_code=self.city,
            divisions_by_code=self.by_code,
            divisions_by_name=self.by_name,
            registered={
                uscc: RegisteredFact(str(code), name, into or "", str(county), self.staying.get(pk, ""), sectors)
                for uscc, code, name, into, county, pk, sectors in registered
            },
            usage=self.usage,
            codes=self._codes({row.get("name") or "" for row in rows if not row.ok("uscc")}),
        )

    def _codes(self, names: Collection[str]) -> dict[str, list[str]]:
        """The credit codes of the city's standing entries by name, for names whose code could not be read."""
        found: dict[str, list[str]] = {}
        if names:
            own = Enterprise.objects.filter(city__code=self.city, merged_into=None, name__in=names)
            for name, uscc in own.values_list("name", "uscc"):
                found.setdefault(name, []).append(uscc)
        return found

    def derive(self, row: Row) -> dict[str, object]:
        county = row.values["county"]
        return {
            "city_code": self.by_code[county].city_code,
            "county_code": county,
            "principal": unmasked(row.values.get("principal")),
            "phone": unmasked(row.values.get("phone")),
        }


def unmasked(value: Any) -> Any:
    """None for a masked value: the ledger keeps what it has."""
    return None if value is MASKED else value


class EnterpriseImporter(Importer):
    kind = "enterprises"
    layout = LAYOUT
    ledger = LEDGER
    permission = EnterprisePermission.ENTERPRISE_UPLOAD

    @override
    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """New and changed names get their initials once the transaction stands; the sweep finds what was missed."""
        transaction.on_commit(refresh, robust=True)

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return EnterpriseSession(upload, today)

    @override
    @walls.aside("whether the register has changed since the same file was checked: a number and an instant")
    def standing(self, upload: Upload) -> Any:
        """The whole register: a code that another city has is a fault here."""
        whole = Enterprise.objects.aggregate(count=Count("pk"), last=Max("updated_at"))
        return whole, usage_of(ListedKind.SECTOR, date.min)

    @override
    def closed(self, today: date) -> Mapping[str, Collection[str]]:
        return {SECTOR_LIST.name: usage_of(ListedKind.SECTOR, today).closed(today)}

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        return (
            dict(Division.objects.filter(code__in=values).values_list("code", "name"))
            if column == "county_code"
            else {}
        )

    @override
    def lock_key(self, upload: Upload) -> int:
        """Credit codes are unique over all cities, so all cities' acceptances queue."""
        return 0

    @override
    @walls.aside("how many codes another city has registered since the check")
    def conflicts(self, upload: Upload, run: str) -> int:
        """Codes that another city registered since the check, and entries that may not move any more."""
        sql = (
            "SELECT e.id, e.city_code <> s.city_code, e.county_code <> s.county_code FROM enterprises_stage s "
            "JOIN enterprises_enterprise e ON e.uscc = s.uscc WHERE s.run = %s "
            "AND (e.city_code <> s.city_code OR e.county_code <> s.county_code)"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run])
            found = cursor.fetchall()
        strange = sum(bool(is_strange) for _pk, is_strange, _moves in found)
        return strange + len(reasons_to_stay([pk for pk, _strange, moves in found if moves]))
