"""Policies, prevention services and what was spent on them."""

from insurers.models.activities import Activity
from insurers.models.expenses import Expense, MonthClosing
from insurers.models.gaps import GapCase, GapClearance, GapReminder
from insurers.models.policies import Policy

__all__ = ["Activity", "Expense", "GapCase", "GapClearance", "GapReminder", "MonthClosing", "Policy"]
