"""Pairing, tasks, the joint plan, the forms filled on the spot, and findings."""

from inspections.models.draws import Draw, DrawSignature, DrawStratum, ManualAddition, Roster, RosterLine
from inspections.models.feedback import Feedback, InsurerAnswer, Objection
from inspections.models.findings import Finding
from inspections.models.groups import GroupInvitation, GroupMember, Recusal
from inspections.models.items import InspectedEnterprise, InspectedInsurer
from inspections.models.packets import Packet
from inspections.models.pairing import PairingRow, PairingTable
from inspections.models.photos import Photo
from inspections.models.plans import PlanVersion
from inspections.models.reopenings import FormReopening
from inspections.models.routing import Handover, Routing
from inspections.models.tasks import Task

#: A form of either kind.
Item = InspectedEnterprise | InspectedInsurer

__all__ = [
    "Draw",
    "DrawSignature",
    "DrawStratum",
    "Feedback",
    "Finding",
    "FormReopening",
    "GroupInvitation",
    "GroupMember",
    "Handover",
    "InspectedEnterprise",
    "InspectedInsurer",
    "InsurerAnswer",
    "Item",
    "ManualAddition",
    "Objection",
    "Packet",
    "PairingRow",
    "PairingTable",
    "Photo",
    "PlanVersion",
    "Recusal",
    "Roster",
    "RosterLine",
    "Routing",
    "Task",
]
