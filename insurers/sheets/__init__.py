"""The upload workbooks of the insurers: policies, services, expenses. Pure: no ORM, no clock."""

from insurers.sheets.activities import ACTIVITIES, ActivityFacts, AgencyFact, PolicyFact
from insurers.sheets.expenses import EXPENSES, ActivityFact, ExpenseFacts, reversed_voucher
from insurers.sheets.policies import POLICIES, EnterpriseFact, PolicyFacts

__all__ = [
    "ACTIVITIES",
    "EXPENSES",
    "POLICIES",
    "ActivityFact",
    "ActivityFacts",
    "AgencyFact",
    "EnterpriseFact",
    "ExpenseFacts",
    "PolicyFact",
    "PolicyFacts",
    "reversed_voucher",
]
