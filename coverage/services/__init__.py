"""Writes against the gap: reminders and clearances of candidates, cases with their orders and fines."""

from coverage.services.candidates import clear_candidate, remind_enterprise
from coverage.services.cases import Order, close_case, open_case, order_insurance, record_answer
from coverage.services.fines import Penalty, decide_fine, propose_fine, publish_fine

__all__ = [
    "Order",
    "Penalty",
    "clear_candidate",
    "close_case",
    "decide_fine",
    "open_case",
    "order_insurance",
    "propose_fine",
    "publish_fine",
    "record_answer",
    "remind_enterprise",
]
