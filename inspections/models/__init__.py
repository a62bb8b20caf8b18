"""Pairing, tasks, the forms filled on the spot, and findings."""

from inspections.models.findings import Finding
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.packets import Packet
from inspections.models.photos import Photo
from inspections.models.tasks import Task

#: A form of either kind.
Item = InspectedEnterprise | InspectedInsurer

__all__ = ["Finding", "InspectedEnterprise", "InspectedInsurer", "Item", "Packet", "Photo", "Task"]
