"""The questions between ledgers, for the filters of the lists below."""

from crosschecks.matters import fees, policies
from crosschecks.matters.hazards import HazardsDiffer
from crosschecks.matters.promises import PromisesLate
from crosschecks.matters.staff import StaffNotRegistered
from insurers.base.questions import register


def register_questions() -> None:
    register(*policies.ALL, HazardsDiffer(), StaffNotRegistered(), PromisesLate(), *fees.ALL)
