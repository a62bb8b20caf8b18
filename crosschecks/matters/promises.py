"""What is asked about a plan: promised services whose day has passed (N12, N42)."""

from datetime import date

from django.db.models import F, QuerySet, Sum

from accounts.models import User
from crosschecks.choices import PromiseAsk
from insurers.base.questions import M, Question
from insurers.plans.models import ServicePlan
from insurers.promises.figures import Frame, promised_of


class PromisesLate(Question):
    """Services that the plan promises, past their day and not done."""

    code = PromiseAsk.LATE
    label = code.label
    ledger = "plans"
    clause = "N42"

    def about(self, rows: QuerySet[M], user: User, day: date) -> QuerySet[M]:
        late = promised_of(user).filter(_frame(day).late)
        return rows.filter(pk__in=late.values("plan"))


def _frame(day: date) -> Frame:
    return Frame(day.replace(day=1), day)


def question_of(plan: ServicePlan, user: User, day: date) -> str:
    """The question in words, empty where nothing is late."""
    late = promised_of(user).filter(_frame(day).late, plan=plan)
    missing = late.aggregate(n=Sum(F("times") - F("done")))["n"]
    return f"方案约定的服务有 {missing} 次逾期未完成，请说明原因和补做安排。" if missing else ""
