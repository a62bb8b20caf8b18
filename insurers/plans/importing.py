"""The workbook of service plans: facts, staged columns and what stands in the way (docs/sheets/plans.csv).

Its ledger is a view that joins each item with its plan; triggers of the view write both (migration 0010).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from django.db import connection
from django.db.models import Count, Max
from typing_extensions import override

from accounts.models import Organisation
from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload, UploadEffect
from core.workbooks import Row
from insurers.base.choices import OWN_STAFF
from insurers.base.exporting import Export, name_own_staff
from insurers.base.importing import texts
from insurers.base.sheets import TOPIC_LIST
from insurers.plans.checks import agency_facts, terms_of, usages_on
from insurers.plans.choices import PlanState
from insurers.plans.models import PlanItem, ServicePlan
from insurers.plans.permissions import PlanPermission
from insurers.plans.sheets import HEAD_KEYS, ITEM_KEYS, PLANS, STANDARD_LIST, Identity, PlanFacts, plain_value
from insurers.policies.models import Policy

PLAN_LEDGER = Ledger(
    table="plans_planrow",
    stage="plans_planrow_stage",
    derived=(
        "insurer_id",
        "policy_id",
        "enterprise_id",
        "city_code",
        "county_code",
        "standards",
        "topics",
        "months",
        "agency_id",
    ),
    **cells_of(PLANS, [ServicePlan, PlanItem], apart=("policy_no", "standards", "topics", "months", "agency")),
    identity=("insurer_id", "plan_no", "item_no"),
    titles=(("policy_id", "policy_no"), ("agency_id", "agency")),
)

#: Where a stored item has the columns of the workbook, if not under the column's own key.
PATHS = {"policy_no": "plan.policy.policy_no", "agency": "agency.name"}


class PlanSession(ReadingSession):
    """One insurer's plans: policies and plans for each batch, the agencies once."""

    ledger = PLAN_LEDGER

    def __init__(self, insurer_id: int, today: date) -> None:
        self.insurer_id = insurer_id
        self.usages = usages_on(today)
        self.letter_code = Organisation.objects.get(pk=insurer_id).letter_code
        facts = agency_facts()
        self.agencies = {a.name: facts[a.pk] for a in Organisation.objects.agencies()}
        self.seen: dict[str, tuple[int, tuple[Any, ...]]] = {}
        self.policies: dict[str, Policy] = {}

    def facts(self, rows: Sequence[Row]) -> PlanFacts:
        own = Policy.objects.filter(insurer_id=self.insurer_id, policy_no__any_of=texts(rows, "policy_no"))
        self.policies = {policy.policy_no: policy for policy in own.select_related("enterprise")}
        states, recorded = self._settled(texts(rows, "plan_no"))
        return PlanFacts(
            policies={number: terms_of(policy) for number, policy in self.policies.items()},
            agencies=self.agencies,
            seen=self.seen,
            states=states,
            recorded=recorded,
            letter_code=self.letter_code,
            usages=self.usages,
        )

    def _settled(self, numbers: set[str]) -> tuple[dict[str, str], dict[Identity, tuple[Any, ...]]]:
        """The plans of the batch that are no drafts: their states in words, and their rows."""
        items = PlanItem.objects.filter(
            plan__insurer_id=self.insurer_id, plan__plan_no__in=numbers, plan__is_latest=True
        ).exclude(plan__state=PlanState.DRAFT)
        states, recorded = {}, {}
        for item in items.select_related("plan__policy", "agency"):
            states[item.plan.plan_no] = str(item.plan.get_state_display())
            recorded[item.plan.plan_no, str(item.item_no)] = recorded_cells(item)
        return states, recorded

    def derive(self, row: Row) -> dict[str, object]:
        policy = self.policies[row.values["policy_no"]]
        agency = self.agencies.get(row.values["agency"])
        return {
            "insurer_id": self.insurer_id,
            "policy_id": policy.pk,
            "enterprise_id": policy.enterprise_id,
            "city_code": policy.city_id,
            "county_code": policy.county_id,
            "standards": _ordered(row.values["standards"]),
            "topics": _ordered(row.values.get("topics")),
            "months": tuple(sorted(map(int, row.values["months"]))),
            "agency_id": agency.id if agency else None,
        }


def _ordered(codes: Any) -> tuple[str, ...]:
    """Several codes in one order, so that the same plan is the same row."""
    return tuple(sorted(codes or ()))


def recorded_cells(item: PlanItem) -> tuple[Any, ...]:
    """A stored item as `PlanFacts.recorded` has it."""
    values = [_stored(item, key, f"plan.{key}") for key in HEAD_KEYS]
    values += [_stored(item, key, key) for key in ITEM_KEYS]
    return tuple(plain_value(value) for value in values)


def _stored(item: PlanItem, key: str, path: str) -> Any:
    if key == "agency":
        return item.agency.name if item.agency else OWN_STAFF
    return attrgetter(PATHS.get(key, path))(item)


class PlanImporter(Importer):
    kind = "plans"
    layout = PLANS
    ledger = PLAN_LEDGER
    permission = PlanPermission.PLAN_WRITE

    @override
    def open(self, upload: Upload, today: date) -> ReadingSession:
        return PlanSession(upload.organisation_id, today)

    @override
    def closed(self, today: date) -> Mapping[str, Collection[str]]:
        lists = {"topics": TOPIC_LIST.name, "standards": STANDARD_LIST.name}
        return {lists[key]: usage.closed(today) for key, usage in usages_on(today).items()}

    def standing(self, upload: Upload) -> Any:
        insurer = upload.organisation_id
        ledgers: list[Any] = [
            ServicePlan.objects.filter(insurer_id=insurer),
            PlanItem.objects.filter(plan__insurer_id=insurer),
            Policy.objects.filter(insurer_id=insurer),
        ]
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]
        agencies = sorted(Organisation.objects.agencies().values_list("pk", "name"))
        return known, agencies, usages_on(date.min)

    @override
    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows that would change a plan which left the draft since the check."""
        differs = staging.differs(self.ledger)
        sql = (
            f"SELECT count(*) FROM {self.ledger.stage} s JOIN plans_serviceplan p ON p.insurer_id = s.insurer_id "
            f"AND p.plan_no = s.plan_no AND p.is_latest LEFT JOIN {self.ledger.table} l "
            f"ON {staging.join_on(self.ledger)} WHERE s.run = %s AND p.state <> 'DRAFT' AND (l.id IS NULL OR {differs})"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run])
            return int(cursor.fetchone()[0])

    def withdrawal_obstacle(self, upload: Upload) -> str:
        """Plans that the insured unit has been asked about stay."""
        written = PlanItem.objects.filter(pk__in=UploadEffect.objects.filter(upload=upload).values("ledger_id"))
        sent = sorted(set(written.exclude(plan__state=PlanState.DRAFT).values_list("plan__plan_no", flat=True)))
        if not sent:
            return ""
        return f"不能撤回：其中方案 {'、'.join(sent[:3])} 等 {len(sent)} 个已征求意见或者确认，请在方案页面办理变更。"

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "policy_id":
            return dict(Policy.objects.filter(pk__in=values).values_list("pk", "policy_no"))
        if column == "agency_id":
            return {None: OWN_STAFF, **dict(Organisation.objects.filter(pk__in=values).values_list("pk", "name"))}
        return {}


def _month_texts(months: object, _names: Mapping[str, str]) -> object:
    return tuple(map(str, months)) if isinstance(months, Sequence) else months


EXPORT = Export(
    PlanPermission.PLAN_VIEW,
    lambda user: PlanItem.objects.visible_to(user).filter(plan__is_latest=True).order_by("plan_id", "item_no"),
    {
        **{key: f"plan__{key}" for key in ("plan_no", *HEAD_KEYS)},
        "policy_no": "plan__policy__policy_no",
        "agency": "agency__name",
    },
    title="安全生产责任保险事故预防服务方案台账",
    counted_in="项、元",
    worded={"agency": name_own_staff, "months": _month_texts},
)
