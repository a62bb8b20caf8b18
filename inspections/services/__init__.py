"""Writes of cross-inspection, each through `core.writing`."""

from inspections.services.base import FormChanged
from inspections.services.draws import (
    add_drawn,
    answer_addition,
    draw_objects,
    fix_rosters,
    propose_addition,
    sign_draw,
)
from inspections.services.findings import FindingChanged, edit_finding, record_finding, remove_finding
from inspections.services.groups import (
    Person,
    declare_recusal,
    enter_member,
    form_group,
    invite_regulator,
    leave_group,
    regulators_of,
)
from inspections.services.items import (
    AlreadyChosen,
    add_enterprise,
    add_insurer,
    remove_item,
    reopen_item,
    save_form,
    submit_item,
)
from inspections.services.rosters import Numbers, lines_of, title_of
from inspections.services.sight import end_group_sight, give_group_sight
from inspections.services.tasks import start_inspection

__all__ = [
    "AlreadyChosen",
    "FindingChanged",
    "FormChanged",
    "Numbers",
    "Person",
    "add_drawn",
    "add_enterprise",
    "add_insurer",
    "answer_addition",
    "declare_recusal",
    "draw_objects",
    "edit_finding",
    "end_group_sight",
    "enter_member",
    "fix_rosters",
    "form_group",
    "give_group_sight",
    "invite_regulator",
    "leave_group",
    "lines_of",
    "propose_addition",
    "record_finding",
    "regulators_of",
    "remove_finding",
    "remove_item",
    "reopen_item",
    "save_form",
    "sign_draw",
    "start_inspection",
    "submit_item",
    "title_of",
]
