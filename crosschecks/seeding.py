"""Invented questions about the fees of seeded policies: asked, overdue, answered, settled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Final

import pghistory

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
    people = {user.organisation_id: user for user in User.objects.select_related("organisation").order_by("-username")}
    offices = {office.division_id: office for office in _regulators()}
    rows: list[Course] = []
    shares = shares_on(plan.today)
    odd = with_fees(Policy.objects.all(), plan.today).filter(any_flag()).order_by("pk")
    for number, policy in enumerate(odd.select_related("insurer")[: plan.sizes["questions"]]):
        question = next(one for one in fee_questions() if getattr(policy, one.code))
        ago, state = COURSE[number % len(COURSE)]
        day, office = plan.today - timedelta(days=ago), offices.get(policy.city_id, offices["330000"])
        row = Inquiry(
            state=S.ASKED,
            code=question.code,
            policy=policy,
            insurer_id=policy.insurer_id,
            enterprise_id=policy.enterprise_id,
            city_id=policy.city_id,
            county_id=policy.county_id,
            seen=question.sentence(policy, shares)[:1000],  # type: ignore[arg-type]
            authority=office,
            request=REQUEST,
            asked_by=people[office.pk],
            asked_on=day,
            due_on=day + GIVEN,
            created_at=instant(day, 9),
            updated_at=instant(day, 9),
        )
        rows.append((row, state, min(day + timedelta(days=5), plan.today), day + GIVEN))
    _write(rows, people)


Course = tuple[Inquiry, InquiryState, date, date]


def _write(rows: Sequence[Course], people: Mapping[int, User]) -> None:
    """Asked, answered and accepted, each in a write of who did it, so that the history tells their steps."""
    asked = [(row, row.asked_by, row.asked_on) for row, *_rest in rows]
    for by, day, some in _together(asked):
        with _as(by, day, "ask"):
            save_all(Inquiry, some)
    answered = [(row, people[row.insurer_id], day) for row, state, day, _end in rows if state != S.ASKED]
    for by, day, some in _together(answered):
        for row in some:
            row.state, row.answer, row.answered_by, row.answered_on = S.ANSWERED, ANSWER, by, day
        with _as(by, day, "answer"):
            Inquiry.objects.bulk_update(some, ["state", "answer", "answered_by", "answered_on"])
    accepted = [(row, row.asked_by, end) for row, state, _day, end in rows if state == S.ACCEPTED]
    for by, day, some in _together(accepted):
        for row in some:
            row.state, row.decision, row.decided_by, row.decided_on = S.ACCEPTED, DECISION, by, day
        with _as(by, day, "accept"):
            Inquiry.objects.bulk_update(some, ["state", "decision", "decided_by", "decided_on"])


def _together(rows: Iterable[tuple[Inquiry, User | None, date | None]]) -> Iterator[tuple[User, date, list[Inquiry]]]:
    """The rows that one person wrote on one day."""
    found: dict[tuple[User, date], list[Inquiry]] = {}
    for row, by, day in rows:
        if by is not None and day is not None:
            found.setdefault((by, day), []).append(row)
    for (by, day), some in found.items():
        yield by, day, some


def _as(by: User, day: date, step: str) -> AbstractContextManager[object]:
    """The history's context of a write."""
    who = {"user": by.pk, "name": str(by), "organisation": by.organisation.name}
    made: AbstractContextManager[object] = pghistory.context(**who, at=instant(day, 10).isoformat(), step=step)
    return made


def _regulators() -> list[Organisation]:
    kinds = (OrganisationKind.REGULATOR_SUBOFFICE, OrganisationKind.PROVINCIAL_REGULATOR)
    return list(Organisation.objects.filter(kind__in=kinds))


LEDGERS: Final = (Ledger("questions", Inquiry, SIZES, fill_questions),)
