"""The workbook of services: facts for the checks, staged columns, acceptance (contract 4; domain.md 4.5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, cast

from django.db import connection
from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce
from typing_extensions import override

from accounts.models import Organisation
from accounts.scope import Identity, identity_by_id
from campaigns.choices import ListedKind
from campaigns.services import usage_of
from core import walls
from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload
from core.plain import Values
from core.rows import Rows
from core.workbooks import Row
from enterprises.models import Enterprise
from insurers.activities.choices import ActivityState
from insurers.activities.models import Activity
from insurers.activities.permissions import ActivityPermission
from insurers.activities.querysets import ActivityQuerySet
from insurers.activities.sheets import ACTIVITIES, CELLS, ActivityFacts, cell_of
from insurers.activities.sheets.topics import COUNT_KEYS
from insurers.agencies.services import last_days
from insurers.base.choices import OWN_STAFF
from insurers.base.exporting import Export, name_own_staff
from insurers.base.facts import AgencyFact, PolicyFact
from insurers.base.importing import texts
from insurers.base.sheets import TOPIC_LIST
from insurers.policies.models import Policy
from rulebook.book import Steps
from rulebook.choices import RuleCode

ACTIVITY_LEDGER = Ledger(
    table="activities_activity",
    stage="activities_activity_stage",
    derived=(
        "insurer_id",
        "branch_id",
        "policy_id",
        "enterprise_id",
        "city_code",
        "county_code",
        "agency_id",
        "standard",
    ),
    **cells_of(ACTIVITIES, [Activity], apart=("policy_no", "uscc", "agency")),
    identity=("insurer_id", "activity_no"),
    insert_only=("branch_id",),
    constants=(("state", f"'{ActivityState.RECORDED}'"),),
    titles=(("policy_id", "policy_no"), ("agency_id", "agency")),
    followed=(("standard", "s.standard"),),
)

#: Stored values of one service, by key.
Stored = Mapping[str, Any]

#: The services whose stored values the check of a row has to know.
LOOKED_UP = reduce(or_, (Q(**{f"{key}__isnull": False}) for key in COUNT_KEYS), Q(state=ActivityState.FILED))

PATHS = {"policy_no": "policy__policy_no", "agency": "agency__name"}


def fill_absent_counts(rows: Sequence[Row], stored: Mapping[str, Stored]) -> None:
    """A workbook of the shorter layout has no columns for the counts by topic: it leaves the stored ones as they are."""
    absent = [key for key in COUNT_KEYS if rows and rows[0].absent(key)]
    if not (absent and stored):
        return
    for row in rows:
        known = stored.get(row.values.get("activity_no") or "", {})
        row.values.update({key: known[key] for key in absent if key in known})


class ActivitySession(ReadingSession):
    """One insurer's services: its policies for each batch, the agencies once."""

    ledger = ACTIVITY_LEDGER

    def __init__(self, identity: Identity, today: date) -> None:
        self.today, self.usage = today, usage_of(ListedKind.TOPIC, today)
        self.identity, self.insurer_id = identity, identity.insurer_id
        # An agency is refused only where its registered qualifications have ended; one without any may be named.
        ends = last_days()
        self.agencies = {a.name: AgencyFact(a.pk, None, ends.get(a.pk)) for a in Organisation.objects.agencies()}
        self.policies: dict[str, PolicyFact] = {}
        self.has_own = Activity.objects.filter(insurer_id=self.insurer_id).exists()
        self.standards = Steps(RuleCode.SERVICE_STANDARD)
        self.editions: dict[date, int | None] = {}

    def facts(self, rows: Sequence[Row]) -> ActivityFacts:
        self._meet_policies(texts(rows, "policy_no") - self.policies.keys())
        return ActivityFacts(
            today=self.today,
            policies=self.policies,
            agencies=self.agencies,
            of_enterprises=self._likely(rows),
            filed=self._read_stored(rows),
            complain_city=self.identity.complain_city,
            elsewhere=self._elsewhere(rows),
            usage=self.usage,
            kept=self._kept(rows) if self.usage.spans else {},
        )

    @walls.aside("a city branch learns which policies of its insurer lie in other cities")
    def _meet_policies(self, unknown: Collection[str]) -> None:
        """The facts of the policies that no batch before named: an insurer has many services on each."""
        if not unknown:
            return
        found = Policy.objects.filter(insurer_id=self.insurer_id, policy_no__any_of=unknown).values_list(
            "policy_no",
            "pk",
            "enterprise_id",
            "enterprise__uscc",
            "enterprise__name",
            "county_id",
            "city_id",
            "start_on",
            Coalesce("detail__cover_end_on", "end_on"),
        )
        self.policies |= {row[0]: PolicyFact(*cast("Any", row[1:])) for row in found}

    @walls.aside("a city branch learns which numbers of services its insurer uses in other cities")
    def _elsewhere(self, rows: Sequence[Row]) -> frozenset[str]:
        """Numbers of the batch that the insurer uses in other cities: a branch must not draw these services over."""
        if not self.identity.city:
            return frozenset()
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__any_of=texts(rows, "activity_no"))
        return frozenset(named.exclude(Q(city=self.identity.city)).values_list("activity_no", flat=True))

    def _read_stored(self, rows: Sequence[Row]) -> dict[str, Values]:
        """The filed services that the batch names; columns of counts that the sheet lacks are filled in by the way."""
        if not self.has_own:
            return {}
        paths = [PATHS.get(key, key) for key in CELLS]
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__any_of=texts(rows, "activity_no"))
        found: dict[str, Values] = {}
        counts: dict[str, Stored] = {}
        for number, state, *values in named.filter(LOOKED_UP).values_list("activity_no", "state", *paths):
            counts[number] = told = dict(zip(CELLS, values, strict=True))
            told["agency"], told["topics"] = told["agency"] or OWN_STAFF, tuple(told["topics"])
            if state == ActivityState.FILED:
                found[number] = tuple(cell_of(value) for value in told.values())
        fill_absent_counts(rows, counts)
        return found

    def _kept(self, rows: Sequence[Row]) -> dict[str, Sequence[str]]:
        """The topics that the batch's services carry already."""
        named = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__any_of=texts(rows, "activity_no"))
        return dict(named.values_list("activity_no", "topics"))

    def _likely(self, rows: Sequence[Row]) -> dict[str, list[tuple[str, date, date]]]:
        """This insurer's policies of the enterprises whose policy number is unknown: one query for the batch."""
        unknown = [row for row in rows if (number := row.values.get("policy_no")) and number not in self.policies]
        found: dict[str, list[tuple[str, date, date]]] = {}
        if unknown:
            own = Policy.objects.filter(insurer_id=self.insurer_id, enterprise__uscc__any_of=texts(unknown, "uscc"))
            for uscc, number, start, end in own.values_list("enterprise__uscc", "policy_no", "start_on", "end_on"):
                found.setdefault(uscc, []).append((number, start, end))
        return found

    def derive(self, row: Row) -> dict[str, object]:
        policy = self.policies[row.values["policy_no"]]
        agency = self.agencies.get(row.values["agency"])
        return {
            "insurer_id": self.insurer_id,
            "branch_id": self.identity.branch_id,
            "policy_id": policy.id,
            "enterprise_id": policy.enterprise_id,
            "city_code": policy.city,
            "county_code": policy.county,
            "agency_id": agency.id if agency else None,
            "standard": self.edition_on(row.values["start_on"]),
        }

    def edition_on(self, day: date) -> int | None:
        """The year of the edition of AQ 9010 in force on the day; a workbook has few days and many rows."""
        if day not in self.editions:
            value = self.standards.on(day)
            self.editions[day] = None if value is None else int(value)
        return self.editions[day]


class ActivityImporter(Importer):
    kind = "activities"
    layout = ACTIVITIES
    ledger = ACTIVITY_LEDGER
    permission = ActivityPermission.ACTIVITY_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return ActivitySession(identity_by_id(upload.organisation_id), today)

    @override
    def closed(self, today: date) -> Mapping[str, Collection[str]]:
        return {TOPIC_LIST.name: usage_of(ListedKind.TOPIC, today).closed(today)}

    @override
    def lock_key(self, upload: Upload) -> int:
        """An insurer and its branches write the same ledger, so they queue with each other."""
        return identity_by_id(upload.organisation_id).insurer_id

    @override
    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows that would change a service filed since the check."""
        sql = (
            f"SELECT count(*) FROM {self.ledger.stage} s JOIN {self.ledger.table} l "
            f"ON {staging.join_on(self.ledger)} "
            f"WHERE s.run = %s AND l.state = '{ActivityState.FILED}' AND {staging.differs(self.ledger)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run])
            return int(cursor.fetchone()[0])

    def standing(self, upload: Upload) -> Any:
        insurer = identity_by_id(upload.organisation_id).insurer_id
        ledgers: list[Rows] = [
            Activity.objects.filter(insurer_id=insurer),
            Policy.objects.filter(insurer_id=insurer),
            Enterprise.objects.filter(insured_by__contains=[insurer]),
        ]
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]
        agencies = sorted(Organisation.objects.agencies().values_list("pk", "name"))
        return known, agencies, usage_of(ListedKind.TOPIC, date.min)

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "policy_id":
            return dict(Policy.objects.filter(pk__in=values).values_list("pk", "policy_no"))
        if column == "agency_id":
            return {None: OWN_STAFF, **dict(Organisation.objects.filter(pk__in=values).values_list("pk", "name"))}
        return {}


EXPORT = Export(
    ActivityPermission.ACTIVITY_VIEW,
    lambda user: Activity.objects.visible_to(user).order_by("pk"),
    {"uscc": "enterprise__uscc", "policy_no": "policy__policy_no", "agency": "agency__name", "branch": "branch__name"},
    title="事故预防服务记录台账",
    counted_in="次、人、项、元",
    sums=frozenset({"participants", "general_hazards", "major_hazards", "cost"}),
    worded={"agency": name_own_staff},
    standing=lambda rows: cast("ActivityQuerySet[Activity]", rows).given(),
    others="未实施、已更正或已作废",
)
