"""Policies, prevention services and what was spent on them."""

from insurers.models.activities import Activity
from insurers.models.agencies import (
    AgencyContract,
    AgencyEvaluation,
    AgencyQualification,
    AgencyStaff,
    OrderRecord,
    ServiceOrder,
)
from insurers.models.complaints import Complaint
from insurers.models.evaluations import YearReport
from insurers.models.expenses import Expense, MonthClosing
from insurers.models.gaps import GapCase, GapClearance, GapReminder
from insurers.models.hazards import FoundHazard
from insurers.models.materials import Assignment, Material
from insurers.models.plans import AssistReminder, Guidance, PlanItem, ServicePlan
from insurers.models.policies import Policy
from insurers.models.promises import OutsideService, PromisedCell, PromisedRow
from insurers.models.services import ActivityCheck, ActivityConfirmation, ActivityDetail, ActivityVisit
from insurers.models.terms import CoinsuranceShare, Endorsement, PolicyDetail

__all__ = [
    "Activity",
    "ActivityCheck",
    "ActivityConfirmation",
    "ActivityDetail",
    "ActivityVisit",
    "AgencyContract",
    "AgencyEvaluation",
    "AgencyQualification",
    "AgencyStaff",
    "Assignment",
    "AssistReminder",
    "CoinsuranceShare",
    "Complaint",
    "Endorsement",
    "Expense",
    "FoundHazard",
    "GapCase",
    "GapClearance",
    "GapReminder",
    "Guidance",
    "Material",
    "MonthClosing",
    "OrderRecord",
    "OutsideService",
    "PlanItem",
    "Policy",
    "PolicyDetail",
    "PromisedCell",
    "PromisedRow",
    "ServiceOrder",
    "ServicePlan",
    "YearReport",
]
