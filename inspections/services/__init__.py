"""Writes of cross-inspection, each through `core.writing`."""

from inspections.services.base import FormChanged
from inspections.services.ends import (
    answer_feedback,
    complete_task,
    give_feedback,
    route_findings,
    track_task,
)
from inspections.services.findings import FindingChanged, edit_finding, record_finding, remove_finding
from inspections.services.hazards import record_hazard
from inspections.services.items import (
    AlreadyChosen,
    add_enterprise,
    add_insurer,
    remove_item,
    reopen_item,
    save_form,
    submit_item,
)
from inspections.services.objections import Decision, answer_finding, decide_objection, raise_objection
from inspections.services.settling import Settlement, open_case, receive_handover, settle_finding
from inspections.services.tasks import start_inspection

__all__ = [
    "AlreadyChosen",
    "Decision",
    "FindingChanged",
    "FormChanged",
    "Settlement",
    "add_enterprise",
    "add_insurer",
    "answer_feedback",
    "answer_finding",
    "complete_task",
    "decide_objection",
    "edit_finding",
    "give_feedback",
    "open_case",
    "raise_objection",
    "receive_handover",
    "record_finding",
    "record_hazard",
    "remove_finding",
    "remove_item",
    "reopen_item",
    "route_findings",
    "save_form",
    "settle_finding",
    "start_inspection",
    "submit_item",
    "track_task",
]
