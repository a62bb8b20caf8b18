"""The workbook of service expenses: facts, staged columns and what stands in the way (contract 4; domain.md 4.6)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple, cast

from django.db import connection
from django.db.models import Count, Max, QuerySet

from core.imports import staging
from core.imports.importer import Importer, Ledger, ReadingSession, cells_of
from core.imports.models import Upload, UploadEffect
from core.plain import Values
from core.rows import Rows
from core.workbooks import Row
from insurers.activities.models import Activity
from insurers.base.exporting import Export
from insurers.base.importing import texts
from insurers.expenses.models import Expense, MonthClosing
from insurers.expenses.permissions import ExpensePermission
from insurers.expenses.sheets import CELLS, EXPENSES, PART, ActivityFact, ExpenseFacts, name_part, reversed_voucher
from insurers.policies.models import Policy

EXPENSE_LEDGER = Ledger(
    table="expenses_expense",
    stage="expenses_expense_stage",
    derived=(
        "insurer_id",
        "booked_year",
        "part",
        "policy_id",
        "enterprise_id",
        "city_code",
        "county_code",
        "activity_id",
        "reverses",
    ),
    **cells_of(EXPENSES, [Expense], apart=("policy_no", "activity_no")),
    identity=("insurer_id", "voucher_no", "booked_year", "part"),
    titles=(("policy_id", "policy_no"), ("activity_id", "activity_no")),
)

PATHS = {"policy_no": "policy__policy_no", "activity_no": "activity__activity_no"}


class PolicyPlace(NamedTuple):
    """A policy of the insurer and where its enterprise lies."""

    id: int
    enterprise_id: int
    city: str
    county: str


class ExpenseSession(ReadingSession):
    """One insurer's expenses: policies, services and vouchers for each batch, closed months once."""

    ledger = EXPENSE_LEDGER

    def __init__(self, insurer_id: int, today: date) -> None:
        self.today = today
        self.insurer_id = insurer_id
        self.closed = MonthClosing.objects.months_of(self.insurer_id)
        self.seen: set[str] = set()
        self.invoices: dict[str, set[tuple[str, ...]]] = {}
        self.policies: dict[str, PolicyPlace] = {}
        self.activities: dict[str, ActivityFact] = {}

    def facts(self, rows: Sequence[Row]) -> ExpenseFacts:
        self.policies = self._policies(rows)
        self.activities = self._activities(rows)
        booked = Expense.objects.filter(insurer_id=self.insurer_id)
        self._learn_invoices(booked, texts(rows, "invoice_no"))
        recorded, split = _recorded(booked, texts(rows, "voucher_no"))
        return ExpenseFacts(
            today=self.today,
            policies=self.policies,
            activities=self.activities,
            vouchers=self._vouchers(booked, rows),
            invoices=self.invoices,
            closed_months=self.closed,
            recorded=recorded,
            split=split,
        )

    def _policies(self, rows: Sequence[Row]) -> dict[str, PolicyPlace]:
        own = Policy.objects.filter(insurer_id=self.insurer_id, policy_no__any_of=texts(rows, "policy_no"))
        found = own.values_list("policy_no", "pk", "enterprise_id", "city_id", "county_id")
        return {number: PolicyPlace(*cast("Any", rest)) for number, *rest in found}

    def _activities(self, rows: Sequence[Row]) -> dict[str, ActivityFact]:
        own = Activity.objects.filter(insurer_id=self.insurer_id, activity_no__any_of=texts(rows, "activity_no"))
        found = own.values_list("activity_no", "pk", "policy__policy_no")
        return {number: ActivityFact(pk, policy) for number, pk, policy in found}

    def _learn_invoices(self, booked: QuerySet[Expense], numbers: set[str]) -> None:
        found = booked.filter(invoice_no__in=numbers).values_list("invoice_no", "voucher_no", "booked_year")
        for number, voucher, year in found:
            self.invoices.setdefault(number, set()).add((voucher, str(year)))

    def _vouchers(self, booked: QuerySet[Expense], rows: Sequence[Row]) -> set[str]:
        """The vouchers that reversals may name: of the ledger, and of this file up to the end of the batch."""
        self.seen |= texts(rows, "voucher_no")
        named = {number for row in rows if (number := reversed_voucher(row)) is not None}
        return self.seen | set(booked.filter(voucher_no__in=named).values_list("voucher_no", flat=True))

    def derive(self, row: Row) -> dict[str, object]:
        policy = self.policies[row.values["policy_no"]]
        activity = self.activities.get(row.values.get("activity_no") or "")
        is_reversal = row.values["amount"] < 0
        return {
            "insurer_id": self.insurer_id,
            "booked_year": row.values["booked_on"].year,
            "part": row.values.get(PART) or 0,
            "policy_id": policy.id,
            "enterprise_id": policy.enterprise_id,
            "city_code": policy.city,
            "county_code": policy.county,
            "activity_id": activity.id if activity else None,
            "reverses": (reversed_voucher(row) or "") if is_reversal else "",
        }


class WorkbookSession(ExpenseSession):
    """A workbook may repeat the parts of a voucher split in the portal; a booking may not."""

    def facts(self, rows: Sequence[Row]) -> ExpenseFacts:
        found = super().facts(rows)
        if found.split:
            for row in rows:
                name_part(row, found)
        return found


def _recorded(
    booked: QuerySet[Expense], vouchers: set[str]
) -> tuple[dict[tuple[str, ...], Values], dict[tuple[str, ...], dict[Values, int]]]:
    """The ledger's rows of these vouchers by identity, and those in several parts with the number of each."""
    recorded: dict[tuple[str, ...], Values] = {}
    split: dict[tuple[str, ...], dict[Values, int]] = {}
    columns = [PATHS.get(key, key) for key in CELLS]
    found = booked.filter(voucher_no__in=vouchers).values_list("booked_year", "part", *columns)
    for year, part, *values in found:
        identity = (values[0], str(year))
        seen = tuple(None if value == "" else value for value in values)
        if part:
            split.setdefault(identity, {})[seen] = part
        else:
            recorded[identity] = seen
    return recorded, split


class ExpenseImporter(Importer):
    kind = "expenses"
    layout = EXPENSES
    ledger = EXPENSE_LEDGER
    permission = ExpensePermission.EXPENSE_UPLOAD

    def open(self, upload: Upload, today: date) -> ReadingSession:
        return WorkbookSession(upload.organisation_id, today)

    def standing(self, upload: Upload) -> Any:
        insurer = upload.organisation_id
        ledgers: list[Rows] = [
            model._default_manager.filter(insurer_id=insurer) for model in (Expense, Activity, Policy)
        ]
        known = [rows.aggregate(count=Count("pk"), last=Max("updated_at")) for rows in ledgers]
        return known, sorted(MonthClosing.objects.months_of(insurer))

    def conflicts(self, upload: Upload, run: str) -> int:
        """Staged rows that write into a month closed since the check, or over a voucher split since."""
        differs = staging.differs(self.ledger)
        sql = (
            f"SELECT count(*) FROM {self.ledger.stage} s LEFT JOIN {self.ledger.table} l "
            f"ON {staging.join_on(self.ledger)} WHERE s.run = %s AND (EXISTS (SELECT 1 FROM {self.ledger.table} p "
            "WHERE p.insurer_id = s.insurer_id AND p.voucher_no = s.voucher_no AND p.booked_year = s.booked_year "
            f"AND p.part > 0 AND s.part = 0) OR (l.id IS NULL OR {differs}) AND EXISTS "
            "(SELECT 1 FROM expenses_monthclosing m WHERE m.insurer_id = %s "
            "AND m.month IN (date_trunc('month', s.booked_on), date_trunc('month', l.booked_on))))"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [run, upload.organisation_id])
            return int(cursor.fetchone()[0])

    def withdrawal_obstacle(self, upload: Upload) -> str:
        """Rows of closed months stay, as the upload wrote them."""
        closed = MonthClosing.objects.months_of(upload.organisation_id)
        written = Expense.objects.filter(pk__in=UploadEffect.objects.filter(upload=upload).values("ledger_id"))
        stuck = sorted({(day.year, day.month) for day in written.values_list("booked_on", flat=True)} & closed)
        if not stuck:
            return ""
        months = "、".join(f"{year} 年 {month} 月" for year, month in stuck)
        return f"不能撤回：本次上传中 {months}的费用已结账。请由机构负责人重新开放该月份，或以冲销更正。"

    def names_of(self, column: str, values: Collection[Any]) -> dict[Any, str]:
        if column == "policy_id":
            return dict(Policy.objects.filter(pk__in=values).values_list("pk", "policy_no"))
        if column == "activity_id":
            return dict(Activity.objects.filter(pk__in=values).values_list("pk", "activity_no"))
        return {}


EXPORT = Export(
    ExpensePermission.EXPENSE_VIEW,
    lambda user: Expense.objects.visible_to(user).order_by("pk"),
    {"policy_no": "policy__policy_no", "activity_no": "activity__activity_no"},
    title="事故预防服务费用列支台账",
    counted_in="笔、元",
    sums=frozenset({"amount"}),
)
