"""Writes of cross-inspection, each through `core.writing`."""

from inspections.services.base import FormChanged
from inspections.services.findings import FindingChanged, edit_finding, record_finding, remove_finding
from inspections.services.items import (
    AlreadyChosen,
    add_enterprise,
    add_insurer,
    remove_item,
    reopen_item,
    save_form,
    submit_item,
)
from inspections.services.tasks import start_inspection

__all__ = [
    "AlreadyChosen",
    "FindingChanged",
    "FormChanged",
    "add_enterprise",
    "add_insurer",
    "edit_finding",
    "record_finding",
    "remove_finding",
    "remove_item",
    "reopen_item",
    "save_form",
    "start_inspection",
    "submit_item",
]
