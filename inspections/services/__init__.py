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
from inspections.services.pairing import (
    Origin,
    TableRefused,
    approve_table,
    change_table,
    create_tasks,
    discard_table,
    draw_table,
    make_table,
    propose_table,
    publish_table,
    return_table,
)
from inspections.services.plans import (
    NO_DRAFT,
    PLAN_ENTRIES,
    agree_plan,
    last_plan,
    return_plan,
    save_plan,
    send_plan,
)
from inspections.services.tasks import start_inspection

__all__ = [
    "NO_DRAFT",
    "PLAN_ENTRIES",
    "AlreadyChosen",
    "FindingChanged",
    "FormChanged",
    "Origin",
    "TableRefused",
    "add_enterprise",
    "add_insurer",
    "agree_plan",
    "approve_table",
    "change_table",
    "create_tasks",
    "discard_table",
    "draw_table",
    "edit_finding",
    "last_plan",
    "make_table",
    "propose_table",
    "publish_table",
    "record_finding",
    "remove_finding",
    "remove_item",
    "reopen_item",
    "return_plan",
    "return_table",
    "save_form",
    "save_plan",
    "send_plan",
    "start_inspection",
    "submit_item",
]
