"""Pairing, tasks, the forms filled on the spot, and findings."""

from inspections.models.feedback import Feedback, InsurerAnswer, Objection
from inspections.models.findings import Finding
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.routing import Handover, Routing
from inspections.models.tasks import Task

#: A form of either kind.
Item = InspectedEnterprise | InspectedInsurer

__all__ = [
    "Feedback",
    "Finding",
    "Handover",
    "InspectedEnterprise",
    "InspectedInsurer",
    "InsurerAnswer",
    "Item",
    "Objection",
    "Routing",
    "Task",
]
