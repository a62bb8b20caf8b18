"""The questions between ledgers, for the filters of the lists below."""

from crosschecks import fees, policies
from crosschecks.hazards import HazardsDiffer
from crosschecks.promises import PromisesLate
from crosschecks.staff import StaffNotRegistered
from insurers.base.questions import register


def register_questions() -> None:
    register(*policies.ALL, HazardsDiffer(), StaffNotRegistered(), PromisesLate(), *fees.ALL)
