"""Writes of the reports: building them, and delivering them."""

from reports.services.building import (
    JOB_KIND,
    CityMissingError,
    Order,
    UnknownReportError,
    build_report,
    check_order,
    json_figures,
    request_report,
)
from reports.services.contributing import Asking, ask_below, deliver_contribution, take_over, withdraw_request
from reports.services.delivering import (
    Arrival,
    archive_report,
    correct_report,
    edit_report,
    missing_parts,
    receive_report,
    register_outside,
    return_report,
    revise_report,
    send_for_review,
    set_aside,
    sign_report,
    submit_report,
)
from reports.services.places import place_of, verify_address
from reports.services.printing import absent_pdf
from reports.services.rehearsing import REHEARSAL_KIND, rehearse_report, request_rehearsal
from reports.services.writing import redraft_section, write_section

__all__ = [
    "JOB_KIND",
    "REHEARSAL_KIND",
    "Arrival",
    "Asking",
    "CityMissingError",
    "Order",
    "UnknownReportError",
    "absent_pdf",
    "archive_report",
    "ask_below",
    "build_report",
    "check_order",
    "correct_report",
    "deliver_contribution",
    "edit_report",
    "json_figures",
    "missing_parts",
    "place_of",
    "receive_report",
    "redraft_section",
    "register_outside",
    "rehearse_report",
    "request_rehearsal",
    "request_report",
    "return_report",
    "revise_report",
    "send_for_review",
    "set_aside",
    "sign_report",
    "submit_report",
    "take_over",
    "verify_address",
    "withdraw_request",
    "write_section",
]
