"""Writes of cross-inspection, each through `core.writing`."""

from inspections.services.answers import save_form
from inspections.services.base import FormChanged
from inspections.services.draws import (
    add_drawn,
    answer_addition,
    draw_objects,
    fix_rosters,
    propose_addition,
    sign_draw,
)
from inspections.services.ends import answer_feedback, complete_task, give_feedback, route_findings, track_task
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
from inspections.services.hazards import record_hazard
from inspections.services.items import (
    AlreadyChosen,
    add_enterprise,
    add_insurer,
    doubt_of,
    is_drawn,
    on_record,
    remove_item,
    reopen_item,
    submit_item,
)
from inspections.services.objections import Decision, answer_finding, decide_objection, raise_objection
from inspections.services.packets import Sent, earlier_answer, take_packet
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
from inspections.services.photos import photo_here, remove_photo, take_photo
from inspections.services.plans import NO_DRAFT, PLAN_ENTRIES, agree_plan, last_plan, return_plan, save_plan, send_plan
from inspections.services.rosters import Numbers, lines_of, title_of
from inspections.services.settling import (
    Settlement,
    link_case,
    receive_handover,
    settle_finding,
    take_over,
)
from inspections.services.sight import end_group_sight, give_group_sight, sights_on
from inspections.services.tasks import start_inspection

__all__ = [
    "NO_DRAFT",
    "PLAN_ENTRIES",
    "AlreadyChosen",
    "Decision",
    "FindingChanged",
    "FormChanged",
    "Numbers",
    "Origin",
    "Person",
    "Sent",
    "Settlement",
    "TableRefused",
    "add_drawn",
    "add_enterprise",
    "add_insurer",
    "agree_plan",
    "answer_addition",
    "answer_feedback",
    "answer_finding",
    "approve_table",
    "change_table",
    "complete_task",
    "create_tasks",
    "decide_objection",
    "declare_recusal",
    "discard_table",
    "doubt_of",
    "draw_objects",
    "draw_table",
    "earlier_answer",
    "edit_finding",
    "end_group_sight",
    "enter_member",
    "fix_rosters",
    "form_group",
    "give_feedback",
    "give_group_sight",
    "invite_regulator",
    "is_drawn",
    "last_plan",
    "leave_group",
    "lines_of",
    "link_case",
    "make_table",
    "on_record",
    "photo_here",
    "propose_addition",
    "propose_table",
    "publish_table",
    "raise_objection",
    "receive_handover",
    "record_finding",
    "record_hazard",
    "regulators_of",
    "remove_finding",
    "remove_item",
    "remove_photo",
    "reopen_item",
    "return_plan",
    "return_table",
    "route_findings",
    "save_form",
    "save_plan",
    "send_plan",
    "settle_finding",
    "sights_on",
    "sign_draw",
    "start_inspection",
    "submit_item",
    "take_over",
    "take_packet",
    "take_photo",
    "title_of",
    "track_task",
]
