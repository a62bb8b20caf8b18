"""Audited actions on dispositions, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.contributions import Words

ACTIONS: Final[Words] = {
    "disposition.opened": _("Case of a disposition opened"),
    "disposition.joined": _("Further fact added to a case"),
    "disposition.begun": _("Handling of a case begun"),
    "disposition.refused": _("Write to a disposition refused"),
    "disposition.step-proposed": _("Step of a case proposed"),
    "disposition.step-issued": _("Step of a case issued"),
    "disposition.step-approved": _("Step of a case agreed to"),
    "disposition.step-returned": _("Step of a case not agreed to"),
    "disposition.step-withdrawn": _("Paper of a case withdrawn"),
    "disposition.withdrawal-asked": _("Withdrawal of a paper of a case asked for"),
    "disposition.withdrawal-declined": _("Withdrawal of a paper of a case not agreed to"),
    "disposition.step-done": _("Step of a case done"),
    "disposition.step-handed-on": _("Step of a case handed on with it"),
    "disposition.minutes": _("Minutes of an interview recorded"),
    "disposition.fine-filed": _("Penalty filed"),
    "disposition.fine-stage": _("Stage of a penalty recorded"),
    "disposition.fine-proposed": _("Decision of a penalty proposed"),
    "disposition.fine-dropped": _("Filed penalty dropped"),
    "disposition.signed": _("Paper of an authority signed for"),
    "disposition.answered": _("Paper of an authority answered"),
    "disposition.answer-filed": _("Paper answer filed"),
    "disposition.answer-reviewed": _("Answer looked at"),
    "disposition.extension-asked": _("More time asked for"),
    "disposition.extension-answered": _("Request for more time answered"),
    "disposition.referred": _("Case handed up"),
    "disposition.closed": _("Case of a disposition ended"),
}

#: What somebody was about to do when a write was refused, by the step of the write.
STEPS: Final[Words] = {
    "open": _("Open a case"),
    "join": _("Add to this case"),
    "hand-in": _("Hand over to this case"),
    "take": _("Take a measure"),
    "step": _("Take a measure"),
    "file-penalty": _("File a penalty"),
    "stage": _("Record a stage of the penalty"),
    "decide": _("Decide as the second person"),
    "propose": _("Propose the decision of the penalty"),
    "approve": _("Decide as the second person"),
    "return": _("Decide as the second person"),
    "send-back": _("Decide as the second person"),
    "discontinue": _("Drop the filed penalty"),
    "drop": _("Drop the filed penalty"),
    "withdraw": _("Withdraw the paper"),
    "withdrawal": _("Decide on the withdrawal"),
    "fulfil": _("Record that it is done"),
    "minutes": _("Record the minutes"),
    "review": _("Look at the answer"),
    "file-answer": _("File the answer on paper"),
    "file-extension": _("Grant more time that was asked for on paper"),
    "answer": _("Answer"),
    "sign": _("Sign for the paper"),
    "extend": _("Ask for more time"),
    "extension": _("Ask for more time"),
    "extension-answer": _("Answer the request for more time"),
    "close": _("End the case"),
    "unfounded": _("End the case"),
    "refer": _("Hand the case up"),
    "receive": _("Take over the case"),
    "receive-referral": _("Take over the case"),
    "files": _("Attach"),
}
