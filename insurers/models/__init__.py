"""Policies, prevention services and what was spent on them."""

from insurers.models.activities import Activity
from insurers.models.agencies import (
    AgencyContract,
    AgencyEvaluation,
    AgencyQualification,
    AgencyStaff,
    ServiceOrder,
)
from insurers.models.expenses import Expense, MonthClosing
from insurers.models.gaps import GapCase, GapClearance, GapReminder
from insurers.models.policies import Policy

__all__ = [
    "Activity",
    "AgencyContract",
    "AgencyEvaluation",
    "AgencyQualification",
    "AgencyStaff",
    "Expense",
    "GapCase",
    "GapClearance",
    "GapReminder",
    "MonthClosing",
    "Policy",
    "ServiceOrder",
]
