"""What an authority may do in a case now, line by line of the table, and why not."""

from collections.abc import Sequence

from core import clock
from core.people import User
from core.views.addresses import address
from dispositions import states
from dispositions.choices import GONE, Article, CaseState, Side, StepState
from dispositions.models import Case, Step
from dispositions.permissions import DispositionPermission
from dispositions.rules import (
    MEASURES,
    SIDE_WORDS,
    Measure,
    applies_109,
    articles_of,
    clause_of,
    complain_article,
    complain_measure,
    complain_side,
    judging_hint,
    side_of,
)
from dispositions.services.base import complain_ending
from dispositions.services.steps import complain_second_order
from inspections.choices import Disposition
from rulebook.book import values_on
from rulebook.clauses import in_words


def measures_of(case: Case, steps: Sequence[Step], user: User) -> list[dict[str, object]]:
    """Each line of the table, for the authority that has the case: whether it can take it now, and why not."""
    side = side_of(user.role)
    if side is None:
        return []
    if complain_side(case.subject, user.role) or states.only_authority(case, user):
        return []
    taken = [step.kind for step in steps if step.state not in GONE]
    waiting = {step.kind for step in steps if step.state in {StepState.FILED, StepState.PROPOSED}}
    wrong = {one.kind: complain_lawful(one.kind, side, case) for one in MEASURES}
    may = case.state != CaseState.CLOSED and user.may(DispositionPermission.CASE_WRITE)
    is_open = may and complain_ending(case) is None
    found: list[dict[str, object]] = []
    for measure in MEASURES:
        reason = wrong[measure.kind]
        is_ours, waits = reason is None, measure.needs_second and measure.kind in waiting
        runs = complain_second_order(measure.kind, steps, clock.today())
        times, hint = taken.count(measure.kind), judging_hint(measure.kind, case.kind, case.subject)
        found.append(
            {
                "label": measure.kind.label,
                "note": (f"{runs}。" if runs else hint or measure.note)
                if is_ours
                else _in_short(measure, side, reason),
                "clause": _clause(measure, side, case) if is_ours else "",
                "is_ours": is_ours,
                "is_known": side in measure.sides,
                "times": times,
                "waits": waits or runs is not None,
                "url": address("dispositions:case-take", case.pk, measure.kind)
                if is_ours and is_open and not waits and not runs and measure.kind != Disposition.UNFOUNDED
                else "",
            }
        )
    return found


def _clause(measure: Measure, side: Side, case: Case) -> str:
    """Where the measure stands; of a penalty the articles that can be applied in the case."""
    if measure.kind == Disposition.PENALTY and (
        found := usable(articles_of(side, case.subject, case.kind), side, case)
    ):
        return "，".join(one.official for one in found)
    return in_words(clause_of(measure, side, case.kind, has_109=applies_109(side, values_on(clock.today()))))


def _in_short(measure: Measure, side: Side, reason: str | None) -> str:
    """Why the measure is not the authority's in the case."""
    return f"不属于{SIDE_WORDS[side]}的职责。" if side not in measure.sides else f"{reason}。"


def usable(articles: Sequence[Article], side: Side, case: Case) -> list[Article]:
    """The articles that the authority can apply today: number 109 not without a rule on the division of duties."""
    today = clock.today()
    values = values_on(today)
    return [one for one in articles if complain_article(one, side, case.subject, today, values, case.kind) is None]


def why_not(case: Case, kind: str, user: User) -> str | None:
    """Why the measure cannot be taken in the case, whatever the form will hold; None where it can."""
    side = side_of(user.role)
    if side is None:
        return None
    if case.state == CaseState.CLOSED:
        return f"案件 {case.number} 已于 {case.closed_on} 办结，不能再增加步骤"
    wrong = states.only_authority(case, user) or complain_ending(case) or complain_lawful(kind, side, case)
    return wrong or complain_second_order(kind, case.steps.all(), clock.today())


def complain_lawful(kind: str, side: Side, case: Case) -> str | None:
    """Why the law, or the division of duties on the day, does not give the measure in the case; None where it does."""
    wrong = complain_measure(kind, side, case.kind, case.subject)
    if wrong or kind != Disposition.PENALTY:
        return wrong
    fitting = articles_of(side, case.subject, case.kind)
    if not fitting or usable(fitting, side, case):
        return None
    today = clock.today()
    return complain_article(fitting[0], side, case.subject, today, values_on(today), case.kind)
