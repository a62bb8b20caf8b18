"""What was done about enterprises that are not insured, by a day, for tables of reports (domain.md 7, 附表3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core import walls
from core.choices import official_labels
from core.languages import official
from dispositions.choices import TOLD, CaseState
from dispositions.models import Case, Step
from inspections.choices import Disposition, FindingKind

#: In front of the end of a case.
NOT_OPENED: Final = "尚未立案"
KINDS: Final = official_labels(Disposition)


@dataclass(frozen=True, slots=True)
class Handling:
    """The first order, the fines decided in yuan, and the state in Chinese; all by the day asked about."""

    ordered_on: date | None = None
    fined: Decimal | None = None
    state: str = NOT_OPENED


def handling_of(enterprises: Iterable[int], day: date) -> dict[int, Handling]:
    """By the key of the enterprise, in two queries; enterprises without a case of this matter are left out.

    Whichever authority had the case: the table of a place tells what was ordered and fined there, and never the file.
    """
    with walls.aside("the table of a place says what was ordered, fined and ended there, whichever authority did it"):
        return _handling_of(enterprises, day)


def _handling_of(enterprises: Iterable[int], day: date) -> dict[int, Handling]:
    cases = list(
        Case.objects.filter(
            kind=FindingKind.NOT_INSURED, enterprise__in=list(enterprises), opened_on__lte=day
        ).order_by("opened_on", "pk")
    )
    steps: dict[int, list[Step]] = {}
    for step in Step.objects.filter(case__in=cases, state__in=TOLD, issued_on__lte=day).order_by("issued_on", "pk"):
        steps.setdefault(step.case_id, []).append(step)
    found: dict[int, Handling] = {}
    for case in cases:
        found[case.enterprise_id or 0] = _with(
            found.get(case.enterprise_id or 0, Handling()), case, steps.get(case.pk, []), day
        )
    return found


def _with(before: Handling, case: Case, steps: list[Step], day: date) -> Handling:
    """What was done before, and in this later case."""
    ordered = [step.issued_on for step in steps if step.kind == Disposition.ORDER]
    fines = [step.amount for step in steps if step.amount is not None]
    fined = sum(fines, before.fined or Decimal(0)) if fines else before.fined
    return Handling(before.ordered_on or next(iter(ordered), None), fined, _state(case, steps, day))


def _state(case: Case, steps: list[Step], day: date) -> str:
    """Ended by what, else that it is being handled, with the newest measure; in Chinese."""
    with official():
        if case.closed_on is not None and case.closed_on <= day:
            return f"{CaseState.CLOSED.label}（{KINDS[case.outcome]}）"
        if steps:
            return f"{CaseState.RUNNING.label}（{KINDS[steps[-1].kind]}）"
        return str(CaseState.OPENED.label if case.state == CaseState.OPENED else CaseState.RUNNING.label)
