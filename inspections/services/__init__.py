"""Writes of cross-inspection, each through `core.writing`."""

from inspections.services.answers import save_form
from inspections.services.base import FormChanged
from inspections.services.findings import FindingChanged, edit_finding, record_finding, remove_finding
from inspections.services.items import (
    AlreadyChosen,
    add_enterprise,
    add_insurer,
    doubt_of,
    on_record,
    remove_item,
    reopen_item,
    submit_item,
)
from inspections.services.packets import Sent, earlier_answer, take_packet
from inspections.services.photos import take_photo
from inspections.services.tasks import start_inspection

__all__ = [
    "AlreadyChosen",
    "FindingChanged",
    "FormChanged",
    "Sent",
    "add_enterprise",
    "add_insurer",
    "doubt_of",
    "earlier_answer",
    "edit_finding",
    "on_record",
    "record_finding",
    "remove_finding",
    "remove_item",
    "reopen_item",
    "save_form",
    "start_inspection",
    "submit_item",
    "take_packet",
    "take_photo",
]
