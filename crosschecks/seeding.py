"""Invented questions about the fees of seeded policies: asked, overdue, answered, settled."""

from datetime import timedelta
from typing import Final

from accounts.choices import OrganisationKind
from accounts.models import Organisation, User
from core.seeding import Ledger, Plan, instant, save_all
from crosschecks.choices import InquiryState
from crosschecks.models import Inquiry
from insurers.expenses.figures import any_flag, fee_questions, shares_on, with_fees
from insurers.policies.models import Policy

SIZES: Final = {"small": 40, "province": 400, "nation": 4000}
S: Final = InquiryState
#: Days since a question was asked and the state that it has by now, in turn; a week is given for the answer.
COURSE: Final = ((3, S.ASKED), (9, S.ASKED), (6, S.ANSWERED), (20, S.ACCEPTED), (8, S.ANSWERED))
GIVEN: Final = timedelta(days=7)
REQUEST: Final = "请说明原因，并补充有关凭证。"
ANSWER: Final = "有关费用已核对，凭证将于月底前补齐。"
DECISION: Final = "说明属实，同意。"


def fill_questions(plan: Plan) -> None:
    """About policies whose fees are odd, one question each, by the regulator of the place."""
    people = {user.organisation_id: user for user in User.objects.order_by("-username")}
    offices = {office.division_id: office for office in _regulators()}
    rows, shares = [], shares_on(plan.today)
    odd = with_fees(Policy.objects.all(), plan.today).filter(any_flag()).order_by("pk")
    for number, policy in enumerate(odd.select_related("insurer")[: plan.sizes["questions"]]):
        question = next(one for one in fee_questions() if getattr(policy, one.code))
        ago, state = COURSE[number % len(COURSE)]
        day, office = plan.today - timedelta(days=ago), offices.get(policy.city_id, offices["330000"])
        row = Inquiry(
            code=question.code,
            policy=policy,
            insurer_id=policy.insurer_id,
            enterprise_id=policy.enterprise_id,
            city_id=policy.city_id,
            county_id=policy.county_id,
            seen=question.sentence(policy, shares)[:1000],  # type: ignore[arg-type]
            state=state,
            authority=office,
            request=REQUEST,
            asked_by=people[office.pk],
            asked_on=day,
            due_on=day + GIVEN,
            created_at=instant(day, 9),
            updated_at=instant(day, 9),
        )
        if state != S.ASKED:
            row.answer, row.answered_by = ANSWER, people[policy.insurer_id]
            row.answered_on = min(day + timedelta(days=5), plan.today)
        if state == S.ACCEPTED:
            row.decision, row.decided_by, row.decided_on = DECISION, people[office.pk], day + GIVEN
        rows.append(row)
    save_all(Inquiry, rows)


def _regulators() -> list[Organisation]:
    kinds = (OrganisationKind.REGULATOR_SUBOFFICE, OrganisationKind.PROVINCIAL_REGULATOR)
    return list(Organisation.objects.filter(kind__in=kinds))


LEDGERS: Final = (Ledger("questions", Inquiry, SIZES, fill_questions),)
