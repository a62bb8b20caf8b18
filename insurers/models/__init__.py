"""Policies and prevention services."""

from insurers.models.activities import Activity
from insurers.models.policies import Policy

__all__ = ["Activity", "Policy"]
