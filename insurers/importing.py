"""The insurers' workbooks: facts, staged columns and acceptance (contract 4; domain.md 4.2, 4.5)."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, cast

from django.db import connection
from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce

from accounts.choices import DivisionLevel
from accounts.models import Division, Organisation
from accounts.permissions import Permission
from accounts.roles import NINGBO
from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession
from core.models import Upload
from core.workbooks import Row
from enterprises.models import Enterprise
from insurers.agencies import last_days
from insurers.feerules import share_rule
from insurers.models import Activity, Policy
from insurers.rules import nearest_code, nearest_name
from insurers.sheets import ACTIVITIES, POLICIES, ActivityFacts, AgencyFact, EnterpriseFact, PolicyFact, PolicyFacts
from insurers.sheets.activities import CELLS, OWN_STAFF
from rulebook.choices import RuleState
from rulebook.models import DatedRule

POLICY_LEDGER = Ledger(
    table="insurers_policy",
    stage="insurers_policy_stage",
    columns=(
        "insurer_id", "policy_no", "enterprise_id", "city_code", "county_code", "enterprise_name", "start_on", "end_on",
        "insured_people", "limit_per_person", "limit_per_accident", "limit_total", "premium_due", "premium_paid",
        "fee_rate", "status", "note",
    ),
    identity=("insurer_id", "policy_no"),
    titles=(("enterprise_id", "uscc"),),
)  # fmt: skip
ACTIVITY_LEDGER = Ledger(
    table="insurers_activity",
    stage="insurers_activity_stage",
    columns=(
        "insurer_id", "activity_no", "policy_id", "enterprise_id", "city_code", "county_code", "enterprise_name",
        "kind", "topics", "campaign_assist", "start_on", "end_on", "form", "place", "agency_id", "staff", "participants",
        "content", "general_hazards", "major_hazards", "notice_no", "cost", "satisfaction", "note",
    ),
    identity=("insurer_id", "activity_no"),
    constants=(("state", "'RECORDED'"),),
    titles=(("policy_id", "policy_no"), ("agency_id", "agency")),
)  # fmt: skip
PATHS = {"policy_no": "policy__policy_no", "agency": "agency__name"}
#: Registered enterprises are searched for at most so many rows of a file.
MAX_SEARCHES = 500
#: All cells of a good row in one call: it is made for every row of an import.
ACTIVITY_CELLS = itemgetter(
    "activity_no", "policy_no", "enterprise_name", "kind", "topics", "campaign_assist", "start_on", "end_on", "form",
    "place", "agency", "staff", "participants", "content", "general_hazards", "major_hazards", "notice_no", "cost",
    "satisfaction", "note",
)  # fmt: skip


def texts(rows: Sequence[Row], key: str) -> set[str]:
    return {value for row in rows if isinstance(value := row.values.get(key), str)}


class PolicySession(ReadingSession):
    """One insurer's policies: enterprises for each batch, names for suggestions once if a code is unknown."""

    def __init__(self, upload: Upload, today: date) -> None:
        self.today = today
        self.insurer: Organisation = upload.owner.organisation
        self.places = {d.code: d.parent_id or "" for d in Division.objects.filter(level=DivisionLevel.COUNTY)}
        self.known: dict[str, EnterpriseFact] = {}
        self.names: dict[str, str] | None = None
        self.searches = 0
        self.shares = share_rule(today)

    def in_division(self, city: str) -> bool:
        """The Ningbo companies write in Ningbo only, the Zhejiang branches everywhere else (contract 4)."""
        return (city == NINGBO) == (self.insurer.division_id == NINGBO)

    def nearest(self, name: str, code: str) -> str | None:
        """The credit code of the enterprise most like the name, else most like the code: one query for the file.

        After so many searches the file is of another ledger, and looking on would take longer than reading it.
        """
        self.searches += 1
        if self.searches > MAX_SEARCHES:
            return None
        if self.names is None:
            rows = Enterprise.objects.values_list("uscc", "name", "city_id")
            self.names = {n: u for u, n, c in rows if self.in_division(str(c))}
        found = nearest_name(name, self.names)
        return self.names[found] if found else nearest_code(code, self.names.values())

    def facts(self, rows: Sequence[Row]) -> PolicyFacts:
        # A policy on the code of a merged double belongs to the entry that was kept.
        kept = [Coalesce(f"merged_into__{name}", name) for name in ("pk", "name", "county_id", "city_id", "employees")]
        found = Enterprise.objects.filter(uscc__in=texts(rows, "uscc")).values_list("uscc", *kept)
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

    def record(self, row: Row) -> tuple[Any, ...]:
        get: Callable[[str], Any] = row.values.get
        place = self.known[get("uscc")]
        return (
            self.insurer.pk, get("policy_no"), place.id, place.city, place.county, get("enterprise_name"),
            get("start_on"), get("end_on"), get("insured_people"), get("limit_per_person"), get("limit_per_accident"),
            get("limit_total"), get("premium_due"), get("premium_paid"), get("fee_rate"), get("status"),
            get("note") or "",
        )  # fmt: skip


class PolicyImporter(Importer):
    kind = "policies"
    layout = POLICIES
    ledger = POLICY_LEDGER
    permission = Permission.POLICY_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return PolicySession(upload, today)

    def standing(self, upload: Upload) -> Any:
        own = Policy.objects.filter(insurer_id=upload.organisation_id)
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in (own, Enterprise.objects.all())]
        return known, DatedRule.objects.filter(state=RuleState.IN_FORCE).aggregate(
            count=Count("pk"), last=Max("decided_at")
        )

    def after_accept(self, upload: Upload, run: str, at: datetime) -> None:  # noqa: ARG002
        """The insurer gets sight of the enterprises it insures."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE enterprises_enterprise e SET insured_by = array_append(e.insured_by, %s) "
                "WHERE NOT e.insured_by @> ARRAY[%s]::bigint[] AND e.id IN "
                "(SELECT enterprise_id FROM insurers_policy_stage WHERE run = %s)",
                [upload.organisation_id, upload.organisation_id, run],
            )

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        return (
            dict(Enterprise.objects.filter(pk__in=values).values_list("pk", "uscc"))
            if column == "enterprise_id"
            else {}
        )

    def after_withdraw(self, upload: Upload) -> None:
        """An insurer without any policy on an enterprise has no sight of it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE enterprises_enterprise e SET insured_by = array_remove(e.insured_by, %s) "
                "WHERE e.insured_by @> ARRAY[%s]::bigint[] AND NOT EXISTS "
                "(SELECT 1 FROM insurers_policy p WHERE p.enterprise_id = e.id AND p.insurer_id = %s)",
                [upload.organisation_id] * 3,
            )


class ActivitySession(ReadingSession):
    """One insurer's services: its policies for each batch, the agencies once."""

    def __init__(self, upload: Upload, today: date) -> None:
        self.today = today
        self.insurer_id = upload.organisation_id
        # An agency is refused only where its registered qualifications have ended; one without any may be named.
        ends = last_days()
        self.agencies = {a.name: AgencyFact(a.pk, None, ends.get(a.pk)) for a in Organisation.objects.agencies()}
        self.policies: dict[str, PolicyFact] = {}

    def facts(self, rows: Sequence[Row]) -> ActivityFacts:
        named = Policy.objects.filter(insurer_id=self.insurer_id, policy_no__in=texts(rows, "policy_no"))
        found = named.values_list(
            "policy_no", "pk", "enterprise_id", "enterprise__uscc", "enterprise__name", "county_id", "city_id",
            "start_on", Coalesce("detail__cover_end_on", "end_on"),
        )  # fmt: skip
        self.policies = {row[0]: PolicyFact(*cast("Any", row[1:])) for row in found}
        return ActivityFacts(
            today=self.today, policies=self.policies, agencies=self.agencies, of_enterprises=self._likely(rows),
            filed=self._filed(rows),
        )  # fmt: skip

    def _filed(self, rows: Sequence[Row]) -> dict[str, tuple[Any, ...]]:
        """The filed services that the batch names."""
        paths = [PATHS.get(key, key) for key in CELLS]
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__in=texts(rows, "activity_no"))
        found: dict[str, tuple[Any, ...]] = {}
        for number, *values in named.filter(state="FILED").values_list("activity_no", *paths):
            told = dict(zip(CELLS, values, strict=True))
            told["agency"], told["topics"] = told["agency"] or OWN_STAFF, tuple(told["topics"])
            found[number] = tuple(value or None for value in told.values())
        return found

    def _likely(self, rows: Sequence[Row]) -> dict[str, list[tuple[str, date, date]]]:
        """This insurer's policies of the enterprises whose policy number is unknown: one query for the batch."""
        unknown = [row for row in rows if (number := row.values.get("policy_no")) and number not in self.policies]
        found: dict[str, list[tuple[str, date, date]]] = {}
        if unknown:
            own = Policy.objects.filter(insurer_id=self.insurer_id, enterprise__uscc__in=texts(unknown, "uscc"))
            for uscc, number, start, end in own.values_list("enterprise__uscc", "policy_no", "start_on", "end_on"):
                found.setdefault(uscc, []).append((number, start, end))
        return found

    def record(self, row: Row) -> tuple[Any, ...]:
        number, policy_no, name, kind, topics, assist, start, end, form, place, agency, *rest = ACTIVITY_CELLS(
            row.values
        )
        policy = self.policies[policy_no]
        by = self.agencies.get(agency)
        staff, participants, content, general, major, notice, cost, satisfaction, note = rest
        return (
            self.insurer_id, number, policy.id, policy.enterprise_id, policy.city, policy.county, name, kind,
            topics or (), assist, start, end, form, place, by.id if by else None, staff, participants, content,
            general, major, notice or "", cost, satisfaction, note or "",
        )  # fmt: skip


class ActivityImporter(Importer):
    kind = "activities"
    layout = ACTIVITIES
    ledger = ACTIVITY_LEDGER
    permission = Permission.ACTIVITY_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return ActivitySession(upload, today)

    def conflicts(self, upload: Upload, run: str) -> int:  # noqa: ARG002
        """Staged rows that would change a service filed since the check."""
        sql = (
            f"SELECT count(*) FROM {self.ledger.stage} s JOIN {self.ledger.table} l "  # noqa: S608
            f"ON {staging.join_on(self.ledger)} WHERE s.run = %s AND l.state = 'FILED' AND {staging.differs(self.ledger)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run])
            return int(cursor.fetchone()[0])

    def standing(self, upload: Upload) -> Any:
        insurer = upload.organisation_id
        ledgers: list[QuerySet[Any]] = [
            Activity.objects.filter(insurer_id=insurer),
            Policy.objects.filter(insurer_id=insurer),
            Enterprise.objects.filter(insured_by__contains=[insurer]),
        ]
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]
        return known, sorted(Organisation.objects.agencies().values_list("pk", "name"))

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "policy_id":
            return dict(Policy.objects.filter(pk__in=values).values_list("pk", "policy_no"))
        if column == "agency_id":
            return {None: OWN_STAFF, **dict(Organisation.objects.filter(pk__in=values).values_list("pk", "name"))}
        return {}
