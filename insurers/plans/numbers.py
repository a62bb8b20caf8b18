"""The number of a plan: it begins with the insurer's own 发文代字, so that two insurers never share one."""

from accounts.models import Organisation
from core import writing
from hazards.choices import LetterKind
from hazards.services.numbers import insist_letter_code, letter_number
from insurers.plans.models import ServicePlan
from insurers.plans.rules import number_finding


def plan_number(typed: str, insurer: Organisation, year: int) -> str:
    """The number that was typed, or the next one of the insurer's year that no plan has yet.

    Only inside the transaction that writes the plan. Raises Refused.
    """
    insist_letter_code(insurer)
    if typed:
        found = number_finding(typed, insurer.letter_code)
        writing.insist(f"“方案编号”{found.tail}" if found else None, "plan_no")
        return typed
    own = ServicePlan.objects.filter(insurer=insurer)
    while own.filter(plan_no=(number := letter_number(LetterKind.PLAN, insurer, year))).exists():
        pass
    return number
