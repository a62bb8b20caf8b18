"""Writes of dispositions: cases, their steps, penalties, answers of the other side, handing up, the end."""

from dispositions.services.answers import (
    Answer,
    answer_extension,
    answer_step,
    ask_extension,
    file_answer,
    file_extension,
    review_answer,
    sign_step,
)
from dispositions.services.cases import (
    case_of_fact,
    case_of_matter,
    complain_fact,
    complain_known,
    hand_to_case,
    join_case,
    open_case,
)
from dispositions.services.closing import close_case, propose_unfounded, receive_referral, refer_case, state_of_facts
from dispositions.services.fines import Decision, Filing, drop_penalty, file_penalty, propose_decision, record_stage
from dispositions.services.steps import (
    Draft,
    decide_step,
    decide_withdrawal,
    fulfil_step,
    record_minutes,
    take_step,
    withdraw_step,
)

__all__ = [
    "Answer",
    "Decision",
    "Draft",
    "Filing",
    "answer_extension",
    "answer_step",
    "ask_extension",
    "case_of_fact",
    "case_of_matter",
    "close_case",
    "complain_fact",
    "complain_known",
    "decide_step",
    "decide_withdrawal",
    "drop_penalty",
    "file_answer",
    "file_extension",
    "file_penalty",
    "fulfil_step",
    "hand_to_case",
    "join_case",
    "open_case",
    "propose_decision",
    "propose_unfounded",
    "receive_referral",
    "record_minutes",
    "record_stage",
    "refer_case",
    "review_answer",
    "sign_step",
    "state_of_facts",
    "take_step",
    "withdraw_step",
]
