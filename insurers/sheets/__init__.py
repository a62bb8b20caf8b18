"""The upload workbooks of the insurers: policies, services, expenses, plans. Pure: no ORM, no clock."""

from insurers.sheets.activities import ACTIVITIES, ActivityFacts, AgencyFact, PolicyFact
from insurers.sheets.expenses import EXPENSES, ActivityFact, ExpenseFacts, reversed_voucher
from insurers.sheets.plans import PLANS, PlanFacts
from insurers.sheets.policies import POLICIES, EnterpriseFact, PolicyFacts

__all__ = [
    "ACTIVITIES",
    "EXPENSES",
    "PLANS",
    "POLICIES",
    "ActivityFact",
    "ActivityFacts",
    "AgencyFact",
    "EnterpriseFact",
    "ExpenseFacts",
    "PlanFacts",
    "PolicyFact",
    "PolicyFacts",
    "reversed_voucher",
]
