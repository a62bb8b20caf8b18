"""Policies and prevention services."""

from insurers.models.activities import Activity
from insurers.models.gaps import GapCase, GapClearance, GapReminder
from insurers.models.policies import Policy

__all__ = ["Activity", "GapCase", "GapClearance", "GapReminder", "Policy"]
