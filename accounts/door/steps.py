"""Words for the steps and the states that events name.

Steps are the names under which services open their writes; one name means the same everywhere. States of a move are
those of the table that the move stands in: a code alone may belong to several tables of its room.
"""

from functools import cache
from typing import Final

from django.db.models import Choices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from core.contributions import modules_named
from core.transitions import moves_in

STEPS: Final[dict[str, str | Promise]] = {
    "accept": pgettext_lazy("step", "accept"),
    "acceptance-filed": pgettext_lazy("step", "acceptance filed"),
    "answer": pgettext_lazy("step", "answer"),
    "answer-request": pgettext_lazy("step", "answer request"),
    "approve": pgettext_lazy("step", "approve"),
    "ask": pgettext_lazy("step", "ask"),
    "ask-for-people": pgettext_lazy("step", "ask for people"),
    "assist-reminded": pgettext_lazy("step", "assist reminded"),
    "book": pgettext_lazy("step", "book"),
    "case": pgettext_lazy("step", "case"),
    "case-close": pgettext_lazy("step", "case close"),
    "case-files": pgettext_lazy("step", "case files"),
    "case-receive": pgettext_lazy("step", "case receive"),
    "case-refer": pgettext_lazy("step", "case refer"),
    "case-take": pgettext_lazy("step", "case take"),
    "change": pgettext_lazy("step", "change"),
    "change-organisation": pgettext_lazy("step", "change organisation"),
    "change-pairing": pgettext_lazy("step", "change pairing"),
    "change-person": pgettext_lazy("step", "change person"),
    "choose": pgettext_lazy("step", "choose"),
    "close": pgettext_lazy("step", "close"),
    "close-dormant": pgettext_lazy("step", "close dormant"),
    "close-month": pgettext_lazy("step", "close month"),
    "close-organisation": pgettext_lazy("step", "close organisation"),
    "complete": pgettext_lazy("step", "complete"),
    "confirm": pgettext_lazy("step", "confirm"),
    "confirm-administrator": pgettext_lazy("step", "confirm administrator"),
    "correct": pgettext_lazy("step", "correct"),
    "correct-outsourcing": pgettext_lazy("step", "correct outsourcing"),
    "create": pgettext_lazy("step", "create"),
    "create-organisation": pgettext_lazy("step", "create organisation"),
    "create-person": pgettext_lazy("step", "create person"),
    "criteria-version": pgettext_lazy("step", "criteria version"),
    "decide": pgettext_lazy("step", "decide"),
    "deliver": pgettext_lazy("step", "deliver"),
    "disable-person": pgettext_lazy("step", "disable person"),
    "discard": pgettext_lazy("step", "discard"),
    "discard-pairing": pgettext_lazy("step", "discard pairing"),
    "draw-pairing": pgettext_lazy("step", "draw pairing"),
    "drop": pgettext_lazy("step", "drop"),
    "drop-day": pgettext_lazy("step", "drop day"),
    "edited": pgettext_lazy("step", "edited"),
    "enable-person": pgettext_lazy("step", "enable person"),
    "end-expired-grants": pgettext_lazy("step", "end expired grants"),
    "end-sessions": pgettext_lazy("step", "end sessions"),
    "enforcement-entered": pgettext_lazy("step", "enforcement entered"),
    "enforcement-published": pgettext_lazy("step", "enforcement published"),
    "enter": pgettext_lazy("step", "enter"),
    "entered": pgettext_lazy("step", "entered"),
    "extend": pgettext_lazy("step", "extend"),
    "extension": pgettext_lazy("step", "extension"),
    "extension-answer": pgettext_lazy("step", "extension answer"),
    "feedback": pgettext_lazy("step", "feedback"),
    "file-answer": pgettext_lazy("step", "file answer"),
    "file-penalty": pgettext_lazy("step", "file penalty"),
    "files": pgettext_lazy("step", "files"),
    "form-group": pgettext_lazy("step", "form group"),
    "found-administrators": pgettext_lazy("step", "found administrators"),
    "fulfil": pgettext_lazy("step", "fulfil"),
    "further": pgettext_lazy("step", "further"),
    "hand-in": pgettext_lazy("step", "hand in"),
    "hand-on": pgettext_lazy("step", "hand on"),
    "hazard": pgettext_lazy("step", "hazard"),
    "issue": pgettext_lazy("step", "issue"),
    "join": pgettext_lazy("step", "join"),
    "keep-open": pgettext_lazy("step", "keep open"),
    "leave": pgettext_lazy("step", "leave"),
    "leave-ended": pgettext_lazy("step", "leave ended"),
    "level-changed": pgettext_lazy("step", "level changed"),
    "make-link": pgettext_lazy("step", "make link"),
    "make-pairing": pgettext_lazy("step", "make pairing"),
    "messages": pgettext_lazy("step", "messages"),
    "messages-read": pgettext_lazy("step", "messages read"),
    "minutes": pgettext_lazy("step", "minutes"),
    "move-person": pgettext_lazy("step", "move person"),
    "notice-issued": pgettext_lazy("step", "notice issued"),
    "notice-void": pgettext_lazy("step", "notice void"),
    "notified-again": pgettext_lazy("step", "notified again"),
    "notify": pgettext_lazy("step", "notify"),
    "object": pgettext_lazy("step", "object"),
    "offer": pgettext_lazy("step", "offer"),
    "open": pgettext_lazy("step", "open"),
    "order-placed": pgettext_lazy("step", "order placed"),
    "order-recorded": pgettext_lazy("step", "order recorded"),
    "order-service": pgettext_lazy("step", "order service"),
    "order-taken-over": pgettext_lazy("step", "order taken over"),
    "photo": pgettext_lazy("step", "photo"),
    "plan-activated": pgettext_lazy("step", "plan activated"),
    "plan-amended": pgettext_lazy("step", "plan amended"),
    "plan-changed": pgettext_lazy("step", "plan changed"),
    "plan-confirmed": pgettext_lazy("step", "plan confirmed"),
    "plan-created": pgettext_lazy("step", "plan created"),
    "plan-discarded": pgettext_lazy("step", "plan discarded"),
    "plan-evaluated": pgettext_lazy("step", "plan evaluated"),
    "plan-finished": pgettext_lazy("step", "plan finished"),
    "plan-guided": pgettext_lazy("step", "plan guided"),
    "plan-recalled": pgettext_lazy("step", "plan recalled"),
    "plan-sent": pgettext_lazy("step", "plan sent"),
    "policy-detailed": pgettext_lazy("step", "policy detailed"),
    "policy-endorsed": pgettext_lazy("step", "policy endorsed"),
    "policy-endorsement-withdrawn": pgettext_lazy("step", "policy endorsement withdrawn"),
    "policy-shared": pgettext_lazy("step", "policy shared"),
    "preference": pgettext_lazy("step", "preference"),
    "professional-entered": pgettext_lazy("step", "professional entered"),
    "promised-count": pgettext_lazy("step", "promised count"),
    "propose": pgettext_lazy("step", "propose"),
    "propose-merge": pgettext_lazy("step", "propose merge"),
    "publish-pairing": pgettext_lazy("step", "publish pairing"),
    "read": pgettext_lazy("step", "read"),
    "read-files": pgettext_lazy("step", "read files"),
    "receive": pgettext_lazy("step", "receive"),
    "receive-referral": pgettext_lazy("step", "receive referral"),
    "recommend": pgettext_lazy("step", "recommend"),
    "record": pgettext_lazy("step", "record"),
    "record-outsourcing": pgettext_lazy("step", "record outsourcing"),
    "refer": pgettext_lazy("step", "refer"),
    "refuse-asked": pgettext_lazy("step", "refuse asked"),
    "refuse-dropped": pgettext_lazy("step", "refuse dropped"),
    "register": pgettext_lazy("step", "register"),
    "rehearse": pgettext_lazy("step", "rehearse"),
    "reminders": pgettext_lazy("step", "reminders"),
    "remove-expired": pgettext_lazy("step", "remove expired"),
    "remove-outsourcing": pgettext_lazy("step", "remove outsourcing"),
    "reopen": pgettext_lazy("step", "reopen"),
    "reopen-month": pgettext_lazy("step", "reopen month"),
    "reopened": pgettext_lazy("step", "reopened"),
    "request-exemption": pgettext_lazy("step", "request exemption"),
    "return": pgettext_lazy("step", "return"),
    "reverse": pgettext_lazy("step", "reverse"),
    "review": pgettext_lazy("step", "review"),
    "route": pgettext_lazy("step", "route"),
    "save-plan": pgettext_lazy("step", "save plan"),
    "send": pgettext_lazy("step", "send"),
    "send-back": pgettext_lazy("step", "send back"),
    "set-day": pgettext_lazy("step", "set day"),
    "set-password": pgettext_lazy("step", "set password"),
    "set-up": pgettext_lazy("step", "set up"),
    "settle": pgettext_lazy("step", "settle"),
    "sign": pgettext_lazy("step", "sign"),
    "stage": pgettext_lazy("step", "stage"),
    "start": pgettext_lazy("step", "start"),
    "state-valid": pgettext_lazy("step", "state valid"),
    "step": pgettext_lazy("step", "step"),
    "step-answer": pgettext_lazy("step", "step answer"),
    "step-files": pgettext_lazy("step", "step files"),
    "step-move": pgettext_lazy("step", "step move"),
    "submit": pgettext_lazy("step", "submit"),
    "supervised": pgettext_lazy("step", "supervised"),
    "take": pgettext_lazy("step", "take"),
    "take-back": pgettext_lazy("step", "take back"),
    "take-factors": pgettext_lazy("step", "take factors"),
    "take-over": pgettext_lazy("step", "take over"),
    "track": pgettext_lazy("step", "track"),
    "treat": pgettext_lazy("step", "treat"),
    "unlock-person": pgettext_lazy("step", "unlock person"),
    "unmask": pgettext_lazy("step", "unmask"),
    "visit": pgettext_lazy("step", "visit"),
    "void-asked": pgettext_lazy("step", "void asked"),
    "void-declined": pgettext_lazy("step", "void declined"),
    "withdraw": pgettext_lazy("step", "withdraw"),
    "write": pgettext_lazy("step", "write"),
}


def step_in_words(step: str) -> str | None:
    """What a step is called; None for one that is not listed."""
    found = STEPS.get(step)
    return None if found is None else str(found)


def state_in_words(state: str, action: str) -> str | None:
    """What a state is called in the table of the move that the action is of; None where no table has it."""
    found = _states().get((action, state))
    return None if found is None else str(found)


@cache
def _states() -> dict[tuple[str, str], str | Promise]:
    """{(action, code of a state): its word} of all tables."""
    return {
        (move.action, str(state.value)): state.label
        for tables in modules_named("states")
        for move in moves_in(tables)
        for state in (*move.sources, move.target)
        if isinstance(state, Choices)
    }
