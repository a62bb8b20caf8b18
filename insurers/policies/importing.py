"""The insurers' workbooks: facts, staged columns and acceptance (contract 4; domain.md 4.2, 4.5)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import connection
from django.db.models import Count, Max
from django.db.models.functions import Coalesce
from typing_extensions import override

from accounts.models import Division, Organisation
from accounts.roles import NINGBO
from core import walls
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload
from core.workbooks import Row
from core.workbooks.suggesting import is_same_name, near_code
from enterprises.models import Enterprise
from insurers.base.exporting import Export
from insurers.base.importing import texts
from insurers.base.lookups import nearest_name
from insurers.policies.models import Policy
from insurers.policies.permissions import PolicyPermission
from insurers.policies.sheets import POLICIES, EnterpriseFact, PolicyFacts
from rulebook.book import bounds_on
from rulebook.choices import RuleCode, RuleState
from rulebook.models import DatedRule

POLICY_LEDGER = Ledger(
    table="policies_policy",
    stage="policies_policy_stage",
    derived=("insurer_id", "enterprise_id", "city_code", "county_code"),
    **cells_of(POLICIES, [Policy], apart=("uscc",)),
    identity=("insurer_id", "policy_no"),
    titles=(("enterprise_id", "uscc"),),
)

#: Registered enterprises are searched for at most so many rows of a file.
MAX_SEARCHES = 500


class PolicySession(ReadingSession):
    """One insurer's policies: enterprises for each batch, names for suggestions once if a code is unknown."""

    ledger = POLICY_LEDGER

    def __init__(self, upload: Upload, today: date) -> None:
        self.today = today
        self.insurer: Organisation = upload.hand.organisation
        self.places = {d.code: d.parent_id or "" for d in Division.objects.counties()}
        self.known: dict[str, EnterpriseFact] = {}
        self.names: dict[str, str] | None = None
        self.searches = 0
        self.shares = bounds_on(RuleCode.FEE_SHARE_MIN, RuleCode.FEE_SHARE_MAX, today)

    def in_division(self, city: str) -> bool:
        """The Ningbo companies write in Ningbo only, the Zhejiang branches everywhere else (contract 4)."""
        return (city == NINGBO) == (self.insurer.division_id == NINGBO)

    def nearest(self, name: str, code: str) -> str | None:
        """The credit code of the enterprise that a row means: it has the name, or nearly the name and the code.

        A sound code that is not registered names another firm, however alike the names are. One query for the file;
        after so many searches the file is of another ledger, and looking on would take longer than reading it.
        """
        self.searches += 1
        if self.searches > MAX_SEARCHES or not name:
            return None
        if self.names is None:
            with walls.aside("a row with an unknown code is told the code that its name has"):
                rows = Enterprise.objects.values_list("uscc", "name", "city_id")
                self.names = {n: u for u, n, c in rows if self.in_division(str(c))}
        found = nearest_name(name, self.names)
        if found is None or is_same_name(name, found):
            return self.names[found] if found else None
        return near_code(code, [self.names[found]])

    def facts(self, rows: Sequence[Row]) -> PolicyFacts:
        # A policy on the code of a merged double belongs to the entry that was kept.
        kept = [Coalesce(f"merged_into__{name}", name) for name in ("pk", "name", "county_id", "city_id", "employees")]
        found = Enterprise.objects.filter(uscc__any_of=texts(rows, "uscc")).values_list("uscc", *kept)
        with walls.aside("whether a credit code is registered, its name, county and headcount"):
            self.known = {row[0]: EnterpriseFact(*cast("Any", row[1:])) for row in found}
        return PolicyFacts(
            today=self.today,
            enterprises=self.known,
            in_division=self.in_division,
            division_note="宁波市级公司只承保宁波市"
            if self.insurer.division_id == NINGBO
            else "省级分公司不承保宁波市",
            fee_rate_rule=self.shares,
            nearest=self.nearest,
        )

    def derive(self, row: Row) -> dict[str, object]:
        place = self.known[row.values["uscc"]]
        return {
            "insurer_id": self.insurer.pk,
            "enterprise_id": place.id,
            "city_code": place.city,
            "county_code": place.county,
        }


class PolicyImporter(Importer):
    kind = "policies"
    layout = POLICIES
    ledger = POLICY_LEDGER
    permission = PolicyPermission.POLICY_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return PolicySession(upload, today)

    @walls.aside("whether the register has changed since the same file was checked: a number and an instant")
    def standing(self, upload: Upload) -> Any:
        own = Policy.objects.filter(insurer_id=upload.organisation_id)
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in (own, Enterprise.objects.all())]
        return known, DatedRule.objects.filter(state=RuleState.IN_FORCE).aggregate(
            count=Count("pk"), last=Max("decided_at")
        )

    @override
    @walls.aside("the insurer gets sight of the enterprises that it insures")
    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:
        """The insurer gets sight of the enterprises it insures."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE enterprises_enterprise e SET insured_by = array_append(e.insured_by, %s) "
                "WHERE NOT e.insured_by @> ARRAY[%s]::bigint[] AND e.id IN "
                "(SELECT enterprise_id FROM policies_policy_stage WHERE run = %s)",
                [upload.organisation_id, upload.organisation_id, run],
            )

    @walls.aside("the credit codes of the enterprises that the upload itself names")
    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        return (
            dict(Enterprise.objects.filter(pk__in=values).values_list("pk", "uscc"))
            if column == "enterprise_id"
            else {}
        )

    @walls.aside("the insurer loses sight of the enterprises that it insures no more")
    def after_withdraw(self, upload: Upload) -> None:
        """An insurer without any policy on an enterprise has no sight of it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE enterprises_enterprise e SET insured_by = array_remove(e.insured_by, %s) "
                "WHERE e.insured_by @> ARRAY[%s]::bigint[] AND NOT EXISTS "
                "(SELECT 1 FROM policies_policy p WHERE p.enterprise_id = e.id AND p.insurer_id = %s)",
                [upload.organisation_id] * 3,
            )


EXPORT = Export(
    PolicyPermission.POLICY_VIEW,
    lambda user: Policy.objects.visible_to(user).order_by("pk"),
    {"uscc": "enterprise__uscc"},
    title="安全生产责任保险保单台账",
    counted_in="件、人、元",
    sums=frozenset({"insured_people", "premium_due", "premium_paid"}),
)
