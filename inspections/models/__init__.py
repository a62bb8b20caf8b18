"""Pairing, tasks, the joint plan, the forms filled on the spot, and findings."""

from inspections.models.findings import Finding
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.pairing import PairingRow, PairingTable
from inspections.models.plans import PlanVersion
from inspections.models.tasks import Task

#: A form of either kind.
Item = InspectedEnterprise | InspectedInsurer

__all__ = [
    "Finding",
    "InspectedEnterprise",
    "InspectedInsurer",
    "Item",
    "PairingRow",
    "PairingTable",
    "PlanVersion",
    "Task",
]
